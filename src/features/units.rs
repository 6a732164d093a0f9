//! Units: what a text is made of once tokens are normalised, split and stemmed, each distinct one worked out once.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::hash::hash_bytes;
use super::options::FeatureOptions;
use super::surfaces::{self, Meaning, Surfaces};
use crate::text::{self, Stemmer, Token, TokenKind};

/// Stands in a document between two units that no phrase joins, because punctuation parts them.
pub(crate) const BREAK: u32 = u32::MAX;

/// Seed of the hash of a stemmed unit.
pub(crate) const UNIT_SEED: u64 = 1;

/// A distinct normalised form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unit {
    /// Normalised, not stemmed: what character n-grams are cut from.
    pub form: Box<str>,
    /// Normalised and stemmed: the term of the word block.
    pub stem: Box<str>,
    /// Hash of `stem`.
    pub hash: u64,
    /// Whether it is a word, number or name, and not a mark or an address.
    pub word_like: bool,
    /// Whether lexicon phrases pass over it: articles, demonstratives, possessives.
    pub passed_over: bool,
}

/// Distinct units, and the distinct surface forms that lead to them.
#[derive(Debug, Default)]
pub(crate) struct UnitTable {
    hasher: DefaultHashBuilder,
    surfaces: Surfaces,
    parts: Vec<Part>,
    by_form: HashTable<u32>,
    units: Vec<Unit>,
}

/// One unit of a surface form, and the bytes of it that it covers.
#[derive(Debug, Clone, Copy)]
struct Part {
    unit: u32,
    start: u32,
    end: u32,
}

impl UnitTable {
    /// The units, by id.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The same, and nothing else of the table.
    pub fn into_units(self) -> Vec<Unit> {
        self.units
    }

    /// The unit equal to `unit`, put in if it is new, and its id.
    pub fn intern(&mut self, unit: Unit) -> u32 {
        let hash = self.hasher.hash_one((&*unit.form, unit.word_like));
        let units = &self.units;
        let same = |&id: &u32| {
            let known = &units[id as usize];
            known.form == unit.form && known.word_like == unit.word_like
        };
        if let Some(&id) = self.by_form.find(hash, same) {
            return id;
        }
        let id = self.units.len() as u32;
        self.units.push(unit);
        let (units, hasher) = (&self.units, &self.hasher);
        self.by_form.insert_unique(hash, id, |&id| {
            let unit = &units[id as usize];
            hasher.hash_one((&*unit.form, unit.word_like))
        });
        id
    }

    /// Whether the table has outgrown what a stream of texts should keep in memory.
    pub fn is_full(&self) -> bool {
        self.surfaces.is_full()
    }
}

/// The surface form of a token.
enum Form {
    /// The token makes no unit.
    None,
    /// Short, of this key.
    Short(u128),
    Long,
}

/// Texts that are taken apart together, and the memory for it.
#[derive(Debug, Default)]
pub(crate) struct Group {
    /// Unit ids and [`BREAK`]s of all texts.
    pub document: Vec<u32>,
    /// Where each text ends in it.
    pub ends: Vec<usize>,
    missed: Vec<Missed>,
    /// Positions in the document that stand for several units, or none.
    longer: Vec<(usize, Range<u32>)>,
    whole: Vec<u32>,
}

/// A token whose surface form was not met of late.
#[derive(Debug)]
struct Missed {
    /// Its position in the document.
    at: usize,
    text: usize,
    token: Token,
    /// That of its surface form, if that is short.
    hash: Option<u64>,
}

impl Group {
    fn clear(&mut self) {
        self.document.clear();
        self.ends.clear();
        self.missed.clear();
        self.longer.clear();
    }

    /// Puts the units of `parts` where positions of the document stand for them.
    fn lengthen(&mut self, parts: &[Part]) {
        if self.longer.is_empty() {
            return;
        }
        self.whole.clear();
        let (mut longer, mut start) = (self.longer.iter().peekable(), 0);
        for end in &mut self.ends {
            while let Some((at, range)) = longer.next_if(|(at, _)| at < end) {
                self.whole.extend(&self.document[start..*at]);
                let parts = &parts[range.start as usize..range.end as usize];
                self.whole.extend(parts.iter().map(|part| part.unit));
                start = at + 1;
            }
            self.whole.extend(&self.document[start..*end]);
            start = *end;
            *end = self.whole.len();
        }
        std::mem::swap(&mut self.document, &mut self.whole);
    }
}

