//! Which features are made of a text.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::text::{Language, TokenKind};

/// How texts become features: the `features` part of the options schema.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `language` | `english` | stemmer of the word terms | [`Language::ALL`] |
/// | `tokens` | words, numbers, hashtags, mentions, emoticons | kinds of token that become terms | any |
/// | `split_hyphens` | `true` | a hyphenated word counts as its parts, in order | |
/// | `split_hashtags` | `true` | a hashtag is followed by its CamelCase parts | |
/// | `word` | 1–3-grams | the word block; `null` switches it off | |
/// | `character` | 2–5-grams | the character block; `null` switches it off | |
/// | `pairs` | `null` | the block of pairs of word terms, see [`PairOptions`]; `null` switches it off | |
/// | `lexicon_weight` | 1.0 | factor of the rows of both lexicon blocks | 10⁻⁶ to 10⁶ |
/// | `min_df` | 1 | fewest documents that a term occurs in | ≥ 1 |
/// | `max_df` | 1.0 | largest share of the documents that a term occurs in | (0, 1] |
/// | `max_features` | `null` | keep only the terms that occur most often | ≥ 1 |
///
/// `min_df`, `max_df` and `max_features` are about the word and character terms, `max_features` about both blocks
/// together; of terms that occur equally often, the first by block, then by byte order, is kept. Pairs have a `min_df` of
/// their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FeatureOptions {
    /// Stemmer of the word terms.
    pub language: Language,
    /// Kinds of token that become terms.
    pub tokens: Vec<TokenKind>,
    /// Whether a hyphenated word counts as its parts.
    pub split_hyphens: bool,
    /// Whether a hashtag is followed by its parts.
    pub split_hashtags: bool,
    /// The word block.
    pub word: Option<BlockOptions>,
    /// The character block.
    pub character: Option<BlockOptions>,
    /// The block of pairs. Left out where there is none, so that a model without pairs has the bytes that it had before
    /// there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<PairOptions>,
    /// Factor of the rows of both lexicon blocks.
    pub lexicon_weight: f64,
    /// Fewest documents that a term occurs in.
    pub min_df: u32,
    /// Largest share of the documents that a term occurs in.
    pub max_df: f64,
    /// Keep only the terms that occur most often.
    pub max_features: Option<usize>,
}

/// How one block of n-grams is counted and weighted.
///
/// # Definition
/// An entry is `weight · tf · idf / norm`, with `tf = 1 + ln count` where `sublinear_tf`, else the count, and
/// `idf = ln((1 + n) / (1 + df)) + 1` where `idf`, else 1.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `ngrams` | `[1, 3]` words, `[2, 5]` characters | shortest and longest n-gram | 1 ≤ min ≤ max ≤ 8 |
/// | `weight` | 1.0 | factor of the block's rows | 10⁻⁶ to 10⁶ |
/// | `sublinear_tf` | `true` words, `false` characters | damp repeated terms | |
/// | `idf` | `true` | weigh rare terms up | |
/// | `norm` | `row` words, `word` characters | see [`Norm`] | |
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockOptions {
    /// Shortest and longest n-gram.
    pub ngrams: (usize, usize),
    /// Factor of the block's rows.
    pub weight: f64,
    /// Damp repeated terms.
    pub sublinear_tf: bool,
    /// Weigh rare terms up.
    pub idf: bool,
    /// What a row is divided by.
    pub norm: Norm,
}

/// How pairs of word terms that stand in one text are found and weighted.
///
/// A linear classifier over pairs sees what two words mean together that neither means alone, wherever they stand: a
/// polynomial kernel of degree two, restricted to pairs that recur.
///
/// # Definition
/// A pair is two different terms, as the word block has them for single words, at most `window` places apart, in either
/// order; a mark between them takes a place. An entry is `weight · idf / norm`, with `idf` as in [`BlockOptions`] and
/// `norm` the Euclidean length of the row; how often a text repeats a pair does not count.
///
/// # Parameters
/// | Name | Default | Purpose | Range |
/// | --- | --- | --- | --- |
/// | `window` | 50 | how far apart the two stand at most: what bounds the pairs of a long text | 1 to 1000 |
/// | `weight` | 0.7 | factor of the block's rows | 10⁻⁶ to 10⁶ |
/// | `min_df` | 2 | fewest documents that a pair occurs in | ≥ 1 |
///
/// # References
/// Chang, Hsieh, Chang, Ringgaard & Lin: Training and testing low-degree polynomial data mappings via linear SVM (2010).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PairOptions {
    /// How far apart the two stand at most.
    pub window: usize,
    /// Factor of the block's rows.
    pub weight: f64,
    /// Fewest documents that a pair occurs in.
    pub min_df: u32,
}

