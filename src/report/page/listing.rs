//! All statements of a page as a table.

use super::labels::{details, manner, small, stance_toward};
use super::marked::Marked;
use super::numbers::percent;
use crate::analysis::StatementReading;
use crate::report::html::escaped;

/// A row for each statement, with a column of documents where `with_documents` says so.
pub(super) fn listing<'a>(statements: impl Iterator<Item = &'a Marked<'a>>, with_documents: bool) -> String {
    let document = if with_documents { "<th scope=\"col\">Article</th>" } else { "" };
    let rows: String = statements.map(|marked| row(marked, with_documents)).collect();
    format!(
        "<table class=\"listing\"><thead><tr>{document}<th scope=\"col\">Speaker</th><th scope=\"col\">Statement</th>\
         <th scope=\"col\">Stance</th><th scope=\"col\" class=\"num\">Confidence</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table>\n"
    )
}

fn row(marked: &Marked, with_documents: bool) -> String {
    let reading = marked.first();
    let document = match with_documents {
        true => format!("<td class=\"document\">{}</td>", escaped(&reading.document)),
        false => String::new(),
    };
    let lines = |of: &dyn Fn(&StatementReading) -> String| -> String {
        marked.readings.iter().map(|reading| format!("<div>{}</div>", of(reading))).collect()
    };
    let stances = lines(&|reading| stance_toward(reading));
    let confidence = lines(&|reading| reading.confidence().map_or(String::new(), percent));
    let number = marked.number;
    format!(
        "<tr id=\"r{number}\">{document}<th scope=\"row\">{}{}</th>\
         <td class=\"words\"><a href=\"#s{number}\">{}</a><small>{}</small></td><td>{stances}</td>\
         <td class=\"num\">{confidence}</td></tr>\n",
        escaped(&reading.speaker.name),
        small(&details(&reading.speaker)),
        escaped(&reading.text),
        manner(reading),
    )
}
