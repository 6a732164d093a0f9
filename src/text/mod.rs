//! How does text become tokens with byte offsets?
//!
//! The parts are small functions over `&str` that can be used alone: [`sentences`] and [`tokenize`] cut a text
//! and give byte offsets into the original; [`hashtag_parts`] and [`word_parts`] cut a token further;
//! [`normalize`] unifies one surface form (or a whole text), [`Stemmer`] takes its inflection off, and
//! [`char_ngrams`] lists its character n-grams. Offsets always lie on character boundaries, and every function
//! takes time linear in its input, whatever the input, but for the sorting of combining marks in [`normalize`].
//!
//! This module knows no corpora, numbers or files.

mod abbreviations;
mod characters;
mod determiners;
mod emoticons;
mod five_grams;
mod ngrams;
mod normalize;
mod parts;
mod scan;
mod sentences;
mod stem;
mod tokenize;

pub(crate) use determiners::determiners;
pub(crate) use five_grams::{FiveGram, five_grams};
pub use ngrams::char_ngrams;
pub use normalize::normalize;
pub use parts::{hashtag_parts, word_parts};
pub use sentences::sentences;
pub use stem::{Language, STEMMER, Stemmer, UnknownLanguage};
pub use tokenize::{Token, TokenKind, Tokens, tokenize};
