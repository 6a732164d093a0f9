//! Which units does a token of a text stand for, as far as it was met before?

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::slots::Slots;
use crate::text::{Token, TokenKind};

/// Longest surface form in bytes that is its own key.
const LONGEST_SHORT: usize = 15;

/// What a surface form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// One unit, which covers it from end to end.
    Unit(u32),
    /// Parts of it, or none.
    Parts { start: u32, end: u32 },
}

/// Entries of the table in front, a power of two: it takes a small part of a core's second cache.
const N_RECENT: usize = 1 << 14;

/// What an entry of the table in front is made of, from the lowest bit on: a unit, whether the entry was of use since
/// another form wanted its place, and the lower bits of a form's hash.
const RECENT_UNIT: u64 = 0xF_FFFF;
const RECENT_USED: u64 = 1 << 20;
const RECENT_TAG: u32 = 21;

/// The surface forms met so far, the short ones behind a small table without collisions: most tokens are of a few thousand
/// forms.
#[derive(Debug)]
pub(crate) struct Surfaces {
    hasher: DefaultHashBuilder,
    /// Drawn anew for each table, so that nobody can write a text whose words all collide.
    secret: u128,
    /// Short forms by their hash, which is the same of two once in 10⁹ tables.
    short: Slots<Place>,
    /// Those of one unit that were asked for of late: one that was of use gives way when a second form wants its place.
    /// Its place and its tag tell a form with a probability of error of 10⁻¹³.
    recent: Box<[u64; N_RECENT]>,
    long: HashTable<(u8, Range<u32>, Meaning)>,
    long_text: String,
}

/// A [`Meaning`] in eight bytes: the start and end of the parts, or a unit and [`ONE_UNIT`].
type Place = (u32, u32);

/// More than parts end at.
const ONE_UNIT: u32 = u32::MAX;

