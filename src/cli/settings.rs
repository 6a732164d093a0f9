//! What was typed, turned into what the library takes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use standpoint::{
    BadRows, CorpusRead, Error, LabelMap, LexiconEntry, Model, Options, Preset, ReadOptions, Target,
    TextEncoding, Times, read_corpus, read_lexicon, read_model,
};

use super::arguments::{Figures, Labels, ModelChoice, OnBadRow, PresetName, Reading, Training, Tune};
use super::output::warning_label;

impl Reading {
    /// How inputs are read, with `group` as the column of groups.
    pub fn options(&self, labels: Option<&Labels>, group: Option<&str>) -> Result<ReadOptions> {
        let mut options = ReadOptions {
            format: self.input_format,
            encoding: self.encoding.unwrap_or_default(),
            bad_rows: match self.bad_rows {
                OnBadRow::Fail => BadRows::Fail,
                OnBadRow::Skip => BadRows::Skip,
            },
            ..ReadOptions::default()
        };
        let columns = &mut options.columns;
        columns.text.clone_from(&self.text_column);
        columns.target.clone_from(&self.target_column);
        columns.stance.clone_from(&self.stance_column);
        columns.id.clone_from(&self.id_column);
        columns.speaker.clone_from(&self.speaker_column);
        columns.source.clone_from(&self.source_column);
        columns.date.clone_from(&self.date_column);
        columns.group = group.map(str::to_string);
        if let Some(labels) = labels {
            options.default_target = labels.target.as_deref().map(given_target).transpose()?;
            options.label_map = match &labels.label_map {
                Some(map) => map.parse()?,
                None => LabelMap::default(),
            };
        }
        Ok(options)
    }

    /// Reads a corpus that knows where its rows stand, and reports the rows that were left out.
    pub fn located_corpus(
        &self,
        paths: &[PathBuf],
        labels: &Labels,
        group: Option<&str>,
    ) -> Result<CorpusRead> {
        let read = read_corpus(paths, &self.options(Some(labels), group)?)?;
        report_refused(&read.refused);
        Ok(read)
    }
}

impl Reading {
    /// What the library calls the column called `name`: its role, where that was given to it.
    pub fn column(&self, name: &str, group: Option<&str>) -> String {
        let renamed = [
            ("text", self.text_column.as_deref()),
            ("target", self.target_column.as_deref()),
            ("stance", self.stance_column.as_deref()),
            ("id", self.id_column.as_deref()),
            ("speaker", self.speaker_column.as_deref()),
            ("source", self.source_column.as_deref()),
            ("date", self.date_column.as_deref()),
            ("group", group),
        ];
        let role = renamed.into_iter().find(|(_, column)| *column == Some(name));
        role.map_or(name, |(role, _)| role).to_string()
    }

    /// The order in time of the rows that were `read`, by the column that the options of training name.
    pub fn times(&self, read: &CorpusRead, options: &Options) -> Result<Option<Times>> {
        let of_column = |name: &String| Times::of_column(&read.corpus, name, |row| read.place(row));
        Ok(options.model.time_column.as_ref().map(of_column).transpose()?)
    }

    /// The columns of `--by`.
    pub fn by(&self, figures: &Figures, group: Option<&str>) -> Vec<String> {
        figures.by.iter().map(|name| self.column(name, group)).collect()
    }
}

/// Says which rows were left out and how many.
pub fn report_refused(refused: &[Error]) {
    for error in refused {
        eprintln!("{} {error}", warning_label());
    }
    match refused.len() {
        0 => {}
        1 => eprintln!("{} 1 row was left out", warning_label()),
        n => eprintln!("{} {n} rows were left out", warning_label()),
    }
}

impl Training {
    /// The options of training: those of the file or preset, changed by what was typed beside it.
    pub fn options(&self) -> Result<Options> {
        let mut options = given_options(self.options.as_deref(), self.preset)?;
        if let Some(learner) = self.learner {
            options.learner.kind = learner;
        }
        if let Some(language) = self.language {
            options.features.language = language;
        }
        if let Some(c) = self.c {
            options.learner.c = c;
        }
        if let Some(class_weight) = self.class_weight {
            options.learner.class_weight = class_weight;
        }
        options.features.max_features = self.max_features.or(options.features.max_features);
        if let Some(calibrate) = self.calibrate {
            options.model.calibrate = calibrate.0;
        }
        if let Some(seed) = self.seed {
            options.model.seed = seed;
        }
        options.check()?;
        Ok(options)
    }

    /// The options, with the column of times that was typed, or else theirs, by the name that the library gives it.
    pub fn timed_options(&self, time_column: Option<&String>, reading: &Reading) -> Result<Options> {
        let mut options = self.options()?;
        let name = time_column.or(options.model.time_column.as_ref());
        options.model.time_column = name.map(|name| reading.column(name, self.group.as_deref()));
        Ok(options)
    }

    /// The entries of the lexicons.
    pub fn lexicon(&self, encoding: Option<TextEncoding>) -> Result<Vec<LexiconEntry>> {
        Ok(read_lexicon(&self.lexicon, encoding.unwrap_or_default())?)
    }
}

impl Tune {
    /// The options to begin with.
    pub fn options(&self) -> Result<Options> {
        let mut options = given_options(self.options.as_deref(), self.preset)?;
        if let Some(seed) = self.seed {
            options.model.seed = seed;
        }
        // As typed: 'train' reads the options with its own names of columns.
        options.model.time_column = self.time_column.clone().or(options.model.time_column);
        options.check()?;
        Ok(options)
    }

    /// The entries of the lexicons.
    pub fn lexicon(&self) -> Result<Vec<LexiconEntry>> {
        Ok(read_lexicon(&self.lexicon, self.reading.encoding.unwrap_or_default())?)
    }
}

/// The options of a file or a preset.
fn given_options(path: Option<&Path>, preset: Option<PresetName>) -> Result<Options> {
    match (path, preset) {
        (Some(path), _) => read_options(path),
        (None, Some(PresetName::Social)) => Ok(Options::preset(Preset::Social)),
        (None, _) => Ok(Options::preset(Preset::News)),
    }
}

fn read_options(path: &Path) -> Result<Options> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: cannot read the options", path.display()))?;
    serde_json::from_str(&text).with_context(|| {
        format!("{}: these are no options; expected JSON as under \"options\" in 'standpoint inspect --format json'", path.display())
    })
}

impl ModelChoice {
    /// The model named, or the built-in one.
    pub fn load(&self) -> Result<Model> {
        Ok(match &self.model {
            Some(path) => read_model(path)?,
            None => Model::built_in()?,
        })
    }
}

/// A target as typed.
pub fn given_target(name: &str) -> Result<Target> {
    Target::new(name).context("--target is empty; expected the name of a target")
}
