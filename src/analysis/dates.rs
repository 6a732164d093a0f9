//! Which month is meant by a date as people write it?

/// Names of the months, each told by its first three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month of `date` as `2016-09`: of ISO dates with or without a day and time, and of dates with the English name of
/// a month or its abbreviation and a year of four digits, in any order. `None` for all others, among them dates of
/// numbers alone in another order: 09/12/2016 is in September for some and in December for others.
pub(super) fn month(date: &str) -> Option<String> {
    iso_month(date.trim()).or_else(|| named_month(date))
}

fn iso_month(date: &str) -> Option<String> {
    let (year, rest) = date.split_at_checked(4)?;
    let rest = rest.strip_prefix(['-', '/'])?;
    let (month, rest) = rest.split_at_checked(2)?;
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
    let is_month = ("01"..="12").contains(&month) && month.bytes().all(|byte| byte.is_ascii_digit());
    (ends && is_month && is_year(year)).then(|| format!("{year}-{month}"))
}

fn named_month(date: &str) -> Option<String> {
    let words = || date.split(|c: char| !c.is_alphanumeric());
    let month = words().find_map(|word| {
        let word = word.to_lowercase();
        let named = |name: &&str| name.starts_with(&word) || (word == "sept" && name.starts_with("sep"));
        (word.len() >= 3).then(|| MONTHS.iter().position(named)).flatten()
    })?;
    let year = words().find(|word| is_year(word))?;
    Some(format!("{year}-{:02}", month + 1))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(word.as_bytes()[0], b'1' | b'2')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_from_dates_as_people_write_them() {
        for (date, expected) in [
            ("2016-09-12", "2016-09"),
            (" 2016-09-12T10:00:00Z", "2016-09"),
            ("2016-09", "2016-09"),
            ("2016/09/12", "2016-09"),
            ("12 September 2016", "2016-09"),
            ("Sept. 12, 2016", "2016-09"),
            ("SEPTEMBER 12th, 2016", "2016-09"),
            ("Mon, 12 Sep 2016 10:00:00 GMT", "2016-09"),
            ("May 1962", "1962-05"),
        ] {
            assert_eq!(month(date).as_deref(), Some(expected), "{date}");
        }
    }

    #[test]
    fn what_names_no_month_or_more_than_one_has_none() {
        for date in [
            "",
            "2016",
            "2016-13-01",
            "2016-+9",
            "2016-091",
            "09/12/2016",
            "Monday",
            "12 September",
            "20160912",
            "3016-09",
            "é",
        ] {
            assert_eq!(month(date), None, "{date}");
        }
    }
}
