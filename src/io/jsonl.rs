//! JSON Lines: an object a line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Place, Result};
use crate::io::lines::FilledLines;
use crate::io::reader::{Row, empty_input};
use crate::io::refusal::{Refusal, excerpt, input_error, quoted_list};
use crate::io::stream::TextStream;

/// The records of a JSON Lines input.
#[derive(Debug)]
pub(crate) struct JsonRecords {
    lines: FilledLines,
    line: String,
    columns: Vec<String>,
    column_ids: HashMap<String, usize>,
    /// Line of the first record, which is read when the input is opened and waits in `line`.
    first: Option<u64>,
}

impl JsonRecords {
    /// Reads the first object and returns its keys.
    pub fn open(stream: &mut TextStream) -> Result<(Vec<String>, Self)> {
        let (mut lines, mut line) = (FilledLines::default(), String::new());
        let number = lines.read(stream, &mut line)?.ok_or_else(|| empty_input(stream.name()))?;
        let place = Place::of(stream.name()).line(number);
        let columns: Vec<String> =
            parse_object(&line, &place)?.into_iter().map(|(key, _)| key.0.into_owned()).collect();
        let mut column_ids = HashMap::new();
        for (i, key) in columns.iter().enumerate() {
            if column_ids.insert(key.clone(), i).is_some() {
                return Err(repeated_key(place, key));
            }
        }
        let records = JsonRecords { lines, line, columns: columns.clone(), column_ids, first: Some(number) };
        Ok((columns, records))
    }

    /// Reads the next object, which may lack keys of the first one and has no others.
    pub fn read(&mut self, stream: &mut TextStream, row: &mut Row) -> Result<bool, Refusal> {
        let number = match self.first.take() {
            Some(number) => number,
            None => match self.lines.read(stream, &mut self.line)? {
                Some(number) => number,
                None => return Ok(false),
            },
        };
        row.restart(number);
        self.fill(row, Place::of(stream.name()).line(number)).map_err(Refusal::Row)?;
        Ok(true)
    }

    fn fill(&self, row: &mut Row, place: Place) -> Result<()> {
        let mut values = vec![None; self.columns.len()];
        for (Key(key), value) in parse_object(&self.line, &place)? {
            let Some(&column) = self.column_ids.get(&*key) else {
                return Err(self.unknown_key(place, &key));
            };
            if values[column].replace(value.get()).is_some() {
                return Err(repeated_key(place, &key));
            }
        }
        for (column, value) in values.into_iter().enumerate() {
            push_value(value, row).map_err(|error| {
                let place = place.clone().column(&self.columns[column]);
                input_error(place, describe(&error), "a JSON string", "Correct the escape sequence.")
            })?;
            row.end_value();
        }
        Ok(())
    }

    fn unknown_key(&self, place: Place, key: &str) -> Error {
        input_error(
            place,
            format!("the key {}, which the first record does not have", excerpt(key)),
            format!("the keys of the first record: {}", quoted_list(&self.columns)),
            "Add the key to the first record, with the value null if it has none there, or remove it here.",
        )
    }
}

/// Appends a value: strings without their quotes and escapes, `null` as nothing, all else as it is written.
fn push_value(value: Option<&str>, row: &mut Row) -> serde_json::Result<()> {
    match value {
        None | Some("null") => {}
        Some(value) if !value.starts_with('"') => row.push_str(value),
        // serde_json has checked the quotes at both ends.
        Some(value) if !value.contains('\\') => row.push_str(&value[1..value.len() - 1]),
        Some(value) => row.push_str(&serde_json::from_str::<String>(value)?),
    }
    Ok(())
}

fn parse_object<'a>(line: &'a str, place: &Place) -> Result<Vec<(Key<'a>, &'a RawValue)>> {
    if !line.trim_start().starts_with('{') {
        return Err(input_error(
            place.clone(),
            format!("{}, which is no JSON object", excerpt(line.trim())),
            "an object such as {\"text\": \"…\"} on each line",
            "Write each record as an object on a line of its own.",
        ));
    }
    let object: Object = serde_json::from_str(line).map_err(|error| {
        let found = format!("invalid JSON at column {}: {}", error.column(), describe(&error));
        let remedy = if error.is_eof() {
            "Write each record on one line, to its end."
        } else {
            "Correct the record at that column."
        };
        input_error(place.clone(), found, "a JSON object on each line", remedy)
    })?;
    Ok(object.0)
}