/// Takes texts apart into units.
#[derive(Debug)]
pub(crate) struct Analyzer {
    stemmer: Stemmer,
    /// Bit `kind` tells whether tokens of the kind become units.
    kept: u32,
    split_hyphens: bool,
    split_hashtags: bool,
    passed_over: &'static [&'static str],
}

impl Analyzer {
    pub fn new(options: &FeatureOptions) -> Self {
        Analyzer {
            stemmer: Stemmer::new(options.language),
            kept: options.tokens.iter().fold(0, |kept, kind| kept | 1 << *kind as u32),
            split_hyphens: options.split_hyphens,
            split_hashtags: options.split_hashtags,
            passed_over: text::determiners(options.language),
        }
    }

    /// Calls `visit` with each unit id of `text`, in order, and the bytes that it covers; [`BREAK`] where a token
    /// that makes no unit parts its neighbours.
    pub fn analyze(&self, text: &str, table: &mut UnitTable, mut visit: impl FnMut(u32, Range<usize>)) {
        self.read(text, |token, form| {
            let meaning = match form {
                Form::None => return visit(BREAK, token.start..token.start),
                Form::Short(key) => {
                    let hash = table.surfaces.hash(key);
                    let recent = table.surfaces.find_recent(hash).map(Meaning::Unit);
                    recent.or_else(|| table.surfaces.find_short(hash))
                }
                Form::Long => table.surfaces.find_long(token.kind as u8, &text[token.range()]),
            };
            match meaning.unwrap_or_else(|| self.learn(text, &token, table)) {
                Meaning::Unit(unit) => visit(unit, token.range()),
                Meaning::Parts { start, end } => {
                    for part in start..end {
                        let Part { unit, start, end } = table.parts[part as usize];
                        visit(unit, token.start + start as usize..token.start + end as usize);
                    }
                }
            }
        });
    }

    /// Calls `visit` with each token of `text` that is kept, and with those that are not but part their neighbours.
    #[inline(always)]
    fn read(&self, text: &str, mut visit: impl FnMut(Token, Form)) {
        let keeps_words = self.kept & 1 << TokenKind::Word as u32 != 0;
        let mut tokens = text::tokenize(text);
        loop {
            let plain = if keeps_words { tokens.next_plain_word() } else { None };
            let (token, form) = match plain {
                Some((token, ahead)) => {
                    (token, Form::Short(surfaces::short_key(&ahead, token.end - token.start, token.kind)))
                }
                None => {
                    let Some(token) = tokens.next() else { break };
                    if self.kept & 1 << token.kind as u32 != 0 {
                        (token, surfaces::key(text, &token).map_or(Form::Long, Form::Short))
                    } else if is_inside_a_name(text, &token) {
                        continue;
                    } else {
                        (token, Form::None)
                    }
                }
            };
            // Once in this loop, so that it costs no call.
            visit(token, form);
        }
    }

    /// Puts the units of `texts` one after the other into `group`, with the same ids that [`analyze`](Self::analyze)
    /// gives them.
    pub fn read_group(&self, texts: &[&str], table: &mut UnitTable, group: &mut Group) {
        group.clear();
        let Group { document, ends, missed, .. } = group;
        for (i, text) in texts.iter().enumerate() {
            self.read(text, |token, form| {
                let hash = match form {
                    Form::None => return document.push(BREAK),
                    Form::Short(key) => Some(table.surfaces.hash(key)),
                    Form::Long => None,
                };
                let unit = hash.and_then(|hash| table.surfaces.find_recent(hash));
                if unit.is_none() {
                    missed.push(Missed { at: document.len(), text: i, token, hash });
                }
                document.push(unit.unwrap_or(BREAK));
            });
            ends.push(document.len());
        }
        table.surfaces.touch(missed.iter().filter_map(|missed| missed.hash));
        for Missed { at, text, token, hash } in missed.iter() {
            let text = texts[*text];
            let met = match hash {
                Some(hash) => table.surfaces.find_short(*hash),
                None => table.surfaces.find_long(token.kind as u8, &text[token.range()]),
            };
            match met.unwrap_or_else(|| self.learn(text, token, table)) {
                Meaning::Unit(unit) => document[*at] = unit,
                Meaning::Parts { start, end } => group.longer.push((*at, start..end)),
            }
        }
        group.lengthen(&table.parts);
    }

