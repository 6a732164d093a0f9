//! How do predictions made elsewhere come out of a file?

use std::path::Path;

use crate::error::{Place, Result};
use crate::io::columns::{find_column, optional_value};
use crate::io::options::ReadOptions;
use crate::io::reader::{Row, RowReader};
use crate::io::refusal::{Refusal, excerpt, input_error, quoted_list};
use crate::io::source::Source;
use crate::stance::{Stance, Target};
use crate::validation::Prediction;

/// Reads predictions from CSV, TSV or JSON Lines with the columns `id` or `text`, `stance`, and where they are known
/// `target`, `p_favor`, `p_against`, `p_neutral`: what `classify` writes, or a person.
///
/// An empty stance, or `abstain`, is an abstention. A row with an empty target says that a statement is about none.
///
/// # Errors
/// A file that cannot be read or lacks a column; a label that names no stance; probabilities that are none.
pub fn read_predictions(path: &Path, options: &ReadOptions) -> Result<Vec<Prediction>> {
    let mut predictions = Vec::new();
    for source in Source::locate_all(&[path], options.format)? {
        let mut rows = RowReader::of_source(&source, options.encoding)?;
        let columns = Columns::locate(&rows, options)?;
        let mut row = Row::default();
        while rows.read(&mut row).map_err(Refusal::into_error)? {
            predictions.push(columns.prediction(&row, rows.place().line(row.line()), options)?);
        }
    }
    Ok(predictions)
}

struct Columns {
    id: Option<usize>,
    text: Option<usize>,
    target: Option<usize>,
    stance: usize,
    probabilities: Option<[usize; 3]>,
}

impl Columns {
    fn locate(rows: &RowReader, options: &ReadOptions) -> Result<Self> {
        let names = &options.columns;
        let find = |role, renamed: &Option<String>| find_column(rows, role, renamed.as_deref());
        let (id, text) = (find("id", &names.id)?, find("text", &names.text)?);
        let stance = find("stance", &names.stance)?;
        let (Some(stance), true) = (stance, id.is_some() || text.is_some()) else {
            return Err(input_error(
                rows.place(),
                format!("the columns {}", quoted_list(rows.columns())),
                "the columns 'stance' and 'id', or 'stance' and 'text'",
                "Rename the columns in the header line.",
            ));
        };
        let p = ["p_favor", "p_against", "p_neutral"].map(|name| find_column(rows, name, None));
        let [favor, against, neutral] = p;
        let probabilities = match (favor?, against?, neutral?) {
            (Some(favor), Some(against), Some(neutral)) => Some([favor, against, neutral]),
            _ => None,
        };
        Ok(Columns { id, text, target: find("target", &names.target)?, stance, probabilities })
    }

    fn prediction(&self, row: &Row, place: Place, options: &ReadOptions) -> Result<Prediction> {
        let label = row.value(self.stance).trim();
        let stance = match label.to_lowercase().as_str() {
            "" | "abstain" => None,
            _ => Some(options.label_map.stance(label).map_err(|_| {
                input_error(
                    place.clone().column("stance"),
                    format!("the label {}", excerpt(label)),
                    "favor, against, neutral, abstain or nothing",
                    "Correct it, or say what it means with --label-map.",
                )
            })?),
        };
        let target = match self.target {
            Some(column) => Target::new(row.value(column)),
            None => options.default_target.clone(),
        };
        Ok(Prediction {
            id: optional_value(row, self.id),
            text: optional_value(row, self.text),
            target,
            stance,
            probabilities: self.probabilities(row, &place)?,
            place,
        })
    }

    fn probabilities(&self, row: &Row, place: &Place) -> Result<Option<[f64; Stance::COUNT]>> {
        let Some(columns) = self.probabilities else { return Ok(None) };
        let values = columns.map(|column| row.value(column).trim());
        if values.iter().all(|value| value.is_empty()) {
            return Ok(None);
        }
        let numbers = values.map(|value| value.parse::<f64>().unwrap_or(f64::NAN));
        if numbers.iter().all(|p| (0.0..=1.0).contains(p)) {
            return Ok(Some(numbers));
        }
        Err(input_error(
            place.clone(),
            format!("the probabilities {}", values.join(", ")),
            "three numbers from 0 to 1",
            "Correct them, or leave all three empty.",
        ))
    }
}