/// The bits of the first bytes, by their number.
const MASKS: [u128; LONGEST_SHORT + 1] = {
    let mut masks = [0; LONGEST_SHORT + 1];
    let mut length = 0;
    while length <= LONGEST_SHORT {
        masks[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    masks
};

/// The key of a surface form of `length` bytes, at most 15, the first of those `ahead`.
#[inline(always)]
pub(crate) fn short_key(ahead: &[u8; 16], length: usize, kind: TokenKind) -> u128 {
    u128::from_le_bytes(*ahead) & MASKS[length] | (kind as u128 + 1) << 120
}

/// The key of the surface form of `token`, if it is short.
#[inline]
pub(crate) fn key(text: &str, token: &Token) -> Option<u128> {
    let (bytes, length) = (text.as_bytes(), token.end - token.start);
    if length > LONGEST_SHORT {
        return None;
    }
    Some(match bytes[token.start..].first_chunk() {
        Some(ahead) => short_key(ahead, length, token.kind),
        None => {
            let mut padded = [0; 16];
            padded[..length].copy_from_slice(&bytes[token.range()]);
            short_key(&padded, length, token.kind)
        }
    })
}

impl Default for Surfaces {
    fn default() -> Self {
        let hasher = DefaultHashBuilder::default();
        // Odd halves, so that no short key makes a factor of zero.
        let half = |n: u32| u128::from(hasher.hash_one(n) | 1);
        let secret = half(0) | half(1) << 64;
        let recent = vec![0; N_RECENT].into_boxed_slice().try_into().expect("as many as that");
        let (short, long, long_text) = (Slots::default(), HashTable::new(), String::new());
        Surfaces { hasher, secret, short, recent, long, long_text }
    }
}

impl Surfaces {
    /// What the short surface form of this [`hash`](Self::hash) stands for, if it was met before.
    pub fn find_short(&mut self, hash: u64) -> Option<Meaning> {
        let (start, end) = self.short.find(hash)?;
        if end != ONE_UNIT {
            return Some(Meaning::Parts { start, end });
        }
        if u64::from(start) <= RECENT_UNIT {
            let recent = &mut self.recent[front(hash)];
            *recent = if *recent & RECENT_USED == 0 {
                hash << RECENT_TAG | u64::from(start)
            } else {
                *recent & !RECENT_USED
            };
        }
        Some(Meaning::Unit(start))
    }

    /// The unit that the short surface form of this [`hash`](Self::hash) stands for, if it was asked for of late and
    /// stands for one.
    #[inline(always)]
    pub fn find_recent(&mut self, hash: u64) -> Option<u32> {
        let recent = &mut self.recent[front(hash)];
        if (*recent ^ hash << RECENT_TAG) >> RECENT_TAG != 0 {
            return None;
        }
        *recent |= RECENT_USED;
        Some((*recent & RECENT_UNIT) as u32)
    }

    /// What a long surface form stands for, if it was met before.
    #[cold]
    pub fn find_long(&self, kind: u8, text: &str) -> Option<Meaning> {
        let same = |(of, at, _): &(u8, Range<u32>, Meaning)| *of == kind && self.text(at) == text;
        self.long.find(self.hasher.hash_one((kind, text)), same).map(|(_, _, meaning)| *meaning)
    }

    /// Brings what a search for the short surface forms of `hashes` looks at first into the cache, without waiting for one
    /// before the next.
    pub fn touch(&self, hashes: impl Iterator<Item = u64>) {
        self.short.touch(hashes);
    }

    /// Remembers what the short surface form of `key` stands for, which is new.
    pub fn insert_short(&mut self, key: u128, meaning: Meaning) {
        let place = match meaning {
            Meaning::Unit(unit) => (unit, ONE_UNIT),
            Meaning::Parts { start, end } => (start, end),
        };
        self.short.insert(self.hash(key), place);
    }

    /// Remembers what a long surface form stands for, which is new.
    pub fn insert_long(&mut self, kind: u8, text: &str, meaning: Meaning) {
        let start = self.long_text.len() as u32;
        self.long_text.push_str(text);
        let entry = (kind, start..self.long_text.len() as u32, meaning);
        let (hasher, texts) = (&self.hasher, &self.long_text);
        self.long.insert_unique(hasher.hash_one((kind, text)), entry, |(kind, at, _)| {
            hasher.hash_one((kind, &texts[at.start as usize..at.end as usize]))
        });
    }

    /// Number of surface forms.
    pub fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Whether there are more than a stream of texts should keep in memory.
    pub fn is_full(&self) -> bool {
        const MOST: usize = 1 << 17;
        const MOST_BYTES: usize = 1 << 22;
        self.len() > MOST || self.long_text.len() > MOST_BYTES
    }

    fn text(&self, at: &Range<u32>) -> &str {
        &self.long_text[at.start as usize..at.end as usize]
    }

    /// The hash of the short surface form of `key`.
    #[inline(always)]
    pub fn hash(&self, key: u128) -> u64 {
        let mixed = key ^ self.secret;
        let product = u128::from(mixed as u64) * u128::from((mixed >> 64) as u64);
        product as u64 ^ (product >> 64) as u64
    }
}

/// The place of a form in the table in front, by the upper bits of its hash.
#[inline(always)]
fn front(hash: u64) -> usize {
    (hash >> (u64::BITS - N_RECENT.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(surfaces: &mut Surfaces, text: &str, token: &Token) -> Option<Meaning> {
        match key(text, token) {
            Some(key) => {
                let hash = surfaces.hash(key);
                let recent = surfaces.find_recent(hash).map(Meaning::Unit);
                let found = surfaces.find_short(hash);
                assert!(recent.is_none() || recent == found);
                found
            }
            None => surfaces.find_long(token.kind as u8, &text[token.range()]),
        }
    }

    fn insert(surfaces: &mut Surfaces, text: &str, token: &Token, meaning: Meaning) {
        match key(text, token) {
            Some(key) => surfaces.insert_short(key, meaning),
            None => surfaces.insert_long(token.kind as u8, &text[token.range()], meaning),
        }
    }

    fn whole(text: &str, kind: TokenKind) -> Token {
        Token { kind, start: 0, end: text.len() }
    }

    #[test]
    fn a_form_is_found_again_as_the_kind_that_it_was_met_as() {
        let mut surfaces = Surfaces::default();
        let forms: Vec<String> = (0..30_000).map(|i| format!("{}{i}", "long".repeat(i % 5))).collect();
        let meaning = |i: usize| match i % 7 {
            0 => Meaning::Parts { start: i as u32, end: i as u32 + 2 },
            _ => Meaning::Unit(i as u32),
        };
        for (i, form) in forms.iter().enumerate() {
            let word = whole(form, TokenKind::Word);
            assert_eq!(find(&mut surfaces, form, &word), None);
            insert(&mut surfaces, form, &word, meaning(i));
        }
        assert_eq!(surfaces.len(), forms.len());
        for _ in 0..2 {
            for (i, form) in forms.iter().enumerate() {
                assert_eq!(find(&mut surfaces, form, &whole(form, TokenKind::Word)), Some(meaning(i)));
                assert_eq!(find(&mut surfaces, form, &whole(form, TokenKind::Emoticon)), None);
            }
        }
    }

    #[test]
    fn what_was_of_use_in_front_gives_way_to_the_second_that_wants_its_place() {
        let mut surfaces = Surfaces::default();
        let of_key = |i: u64| u128::from(i) << 40 | 1 << 120;
        let first = surfaces.hash(of_key(0));
        let rivals: Vec<u64> =
            (1..).filter(|i| front(surfaces.hash(of_key(*i))) == front(first)).take(2).collect();
        for (unit, i) in [0, rivals[0], rivals[1]].into_iter().enumerate() {
            surfaces.insert_short(of_key(i), Meaning::Unit(unit as u32));
        }
        surfaces.find_short(first);
        assert_eq!(surfaces.find_recent(first), Some(0));
        surfaces.find_short(surfaces.hash(of_key(rivals[0])));
        assert_eq!(surfaces.find_recent(surfaces.hash(of_key(rivals[0]))), None);
        surfaces.find_short(surfaces.hash(of_key(rivals[1])));
        assert_eq!(surfaces.find_recent(surfaces.hash(of_key(rivals[1]))), Some(2));
        assert_eq!(surfaces.find_recent(first), None);
    }

    #[test]
    fn what_stands_behind_a_form_is_no_part_of_it() {
        let mut surfaces = Surfaces::default();
        let token = Token { kind: TokenKind::Word, start: 0, end: 2 };
        insert(&mut surfaces, "no", &token, Meaning::Unit(7));
        assert_eq!(find(&mut surfaces, "no sanctions at all", &token), Some(Meaning::Unit(7)));
    }
}