    /// What a token stands for whose surface form was not met before.
    #[cold]
    fn learn(&self, text: &str, token: &Token, table: &mut UnitTable) -> Meaning {
        let meaning = self.take_apart(token.kind, &text[token.range()], table);
        match surfaces::key(text, token) {
            Some(key) => table.surfaces.insert_short(key, meaning),
            None => table.surfaces.insert_long(token.kind as u8, &text[token.range()], meaning),
        }
        meaning
    }

    /// The units of `text` as a document: ids and [`BREAK`]s.
    pub fn document(&self, text: &str, table: &mut UnitTable, document: &mut Vec<u32>) {
        self.analyze(text, table, |unit, _| document.push(unit));
    }

    fn take_apart(&self, kind: TokenKind, surface: &str, table: &mut UnitTable) -> Meaning {
        let first = table.parts.len() as u32;
        let mut add = |kind: TokenKind, start: usize, end: usize| {
            let form = normal_form(kind, &surface[start..end]);
            if !form.is_empty() {
                let unit = table.intern(self.unit(kind, form));
                table.parts.push(Part { unit, start: start as u32, end: end as u32 });
            }
        };
        match kind {
            TokenKind::Word if self.split_hyphens => {
                for (start, end) in text::word_parts(surface) {
                    add(kind, start, end);
                }
            }
            TokenKind::Hashtag => {
                add(kind, 0, surface.len());
                if self.split_hashtags {
                    let sign = surface.chars().next().map_or(0, char::len_utf8);
                    for (start, end) in text::hashtag_parts(&surface[sign..]) {
                        add(TokenKind::Word, sign + start, sign + end);
                    }
                }
            }
            _ => add(kind, 0, surface.len()),
        }
        match table.parts[first as usize..] {
            [Part { unit, start: 0, end }] if end as usize == surface.len() => {
                table.parts.pop();
                Meaning::Unit(unit)
            }
            _ => Meaning::Parts { start: first, end: table.parts.len() as u32 },
        }
    }

    fn unit(&self, kind: TokenKind, form: String) -> Unit {
        let stem = match kind {
            TokenKind::Word => self.stemmer.stem(&form).into_owned(),
            _ => form.clone(),
        };
        let word_like =
            matches!(kind, TokenKind::Word | TokenKind::Number | TokenKind::Hashtag | TokenKind::Mention);
        Unit {
            hash: hash_bytes(stem.as_bytes(), UNIT_SEED),
            passed_over: self.passed_over.contains(&form.as_str()),
            stem: stem.into(),
            form: form.into(),
            word_like,
        }
    }
}

/// Whether a symbol joins what stands on both its sides, as in "AT&T" or "AN/TPY-2".
fn is_inside_a_name(text: &str, token: &Token) -> bool {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_space = |byte: Option<&u8>| byte == Some(&b' ');
    let bytes = text.as_bytes();
    if is_space(bytes.get(token.end)) || is_space(token.start.checked_sub(1).and_then(|at| bytes.get(at))) {
        return false;
    }
    token.kind == TokenKind::Symbol
        && joins(text[..token.start].chars().next_back())
        && joins(text[token.end..].chars().next())
}

