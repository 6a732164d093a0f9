//! Which names does a user say are one speaker?

use std::collections::HashMap;

use super::speakers::name_key;
use crate::articles::Speaker;
use crate::error::{Error, Place, Result};

/// One line of an alias list: a speaker called `alias` is `name`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alias {
    /// A name that articles use.
    pub alias: String,
    /// The name of the speaker.
    pub name: String,
    /// What the speaker is; replaces what an article says where it is given.
    pub role: Option<String>,
    /// The body that the speaker speaks for; replaces what an article says where it is given.
    pub organisation: Option<String>,
    /// The speaker's country; replaces what an article says where it is given.
    pub country: Option<String>,
    /// Where the line is, for errors.
    pub place: Place,
}

/// Names that are one speaker in every document.
///
/// # Definition
/// A speaker called like an alias, whatever the case, accents, apostrophes and spaces, gets its name, and the role,
/// organisation and country that are given beside it. A name that is an alias itself leads on. Who has such a name
/// already, is that speaker, too.
///
/// # Examples
/// ```
/// use standpoint::{Alias, Aliases, Speaker};
///
/// let alias = Alias { alias: "Mr Timonin".into(), name: "Alexander Timonin".into(), ..Alias::default() };
/// let aliases = Aliases::new(vec![alias])?;
/// let mut speaker = Speaker { name: "mr  timonin".into(), ..Speaker::default() };
/// assert!(aliases.resolve(&mut speaker));
/// assert_eq!(speaker.name, "Alexander Timonin");
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    aliases: Vec<Alias>,
    /// Position of each alias, by [`name_key`].
    by_alias: HashMap<String, usize>,
    /// Position of an alias that ends at each name, by [`name_key`].
    by_name: HashMap<String, usize>,
}

impl Aliases {
    /// The aliases of a list.
    ///
    /// # Errors
    /// [`Error::Input`] with the place of an alias that is empty, has no name, was given before with another name or
    /// other details, or leads back to itself by way of others.
    pub fn new(aliases: Vec<Alias>) -> Result<Self> {
        let mut list = Aliases { aliases, ..Aliases::default() };
        for (position, alias) in list.aliases.iter().enumerate() {
            for (column, value) in [("alias", &alias.alias), ("name", &alias.name)] {
                if name_key(value).is_empty() {
                    return Err(empty(alias.place.clone().column(column)));
                }
            }
            let first = *list.by_alias.entry(name_key(&alias.alias)).or_insert(position);
            if !says_the_same(alias, &list.aliases[first]) {
                return Err(said_otherwise(alias, &list.aliases[first]));
            }
        }
        for position in 0..list.aliases.len() {
            let last = list.chain(position).take(list.aliases.len() + 1).enumerate().last();
            match last {
                Some((steps, last)) if steps < list.aliases.len() => {
                    list.by_name.entry(name_key(&list.aliases[last].name)).or_insert(last)
                }
                _ => return Err(leads_back(&list.aliases[position])),
            };
        }
        Ok(list)
    }

    /// Gives `speaker` the name and details that its name is an alias of; says whether the list knows it.
    pub fn resolve(&self, speaker: &mut Speaker) -> bool {
        let key = name_key(&speaker.name);
        let mut known = None;
        if let Some(&position) = self.by_alias.get(&key) {
            for position in self.chain(position) {
                let Alias { role, organisation, country, .. } = &self.aliases[position];
                replace(&mut speaker.role, role);
                replace(&mut speaker.organisation, organisation);
                replace(&mut speaker.country, country);
                known = Some(position);
            }
        }
        let Some(position) = known.or_else(|| self.by_name.get(&key).copied()) else { return false };
        speaker.name.clone_from(&self.aliases[position].name);
        speaker.named = true;
        true
    }

    /// The alias at `position` and those that its name leads on to.
    fn chain(&self, position: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(position), |&at| {
            let Alias { alias, name, .. } = &self.aliases[at];
            let name = name_key(name);
            // An alias that is its own name is there for its details.
            if name == name_key(alias) { None } else { self.by_alias.get(&name).copied() }
        })
    }
}

