//! What do the labels of a corpus mean?

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::error::{Error, Result};
use crate::stance::{Stance, UnknownStance};

/// Labels of a corpus that have a meaning of their own, before the usual spellings of [`Stance`] are tried.
///
/// # Errors
/// Parsing refuses what is not `label=stance` between commas, a stance that is none, and a label with two stances.
///
/// # Examples
/// ```
/// use standpoint::{LabelMap, Stance};
///
/// let map: LabelMap = "agree=favor,Disagree=against".parse()?;
/// assert_eq!(map.stance("AGREE"), Ok(Stance::Favor));
/// assert_eq!(map.stance("con"), Ok(Stance::Against));
/// assert!(map.stance("undecided").is_err());
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelMap {
    /// Keys are trimmed and in lower case.
    stances: BTreeMap<String, Stance>,
}

impl LabelMap {
    /// The stance that `label` stands for, without regard to case or surrounding space.
    ///
    /// # Errors
    /// [`UnknownStance`] where neither the map nor [`Stance`] knows the label.
    pub fn stance(&self, label: &str) -> Result<Stance, UnknownStance> {
        match self.stances.get(&key(label)) {
            Some(stance) => Ok(*stance),
            None => label.parse(),
        }
    }
}

fn key(label: &str) -> String {
    label.trim().to_lowercase()
}

impl FromStr for LabelMap {
    type Err = Error;

    fn from_str(pairs: &str) -> Result<Self> {
        let refuse = |value: String| Error::Parameter {
            name: "label-map",
            value,
            expected: "pairs such as agree=favor,disagree=against, with each label once and favor, against or neutral \
                       behind it",
        };
        let mut map = LabelMap::default();
        for pair in pairs.split(',') {
            let Some((label, stance)) = pair.rsplit_once('=').filter(|(label, _)| !label.trim().is_empty())
            else {
                return Err(refuse(format!("'{}'", pair.trim())));
            };
            let stance = stance.parse().map_err(|_| refuse(format!("'{}'", pair.trim())))?;
            if map.stances.insert(key(label), stance).is_some_and(|before| before != stance) {
                return Err(refuse(format!("'{}', a label that has another stance already", pair.trim())));
            }
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_goes_before_the_usual_spellings() {
        let map: LabelMap = " none = against , x=y=Pro".parse().unwrap();
        assert_eq!(map.stance("None "), Ok(Stance::Against));
        assert_eq!(map.stance("X=Y"), Ok(Stance::Favor));
        assert_eq!(map.stance("neutral"), Ok(Stance::Neutral));
        assert!(map.stance("").is_err());
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        for pairs in
            ["", "agree", "agree=", "=favor", "agree=maybe", "a=favor,,b=against", "a=favor,A=against"]
        {
            assert!(pairs.parse::<LabelMap>().is_err(), "{pairs}");
        }
        assert_eq!(
            "a=favor, agree=maybe".parse::<LabelMap>().unwrap_err().to_string(),
            "parameter 'label-map' is 'agree=maybe'; expected pairs such as agree=favor,disagree=against, with each \
             label once and favor, against or neutral behind it"
        );
    }
}
