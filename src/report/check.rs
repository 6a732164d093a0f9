//! Checks of corpora as tables for people.

use super::statements::{excerpt, excerpts};
use super::table::{Style, Table, count, printable, shown};
use crate::audit::{
    CheckedRow, CorpusCheck, Distribution, Findings, LabelError, LabelErrors, NearDuplicate, RowCount, RowSet,
};
use crate::stance::Stance;

/// Rows of one finding that are shown; the rest is counted.
const ROWS_SHOWN: usize = 5;

/// The check as text: which checks hold, what is wrong with excerpts of the rows, and how labels and lengths are
/// distributed.
///
/// # Examples
/// ```
/// use standpoint::{CheckOptions, Corpus, Style, check_corpus, check_table};
///
/// let check = check_corpus(&Corpus::default(), None, &CheckOptions::default())?;
/// assert!(check.holds(), "{}", check_table(&check, Style::default()));
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn check_table(check: &CorpusCheck, style: Style) -> String {
    let near = format!("pairs with a Jaccard index of {} or more", check.near);
    let mut text = heading("Corpus", &check.distribution, style);
    let contradicting = "texts with different labels for one target";
    text +=
        &verdict("exact duplicates", &check.exact_duplicates, "texts more than once for one target", style);
    text += &verdict("near duplicates", &check.near_duplicates, &format!("{near}, outside groups"), style);
    text += &verdict("contradicting labels", &check.contradictions, contradicting, style);
    if let Some(errors) = &check.label_errors {
        text += &suspicion(errors, style);
    }
    if let Some(against) = &check.against {
        text += &format!("\n{}", heading("Against the other corpus", &against.distribution, style));
        text += &verdict("shared texts", &against.shared_texts, "texts in both", style);
        text += &verdict("near duplicates", &against.near_duplicates, &format!("{near}, one in each"), style);
        text += &verdict("contradicting labels", &against.contradictions, contradicting, style);
        text += &verdict("straddling groups", &against.shared_groups, "groups with rows in both", style);
    }
    text += &listed("Exact duplicates", &check.exact_duplicates, same_text, style);
    text += &listed("Near duplicates", &check.near_duplicates, near_duplicate, style);
    text += &listed("Contradicting labels", &check.contradictions, same_text, style);
    if let Some(LabelErrors { count, first, .. }) = &check.label_errors {
        text += &listed_of("Likely label errors", *count, first, label_error, style);
    }
    if let Some(against) = &check.against {
        text += &listed("Texts in both corpora", &against.shared_texts, same_text, style);
        text +=
            &listed("Near duplicates in the other corpus", &against.near_duplicates, near_duplicate, style);
        text +=
            &listed("Contradicting labels in the other corpus", &against.contradictions, same_text, style);
        text += &listed("Groups in both corpora", &against.shared_groups, same_group, style);
    }
    if let Some(errors) = &check.label_errors {
        text += &format!("\n{}", suspected(errors).render(style));
    }
    text += &format!("\n{}", distribution("Rows and words", &check.distribution).render(style));
    if let Some(against) = &check.against {
        text += &format!("\n{}", distribution("Other corpus", &against.distribution).render(style));
    }
    text
}

fn heading(title: &str, of: &Distribution, style: Style) -> String {
    let numbers = [(of.all.rows, "row"), (of.texts, "distinct text"), (of.groups, "group")];
    let [rows, texts, groups] = numbers.map(|(n, noun)| count(n as u64, noun));
    style.bold(&format!("{title}: {rows}, {texts}, {groups}")) + "\n"
}

fn verdict<T>(name: &str, findings: &Findings<T>, meaning: &str, style: Style) -> String {
    let verdict = match findings.count {
        0 => style.paint("32", "holds"),
        _ => style.paint("31", "FAILS"),
    };
    format!("  {name:<20}  {verdict}  {:>7}  {}\n", findings.count, style.dim(meaning))
}

/// The verdict on labels: never that they are wrong.
fn suspicion(errors: &LabelErrors, style: Style) -> String {
    let verdict = if errors.count == 0 { style.paint("32", "holds") } else { style.paint("33", "maybe") };
    let meaning = style.dim("labels that models trained without the row find implausible");
    format!("  {:<20}  {verdict}  {:>7}  {meaning}\n", "label errors", errors.count)
}

fn listed<T>(title: &str, findings: &Findings<T>, show: fn(&T) -> String, style: Style) -> String {
    listed_of(title, findings.count, &findings.first, show, style)
}