/// The normalised form; of a run of marks no more than two, since "!!!!" says no more than "!!".
fn normal_form(kind: TokenKind, surface: &str) -> String {
    let form = text::normalize(surface);
    match kind {
        TokenKind::Punctuation => form.chars().take(2).collect(),
        _ => form.replace(' ', ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `analyze` shows of a text: each stem, or `|` for a break, and the stretch of text that it covers.
    fn shown<'a>(analyzer: &Analyzer, table: &mut UnitTable, text: &'a str) -> Vec<(String, &'a str)> {
        let mut units = Vec::new();
        analyzer.analyze(text, table, |unit, covered| units.push((unit, &text[covered])));
        let stem = |id| table.units().get(id as usize).map_or("|".to_string(), |unit| unit.stem.to_string());
        units.into_iter().map(|(unit, covered)| (stem(unit), covered)).collect()
    }

    fn analyzed(text: &str) -> Vec<(String, &str)> {
        shown(&Analyzer::new(&FeatureOptions::default()), &mut UnitTable::default(), text)
    }

    fn pairs<'a>(expected: &[(&str, &'a str)]) -> Vec<(String, &'a str)> {
        expected.iter().map(|(stem, covered)| (stem.to_string(), *covered)).collect()
    }

    #[test]
    fn a_unit_covers_the_bytes_that_it_is_written_in() {
        assert_eq!(
            analyzed("Élysée’s anti\u{2010}missiles (#StopICBMs)."),
            pairs(&[
                ("élysé", "Élysée’s"),
                ("anti", "anti"),
                ("missil", "missiles"),
                ("|", ""),
                ("#stopicbms", "#StopICBMs"),
                ("stop", "Stop"),
                ("icbm", "ICBMs"),
                ("|", ""),
                ("|", ""),
            ])
        );
    }

    #[test]
    fn a_surface_form_that_was_seen_gives_the_same_units_again() {
        let analyzer = Analyzer::new(&FeatureOptions::default());
        let mut table = UnitTable::default();
        let text = "#NoWar, S-400s: no war S-400s";
        let first = shown(&analyzer, &mut table, text);
        let known = (table.units().to_vec(), table.surfaces.len(), table.parts.len());
        assert_eq!(shown(&analyzer, &mut table, text), first);
        assert_eq!((table.units().to_vec(), table.surfaces.len(), table.parts.len()), known);
        let forms: Vec<&str> = known.0.iter().map(|unit| &*unit.form).collect();
        assert_eq!(forms, ["#nowar", "no", "war", "s", "400s"]);
    }

    #[test]
    fn forms_are_normal_and_stems_are_taken_of_words_alone() {
        let analyzer = Analyzer::new(&FeatureOptions::default());
        for (kind, surface, form, stem) in [
            (TokenKind::Word, "Sanc\u{AD}TIONS", "sanctions", "sanction"),
            (TokenKind::Hashtag, "#Sanctions", "#sanctions", "#sanctions"),
            (TokenKind::Mention, "＠Ministers", "@ministers", "@ministers"),
            (TokenKind::Number, "½", "1⁄2", "1⁄2"),
            (TokenKind::Punctuation, "!!!!", "!!", "!!"),
            (TokenKind::Punctuation, "…", "..", ".."),
        ] {
            let unit = analyzer.unit(kind, normal_form(kind, surface));
            assert_eq!((&*unit.form, &*unit.stem), (form, stem));
            assert_eq!(unit.hash, hash_bytes(stem.as_bytes(), UNIT_SEED));
            assert_eq!(unit.word_like, kind != TokenKind::Punctuation);
        }
    }

    #[test]
    fn a_mark_and_a_word_of_the_same_form_are_two_units_with_one_hash() {
        let analyzer = Analyzer::new(&FeatureOptions::default());
        let (mut table, mut document) = (UnitTable::default(), Vec::new());
        analyzer.document("xD XD xd", &mut table, &mut document);
        assert_eq!(document, [0, 0, 1]);
        let [face, word] = table.units() else { panic!("two units") };
        assert_eq!((face.word_like, word.word_like, face.hash), (false, true, word.hash));
    }

    #[test]
    fn english_articles_are_passed_over() {
        let analyzer = Analyzer::new(&FeatureOptions::default());
        let passed = |form: &str| analyzer.unit(TokenKind::Word, form.to_string()).passed_over;
        assert!(passed("the") && passed("their") && !passed("them") && !passed("#the"));
    }

    #[test]
    fn a_table_is_full_after_many_or_long_forms() {
        let analyzer = Analyzer::new(&FeatureOptions::default());
        let (mut many, mut long) = (UnitTable::default(), UnitTable::default());
        for i in 0..(1 << 17) + 1 {
            assert!(!many.is_full());
            analyzer.document(&format!("w{i}"), &mut many, &mut Vec::new());
        }
        assert!(many.is_full());
        analyzer.document(&"word".repeat(1 << 20), &mut long, &mut Vec::new());
        assert!(!long.is_full());
        analyzer.document("incomprehensibly", &mut long, &mut Vec::new());
        assert!(long.is_full());
    }
}