fn replace(found: &mut Option<String>, given: &Option<String>) {
    if given.is_some() {
        found.clone_from(given);
    }
}

fn says_the_same(a: &Alias, b: &Alias) -> bool {
    name_key(&a.name) == name_key(&b.name)
        && (&a.role, &a.organisation, &a.country) == (&b.role, &b.organisation, &b.country)
}

fn empty(place: Place) -> Error {
    Error::Input {
        place,
        found: "an empty cell".into(),
        expected: "a name".into(),
        remedy: "Fill in the name, or remove the row.".into(),
    }
}

fn said_otherwise(alias: &Alias, first: &Alias) -> Error {
    Error::Input {
        place: alias.place.clone(),
        found: format!("the alias '{}', of which {} says something else", alias.alias, first.place),
        expected: "one name for each alias, with the same role, organisation and country".into(),
        remedy: "Keep one of the two rows.".into(),
    }
}

fn leads_back(alias: &Alias) -> Error {
    Error::Input {
        place: alias.place.clone(),
        found: format!("the alias '{}', whose name leads back to where it began", alias.alias),
        expected: "names that are in the end no aliases of something else".into(),
        remedy: "Remove one of the rows of the circle.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(rows: &[(&str, &str)]) -> Result<Aliases> {
        let alias = |(line, (alias, name)): (usize, &(&str, &str))| Alias {
            alias: alias.to_string(),
            name: name.to_string(),
            place: Place::of("aliases.csv").line(line as u64 + 2),
            ..Alias::default()
        };
        Aliases::new(rows.iter().enumerate().map(alias).collect())
    }

    fn resolved(aliases: &Aliases, name: &str) -> Option<String> {
        let mut speaker = Speaker { name: name.into(), ..Speaker::default() };
        aliases.resolve(&mut speaker).then_some(speaker.name)
    }

    #[test]
    fn spellings_of_an_alias_lead_to_its_name_and_the_name_to_itself() {
        let aliases = list(&[("M. O'Neill", "Máire O'Neill"), ("the envoy", "M. O'Neill")]).unwrap();
        for name in ["m. o\u{2019}neill", "M.  O'NEILL", "The Envoy", "Maire O\u{2019}Neill"] {
            assert_eq!(resolved(&aliases, name).as_deref(), Some("Máire O'Neill"), "{name}");
        }
        assert_eq!(resolved(&aliases, "O'Neill"), None);
        assert_eq!(resolved(&Aliases::default(), "O'Neill"), None);
    }

    #[test]
    fn details_replace_what_was_found_where_they_are_given() {
        let row = Alias {
            alias: "Ana Ruiz".into(),
            name: "Ana Ruiz".into(),
            role: Some("envoy".into()),
            ..Alias::default()
        };
        let aliases = Aliases::new(vec![row]).unwrap();
        let mut speaker = Speaker {
            name: "ana ruiz".into(),
            role: Some("clerk".into()),
            country: Some("Spain".into()),
            ..Speaker::default()
        };
        assert!(aliases.resolve(&mut speaker) && speaker.named);
        assert_eq!((speaker.role.as_deref(), speaker.country.as_deref()), (Some("envoy"), Some("Spain")));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_line() {
        let message = |rows: &[(&str, &str)]| list(rows).unwrap_err().to_string();
        assert!(
            message(&[("a", "b"), (" ", "c")]).starts_with("aliases.csv:3, column 'alias': an empty cell")
        );
        assert!(message(&[("a", "")]).starts_with("aliases.csv:2, column 'name': an empty cell"));
        assert!(
            message(&[("a", "b"), ("A", "c")])
                .starts_with("aliases.csv:3: the alias 'A', of which aliases.csv:2 says something else")
        );
        assert!(message(&[("a", "b"), ("b", "c"), ("c", "a")]).contains("leads back"));
        assert!(message(&[("x", "a"), ("a", "b"), ("b", "a")]).starts_with("aliases.csv:2: the alias 'x'"));
        assert!(list(&[("a", "b"), ("A", "B"), ("b", "b"), ("b", "c")]).is_err());
        assert!(list(&[("a", "b"), ("A", "B"), ("b", "c"), ("c", "c")]).is_ok());
    }
}