/// The findings that are to be shown and the number of the rest, behind an empty line; nothing where there are none.
fn listed_of<T>(title: &str, count: usize, first: &[T], show: fn(&T) -> String, style: Style) -> String {
    if first.is_empty() {
        return String::new();
    }
    let shown: String = first.iter().map(show).collect();
    let more = match count - first.len() {
        0 => String::new(),
        n => format!("  … and {n} more (--most {count} shows all)\n"),
    };
    format!("\n{}\n{shown}{more}", style.bold(title))
}

fn same_text(set: &RowSet) -> String {
    let text = set.corpus.iter().chain(&set.against).next().map_or("", |row| row.text.as_str());
    format!("  {}\n{}{}", excerpt(text), rows(&set.corpus, label), rows(&set.against, label))
}

fn same_group(set: &RowSet) -> String {
    let group = set.corpus.iter().find_map(|row| row.group.as_deref()).unwrap_or_default();
    let text = |row: &CheckedRow| excerpt(&row.text);
    let counts =
        format!("{}, {} in the other corpus", count(set.corpus.len() as u64, "row"), set.against.len());
    format!("  {}: {counts}\n{}{}", shown(group), rows(&set.corpus, text), rows(&set.against, text))
}

fn near_duplicate(pair: &NearDuplicate) -> String {
    let [first, second] = &pair.rows;
    let [a, b] = excerpts([&first.text, &second.text]);
    let line = |row, text| format!("    {}\n      {text}\n", name_of(row));
    format!("  Jaccard {:.3}\n{}{}", pair.jaccard, line(first, a), line(second, b))
}

fn label_error(error: &LabelError) -> String {
    let row = &error.row;
    let given = row.stance.map_or("", Stance::name);
    let target = row.target.as_ref().map_or(String::new(), |target| shown(target.as_str()));
    format!(
        "  {given} {:.3}, more likely {} {:.3}: {target}\n    {}\n      {}\n",
        error.p_given,
        error.suggested,
        error.p_suggested,
        name_of(row),
        excerpt(&row.text)
    )
}

fn rows(rows: &[CheckedRow], tell: fn(&CheckedRow) -> String) -> String {
    let line = |row| format!("    {}: {}\n", name_of(row), tell(row));
    let first: String = rows.iter().take(ROWS_SHOWN).map(line).collect();
    match rows.len().saturating_sub(ROWS_SHOWN) {
        0 => first,
        n => format!("{first}    … and {} more\n", count(n as u64, "row")),
    }
}

/// Where a row stands, and its id.
pub(super) fn name_of(row: &CheckedRow) -> String {
    let place = match &row.place {
        Some(place) => printable(&place.to_string()),
        None => format!("row {}", row.row + 1),
    };
    format!("{place} (id {})", shown(&row.id))
}

fn label(row: &CheckedRow) -> String {
    match (&row.target, row.stance) {
        (Some(target), Some(stance)) => format!("{}, {stance}", shown(target.as_str())),
        _ => "about no target".to_string(),
    }
}

fn suspected(errors: &LabelErrors) -> Table {
    let mut table = Table::new("Likely label errors", &["rows", "suspected", "share"]);
    for (target, labels) in &errors.targets {
        let share = 100.0 * labels.suspected as f64 / labels.rows as f64;
        let cells = [labels.rows.to_string(), labels.suspected.to_string(), format!("{share:.1} %")];
        table.row(&shown(target.as_str()), cells);
    }
    table
}

fn distribution(title: &str, distribution: &Distribution) -> Table {
    let mut table = Table::new(title, &["rows", "share", "min words", "Q1", "median", "Q3", "max"]);
    let mut line = |name: &str, count: &RowCount| {
        if count.rows > 0 {
            table.row(name, cells(count, distribution.all.rows));
        }
    };
    for (target, of_target) in &distribution.targets {
        line(&shown(target.as_str()), &of_target.all);
        for stance in Stance::ALL {
            line(&format!("  {stance}"), &of_target.stances[&stance]);
        }
    }
    line("about no target", &distribution.unrelated);
    line("all", &distribution.all);
    table
}

fn cells(count: &RowCount, n_rows: usize) -> [String; 7] {
    let words = &count.words;
    let share = 100.0 * count.rows as f64 / n_rows as f64;
    let [q1, median, q3] = [words.q1, words.median, words.q3].map(|quartile| format!("{quartile:.1}"));
    let [min, max] = [words.min, words.max].map(|length| length.to_string());
    [count.rows.to_string(), format!("{share:.1} %"), min, q1, median, q3, max]
}
