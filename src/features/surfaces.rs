//! Which units does a token of a text stand for, as far as it was met before?

use std::hash::BuildHasher;
use std::hint::black_box;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::text::Token;

/// Longest surface form in bytes that is its own key.
const LONGEST_SHORT: usize = 15;

/// A surface form to be looked up: what is written, and as which kind of token, since the same bytes may be a word here
/// and a face there.
pub(crate) enum Surface<'a> {
    /// The bytes themselves, and the kind in the highest one.
    Short(u128),
    Long(u8, &'a str),
}

/// What a surface form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// One unit, which covers it from end to end.
    Unit(u32),
    /// Parts of it, or none.
    Parts { start: u32, end: u32 },
}

/// Entries of the table in front, a power of two: it takes a small part of a core's second cache, and few pages.
const N_RECENT: usize = 1 << 13;

/// The surface forms met so far: short ones in a table with open addressing whose entries are whole keys, behind a small
/// one without collisions, in which each takes the place of the last: most tokens are of a few thousand forms.
#[derive(Debug, Default)]
pub(crate) struct Surfaces {
    hasher: DefaultHashBuilder,
    /// Drawn anew for each table, so that nobody can write a text whose words all collide.
    secret: u128,
    /// A power of two in length, at most half full; a key of zero is an empty entry.
    short: Vec<(u128, Meaning)>,
    /// Those of one unit that were asked for last, by their hash, of which no two are the same but once in 10⁹ tables.
    /// Empty, or [`N_RECENT`] long once there are more than a few.
    recent: Vec<(u64, u32)>,
    n_short: usize,
    long: HashTable<(u8, Range<u32>, Meaning)>,
    long_text: String,
}

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

/// The key of the surface form of `token`, if it is short.
#[inline(always)]
pub(crate) fn short_key(text: &str, token: &Token) -> Option<u128> {
    let length = token.end - token.start;
    if length > LONGEST_SHORT {
        return None;
    }
    let bytes = match text.as_bytes()[token.start..].first_chunk() {
        Some(ahead) => u128::from_le_bytes(*ahead) & MASKS[length],
        None => {
            let mut padded = [0; 16];
            padded[..length].copy_from_slice(&text.as_bytes()[token.range()]);
            u128::from_le_bytes(padded)
        }
    };
    Some(bytes | (token.kind as u128 + 1) << 120)
}

impl<'a> Surface<'a> {
    /// The surface form of `token`.
    pub fn new(text: &'a str, token: &Token) -> Self {
        match short_key(text, token) {
            Some(key) => Surface::Short(key),
            None => Surface::Long(token.kind as u8, &text[token.range()]),
        }
    }
}

impl Surfaces {
    /// What `surface` stands for, if it was met before.
    #[inline]
    pub fn find(&mut self, surface: &Surface) -> Option<Meaning> {
        match surface {
            Surface::Short(key) => self.find_short(*key),
            Surface::Long(kind, text) => self.find_long(*kind, text),
        }
    }