impl Default for PairOptions {
    fn default() -> Self {
        PairOptions { window: 50, weight: 0.7, min_df: 2 }
    }
}

/// What the entries of a block's row are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Norm {
    /// Nothing.
    None,
    /// The Euclidean length of the row.
    Row,
    /// Character block only: the square root of the sum, over the words, of the squared length of each word's own
    /// vector of n-grams. It is close to the length of the row, from which it differs by the n-grams that words
    /// share, and it adds up word by word: what a word contributes does not depend on the others, apart from one
    /// factor for the row.
    Word,
}

/// Within it, values are neither rounded to zero nor to infinity.
const WEIGHTS: RangeInclusive<f64> = 1e-6..=1e6;

impl FeatureOptions {
    /// Checks every parameter against its range.
    ///
    /// # Errors
    /// [`Error::Parameter`] for the first one outside it.
    pub fn check(&self) -> Result<()> {
        if let Some(word) = &self.word {
            word.check("features.word")?;
            if word.norm == Norm::Word {
                return Err(parameter("features.word.norm", "word", "row or none"));
            }
        }
        if let Some(character) = &self.character {
            character.check("features.character")?;
            if character.norm == Norm::Word && character.sublinear_tf {
                let expected = "false where features.character.norm is word";
                return Err(parameter("features.character.sublinear_tf", true, expected));
            }
        }
        if let Some(pairs) = &self.pairs {
            pairs.check()?;
        }
        if !WEIGHTS.contains(&self.lexicon_weight) {
            let expected = "a number from 0.000001 to 1000000";
            return Err(parameter("features.lexicon_weight", self.lexicon_weight, expected));
        }
        if self.min_df < 1 {
            return Err(parameter("features.min_df", self.min_df, "at least 1"));
        }
        if !(self.max_df > 0.0 && self.max_df <= 1.0) {
            return Err(parameter("features.max_df", self.max_df, "a share above 0, at most 1"));
        }
        if self.max_features == Some(0) {
            return Err(parameter("features.max_features", 0, "at least 1, or null for all"));
        }
        Ok(())
    }
}

impl BlockOptions {
    fn check(&self, block: &'static str) -> Result<()> {
        let (min, max) = self.ngrams;
        if !(1 <= min && min <= max && max <= 8) {
            return Err(parameter(
                block,
                format!("ngrams [{min}, {max}]"),
                "ngrams with 1 <= min <= max <= 8",
            ));
        }
        if !WEIGHTS.contains(&self.weight) {
            let expected = "a weight from 0.000001 to 1000000";
            return Err(parameter(block, format!("weight {}", self.weight), expected));
        }
        Ok(())
    }
}

impl PairOptions {
    fn check(&self) -> Result<()> {
        if !(1..=1000).contains(&self.window) {
            return Err(parameter("features.pairs.window", self.window, "1 to 1000 places"));
        }
        if !WEIGHTS.contains(&self.weight) {
            return Err(parameter("features.pairs.weight", self.weight, "a number from 0.000001 to 1000000"));
        }
        if self.min_df < 1 {
            return Err(parameter("features.pairs.min_df", self.min_df, "at least 1"));
        }
        Ok(())
    }
}

impl Default for FeatureOptions {
    fn default() -> Self {
        FeatureOptions {
            language: Language::default(),
            tokens: vec![
                TokenKind::Word,
                TokenKind::Number,
                TokenKind::Hashtag,
                TokenKind::Mention,
                TokenKind::Emoticon,
            ],
            split_hyphens: true,
            split_hashtags: true,
            word: Some(BlockOptions {
                ngrams: (1, 3),
                weight: 1.0,
                sublinear_tf: true,
                idf: true,
                norm: Norm::Row,
            }),
            character: Some(BlockOptions {
                ngrams: (2, 5),
                weight: 1.0,
                sublinear_tf: false,
                idf: true,
                norm: Norm::Word,
            }),
            pairs: None,
            lexicon_weight: 1.0,
            min_df: 1,
            max_df: 1.0,
            max_features: None,
        }
    }
}

fn parameter(name: &'static str, value: impl ToString, expected: &'static str) -> Error {
    Error::Parameter { name, value: value.to_string(), expected }
}
