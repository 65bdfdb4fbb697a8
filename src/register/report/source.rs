//! What brought a client (来源), as they said it. The words are free, and somebody may have said who
//! sent them: what one client alone has said is not repeated.

use crate::rules::fold;
use std::collections::BTreeMap;

/// So many clients must have said it before a source stands by its own name.
const CLIENTS_MIN: usize = 2;
/// Digits that may be a telephone number.
const DIGITS_MAX: usize = 6;

/// What brought clients; ordered with the named ones first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// In words that several of the span's clients have said.
    Named(String),
    /// In words of one client, or with a number in them.
    Other,
    /// Nothing was said.
    Unsaid,
}

impl Source {
    /// Whether it has words of its own.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        matches!(self, Self::Named(_))
    }
}

/// What a client said, and what it is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    words: String,
    key: String,
}

impl Said {
    /// Takes the words; nothing when there are none.
    pub fn of(words: &str) -> Option<Self> {
        let words = fold::clean_name(words);
        let key = fold::key(&words);
        (!key.is_empty()).then_some(Self { words, key })
    }
}

/// The sources that stand by their name.
#[derive(Debug)]
pub(super) struct Sources(BTreeMap<String, String>);

impl Sources {
    /// Finds them among what each client of the span has said.
    pub fn of<'s>(said: impl Iterator<Item = &'s Said>) -> Self {
        let mut spelled: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for said in said {
            spelled.entry(&said.key).or_default().push(&said.words);
        }
        let may_be_named = |key: &str, count: usize| {
            count >= CLIENTS_MIN && key.chars().filter(|c| c.is_numeric()).count() <= DIGITS_MAX
        };
        let named = spelled.into_iter().filter(|(key, words)| may_be_named(key, words.len()));
        Self(named.filter_map(|(key, words)| Some((key.to_owned(), (*words.iter().min()?).to_owned()))).collect())
    }

    /// How a source is called.
    pub fn name(&self, said: Option<&Said>) -> Source {
        match said {
            None => Source::Unsaid,
            Some(said) => self.0.get(&said.key).map_or(Source::Other, |words| Source::Named(words.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_client_alone_has_said_is_not_repeated() {
        let all: Vec<Said> = ["抖音", " 抖音 ", "王大爷介绍", "Ｗeb", "web", "13800001234", "13800001234", "  "]
            .iter()
            .filter_map(|words| Said::of(words))
            .collect();
        assert_eq!(all.len(), 7);
        let sources = Sources::of(all.iter());
        let named: Vec<Source> = all.iter().map(|said| sources.name(Some(said))).collect();
        assert_eq!(named[0], Source::Named("抖音".to_owned()));
        assert_eq!(named[1], named[0]);
        assert_eq!(named[2], Source::Other);
        assert!(named[3].is_named() && named[3] == named[4]);
        assert_eq!((&named[5], sources.name(None)), (&Source::Other, Source::Unsaid));
    }
}