    fn find_short(&mut self, key: u128) -> Option<Meaning> {
        let mask = self.short.len().checked_sub(1)?;
        let home = self.home(key);
        let mut at = home as usize & mask;
        while self.short[at].0 != key {
            if self.short[at].0 == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
        let meaning = self.short[at].1;
        if let (Meaning::Unit(unit), Some(place)) = (meaning, self.recent.get_mut(front(home))) {
            *place = (home, unit);
        }
        Some(meaning)
    }

    /// The unit that the short surface form of `key` stands for, if it was asked for of late and stands for one.
    #[inline(always)]
    pub fn find_recent(&self, key: u128) -> Option<u32> {
        let recent = self.recent.first_chunk::<N_RECENT>()?;
        let home = self.home(key);
        let (found, unit) = recent[front(home)];
        (found == home).then_some(unit)
    }

    #[cold]
    fn find_long(&self, kind: u8, text: &str) -> Option<Meaning> {
        let same = |(of, at, _): &(u8, Range<u32>, Meaning)| *of == kind && self.text(at) == text;
        self.long.find(self.hasher.hash_one((kind, text)), same).map(|(_, _, meaning)| *meaning)
    }

    /// Brings what a search for the short surface forms of `keys` looks at first into the cache, without waiting for one
    /// before the next.
    pub fn touch(&self, keys: impl Iterator<Item = u128>) {
        let Some(mask) = self.short.len().checked_sub(1) else { return };
        // An entry may lie in two lines of the cache: both ends of it are asked for.
        let ends =
            |(key, meaning): &(u128, Meaning)| *key as u64 ^ u64::from(matches!(meaning, Meaning::Unit(_)));
        black_box(keys.fold(0, |all, key| all ^ ends(&self.short[self.home(key) as usize & mask])));
    }

    /// Remembers what a new `surface` stands for.
    pub fn insert(&mut self, surface: &Surface, meaning: Meaning) {
        match surface {
            Surface::Short(key) => {
                if 2 * self.n_short >= self.short.len() {
                    self.grow();
                }
                self.place(*key, meaning);
                self.n_short += 1;
            }
            Surface::Long(kind, text) => {
                let start = self.long_text.len() as u32;
                self.long_text.push_str(text);
                let entry = (*kind, start..self.long_text.len() as u32, meaning);
                let (hasher, texts) = (&self.hasher, &self.long_text);
                self.long.insert_unique(hasher.hash_one((kind, text)), entry, |(kind, at, _)| {
                    hasher.hash_one((kind, &texts[at.start as usize..at.end as usize]))
                });
            }
        }
    }

    /// Number of surface forms.
    pub fn len(&self) -> usize {
        self.n_short + self.long.len()
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

    #[inline]
    fn home(&self, key: u128) -> u64 {
        let mixed = key ^ self.secret;
        let product = u128::from(mixed as u64) * u128::from((mixed >> 64) as u64);
        product as u64 ^ (product >> 64) as u64
    }

    fn place(&mut self, key: u128, meaning: Meaning) {
        let mask = self.short.len() - 1;
        let mut at = self.home(key) as usize & mask;
        while self.short[at].0 != 0 {
            at = (at + 1) & mask;
        }
        self.short[at] = (key, meaning);
    }

    fn grow(&mut self) {
        if self.short.is_empty() {
            // Odd halves, so that no short key makes a factor of zero.
            let half = |n: u32| u128::from(self.hasher.hash_one(n) | 1);
            self.secret = half(0) | half(1) << 64;
        } else if self.recent.is_empty() {
            self.recent = vec![(0, 0); N_RECENT];
        }
        let larger = vec![(0, Meaning::Unit(0)); (2 * self.short.len()).max(256)];
        for (key, meaning) in std::mem::replace(&mut self.short, larger) {
            if key != 0 {
                self.place(key, meaning);
            }
        }
    }
}

/// The place of a form in the table in front, by its upper bits.
#[inline(always)]
fn front(home: u64) -> usize {
    (home >> (u64::BITS - N_RECENT.ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TokenKind;

    fn surface(text: &str, kind: TokenKind) -> Surface<'_> {
        Surface::new(text, &Token { kind, start: 0, end: text.len() })
    }

    #[test]
    fn a_form_is_found_again_as_the_kind_that_it_was_met_as() {
        let mut surfaces = Surfaces::default();
        let forms: Vec<String> = (0..3000).map(|i| format!("{}{i}", "long".repeat(i % 5))).collect();
        for (i, form) in forms.iter().enumerate() {
            let word = surface(form, TokenKind::Word);
            assert_eq!(surfaces.find(&word), None);
            surfaces.insert(&word, Meaning::Unit(i as u32));
        }
        assert_eq!(surfaces.len(), forms.len());
        for (i, form) in forms.iter().enumerate() {
            assert_eq!(surfaces.find(&surface(form, TokenKind::Word)), Some(Meaning::Unit(i as u32)));
            assert_eq!(surfaces.find(&surface(form, TokenKind::Emoticon)), None);
        }
    }

    #[test]
    fn what_stands_behind_a_form_is_no_part_of_it() {
        let mut surfaces = Surfaces::default();
        let behind = |text| Surface::new(text, &Token { kind: TokenKind::Word, start: 0, end: 2 });
        surfaces.insert(&behind("no"), Meaning::Unit(7));
        assert_eq!(surfaces.find(&behind("no sanctions at all")), Some(Meaning::Unit(7)));
    }
}
