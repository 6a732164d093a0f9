//! Small values by 64-bit hashes, many of which are looked up at once.

use std::hash::BuildHasher;
use std::hint::black_box;

use hashbrown::DefaultHashBuilder;

/// A table with open addressing, at most half full, whose entries are whole hashes.
///
/// Two things of the same hash are one thing here. A hash of 0 is an empty entry, so that it is never found.
#[derive(Debug)]
pub(crate) struct Slots<V> {
    /// Odd, and drawn anew for each table, so that nobody can write a text whose words all collide.
    secret: u64,
    /// A power of two in length, or empty.
    slots: Vec<(u64, V)>,
    n: usize,
}

impl<V> Default for Slots<V> {
    fn default() -> Self {
        Slots { secret: DefaultHashBuilder::default().hash_one(0) | 1, slots: Vec::new(), n: 0 }
    }
}

impl<V: Copy + Default> Slots<V> {
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Brings what a search for `hashes` looks at first into the cache, without waiting for one before the next.
    #[inline]
    pub fn touch(&self, hashes: impl Iterator<Item = u64>) {
        if !self.slots.is_empty() {
            black_box(hashes.fold(0, |all, hash| all ^ self.slots[self.home(hash)].0));
        }
    }

    /// The value of `hash`, if there is one.
    #[inline]
    pub fn find(&self, hash: u64) -> Option<V> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = self.home(hash);
        loop {
            let (found, value) = self.slots[at & mask];
            if found == hash {
                return (hash != 0).then_some(value);
            }
            if found == 0 {
                return None;
            }
            at += 1;
        }
    }

    /// Puts in the value of a `hash` that has none yet.
    pub fn insert(&mut self, hash: u64, value: V) {
        if 2 * self.n >= self.slots.len() {
            let larger = vec![(0, V::default()); (2 * self.slots.len()).max(256)];
            for (hash, value) in std::mem::replace(&mut self.slots, larger) {
                if hash != 0 {
                    self.place(hash, value);
                }
            }
        }
        self.place(hash, value);
        self.n += 1;
    }

    fn place(&mut self, hash: u64, value: V) {
        let mask = self.slots.len() - 1;
        let mut at = self.home(hash);
        while self.slots[at & mask].0 != 0 {
            at += 1;
        }
        self.slots[at & mask] = (hash, value);
    }

    /// Where the search for `hash` begins: by the highest bits of a product, which all bits have a part in.
    #[inline(always)]
    fn home(&self, hash: u64) -> usize {
        (hash.wrapping_mul(self.secret) >> (u64::BITS - self.slots.len().ilog2())) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::hash_bytes;
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else_is() {
        let hash = |i: u32| hash_bytes(&i.to_le_bytes(), 1);
        let mut slots = Slots::default();
        slots.touch([1].into_iter());
        for i in 0..10_000 {
            assert_eq!(slots.find(hash(i)), None);
            slots.insert(hash(i), i);
        }
        assert_eq!(slots.len(), 10_000);
        assert!((0..10_000).all(|i| slots.find(hash(i)) == Some(i)));
        assert!((10_000..20_000).all(|i| slots.find(hash(i)).is_none()));
        slots.touch((0..20_000).map(hash));
    }

    #[test]
    fn hashes_that_differ_in_a_few_bits_find_places_of_their_own() {
        let mut slots = Slots::default();
        for i in 0..64 {
            slots.insert(1 << i, i);
            slots.insert(u64::MAX << i, 64 + i);
        }
        // 1 << 63 and MAX << 63 are the same hash, of which the first value is found.
        assert!((0..64).all(|i| slots.find(1 << i) == Some(i)));
        assert!((0..63).all(|i| slots.find(u64::MAX << i) == Some(64 + i)));
        assert_eq!(slots.find(0), None);
    }
}
