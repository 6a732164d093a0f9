//! The hash by which a term is known: part of the model format, so it never changes within a format version.
//!
//! A term is identified by 64 bits. Among half a million terms two collide with a probability below 10⁻⁸, and a term
//! that the model does not hold is taken for one that it holds with a probability below 10⁻¹³; no string is compared.

/// Multiplier of a step: ⌊2⁶⁴ / φ⌋, odd.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a stretch of bytes under `seed`.
#[inline]
pub(crate) fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    let mut hash = step(seed, bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = step(hash, u64::from_le_bytes(chunk.try_into().expect("eight bytes")));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = step(hash, u64::from_le_bytes(last));
    }
    finish(hash)
}

/// The hash of a sequence of terms, extended by one: `extend(extend(a, b), c)` stands for "a b c".
#[inline]
pub(crate) fn extend(hash: u64, next: u64) -> u64 {
    finish(step(hash.rotate_left(25), next))
}

/// Both halves of the product: a difference in the high bits of `word` would reach few bits of the low half, which
/// the next word could cancel.
#[inline]
fn step(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word) * u128::from(MULTIPLIER);
    product as u64 ^ (product >> 64) as u64
}

#[inline]
fn finish(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_values_are_those_of_the_format() {
        // By a second implementation, over integers without bounds. Written down so that a change of the function,
        // which would orphan every model file, cannot pass unseen.
        assert_eq!(hash_bytes(b"", 0), 0);
        assert_eq!(hash_bytes(b"sanction", 1), 0xDAE5_849F_5703_61C1);
        assert_eq!(hash_bytes("санкци".as_bytes(), 2), 0xBDEC_C2AD_943E_553F);
        assert_eq!(hash_bytes(b"internationalist", 1), 0x0A47_6229_81A9_014B);
        assert_eq!(extend(hash_bytes(b"lift", 1), hash_bytes(b"sanction", 1)), 0x1E8C_00B2_DC71_63D3);
    }

    #[test]
    fn short_terms_do_not_collide() {
        let mut seen = HashSet::new();
        for seed in 1..4u64 {
            for a in b'a'..=b'z' {
                for b in b'a'..=b'z' {
                    for c in [&b""[..], b" ", b"s", b"ing"] {
                        let term = [&[a, b][..], c].concat();
                        assert!(seen.insert(hash_bytes(&term, seed)));
                    }
                }
            }
        }
    }

    #[test]
    fn long_terms_that_differ_in_three_letters_do_not_collide() {
        let term = b"antimissilesanctions";
        for (first, gap) in (0..term.len()).flat_map(|first| (1..8).map(move |gap| (first, gap))) {
            let mut seen = HashSet::new();
            let mut term = *term;
            if first + 2 * gap >= term.len() {
                continue;
            }
            for letters in 0..26 * 26 * 26 {
                term[first] = b'a' + (letters % 26) as u8;
                term[first + gap] = b'a' + (letters / 26 % 26) as u8;
                term[first + 2 * gap] = b'a' + (letters / 676) as u8;
                assert!(seen.insert(hash_bytes(&term, 1)), "{}", String::from_utf8_lossy(&term));
            }
        }
    }

    #[test]
    fn the_order_of_a_sequence_matters() {
        let (a, b, c) = (hash_bytes(b"a", 1), hash_bytes(b"b", 1), hash_bytes(b"c", 1));
        let sequences = [extend(a, b), extend(b, a), extend(extend(a, b), c), extend(a, extend(b, c))];
        assert_eq!(sequences.iter().collect::<HashSet<_>>().len(), 4);
    }
}