fn repeated_key(place: Place, key: &str) -> Error {
    input_error(
        place,
        format!("the key {} twice", excerpt(key)),
        "a different key for each value",
        "Rename or remove one of them.",
    )
}

/// What serde_json found, without its own account of the place.
fn describe(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_string()
}

/// A key, borrowed from the line where it holds no escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Keys and values in the order in which they are written, repeated keys included.
struct Object<'a>(Vec<(Key<'a>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::encoding::TextEncoding;
    use crate::io::format::InputFormat;
    use crate::io::reader::RowReader;

    fn reader(jsonl: &str) -> Result<RowReader> {
        let input = std::io::Cursor::new(jsonl.to_string());
        RowReader::new("f.jsonl", input, InputFormat::Jsonl, TextEncoding::default())
    }

    fn messages(jsonl: &str) -> Vec<String> {
        match reader(jsonl) {
            Err(error) => vec![error.to_string()],
            Ok(rows) => rows.filter_map(|row| row.err().map(|error| error.to_string())).collect(),
        }
    }

    #[test]
    fn values_are_kept_as_they_are_written() {
        let jsonl = "\n{\"text\": \"a \\\"b\\\" \\u00e9\", \"n\": 1.50, \"ok\": true, \"none\": null, \"list\": [1, {\"x\": 2}]}\n \
                     \n{\"ok\":\"\",\"text\":\"c\"}\n";
        let reader = reader(jsonl).unwrap();
        assert_eq!(reader.columns(), ["text", "n", "ok", "none", "list"]);
        let rows: Vec<Row> = reader.map(|row| row.unwrap()).collect();
        let values: Vec<&str> = rows[0].values().collect();
        assert_eq!((rows[0].line(), values), (2, vec!["a \"b\" é", "1.50", "true", "", "[1, {\"x\": 2}]"]));
        let values: Vec<&str> = rows[1].values().collect();
        assert_eq!((rows[1].line(), values), (4, vec!["c", "", "", "", ""]));
    }

    #[test]
    fn what_is_no_record_is_refused_with_line_and_remedy() {
        assert_eq!(
            messages("{\"text\": \"a\"}\n{\"text\": \"b\", \"extra\": 1}\n{\"text\": \"c\"}"),
            [
                "f.jsonl:2: the key 'extra', which the first record does not have; expected the keys of the first record: \
             'text'. Add the key to the first record, with the value null if it has none there, or remove it here."
            ]
        );
        assert_eq!(
            messages("{\"text\": \"a\"}\n{\"text\": oops}\n"),
            [
                "f.jsonl:2: invalid JSON at column 10: expected value; expected a JSON object on each line. Correct the \
             record at that column."
            ]
        );
        assert_eq!(
            messages("{\"text\": \"a\"}\n[\"b\"]\n"),
            [
                "f.jsonl:2: '[\"b\"]', which is no JSON object; expected an object such as {\"text\": \"…\"} on each line. \
             Write each record as an object on a line of its own."
            ]
        );
        assert_eq!(
            messages("{\n  \"text\": \"a\"\n}\n"),
            [
                "f.jsonl:1: invalid JSON at column 1: EOF while parsing an object; expected a JSON object on each line. \
             Write each record on one line, to its end."
            ]
        );
        assert_eq!(
            messages("{\"text\": \"a\"}\n{\"text\": \"b\", \"text\": \"c\"}\n"),
            [
                "f.jsonl:2: the key 'text' twice; expected a different key for each value. Rename or remove one of them."
            ]
        );
        assert_eq!(messages("{\"text\": \"a\"}\n{\"text\": \"\\ud800\"}\n").len(), 1);
        assert_eq!(messages("{\"text\": \"a\"} {\"text\": \"b\"}\n").len(), 1);
    }

    #[test]
    fn nesting_of_any_depth_is_carried() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        let rows: Vec<Row> =
            reader(&format!("{{\"text\":{deep}}}")).unwrap().map(|row| row.unwrap()).collect();
        assert_eq!(rows[0].value(0), deep);
    }
}
