//! Names that a language can write, for names of another one: letters, digits and `_`, none used for two things.

use crate::base::Name;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;

/// Names for things of one kind: `K` is what tells two of them apart.
#[derive(Debug)]
pub(super) struct Names<K> {
    /// Whether a name may begin with a digit.
    digits: bool,
    /// What no name may be.
    reserved: &'static [&'static str],
    known: FxHashMap<K, Name>,
    taken: FxHashSet<String>,
}

impl<K: Eq + Hash> Names<K> {
    pub(super) fn new(digits: bool, reserved: &'static [&'static str]) -> Self {
        Self {
            digits,
            reserved,
            known: FxHashMap::default(),
            taken: FxHashSet::default(),
        }
    }

    /// The name of a thing that is called `written` elsewhere; `within` is where no two things may have one name.
    pub(super) fn name(&mut self, key: K, within: &str, written: &str) -> Name {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let first = self.usable(written);
        let mut name = first.clone();
        let mut number = 2;
        while self.reserved.contains(&name.as_str())
            || !self.taken.insert(format!("{within}\n{name}"))
        {
            name = format!("{first}_{number}");
            number += 1;
        }
        let name = Name::from(&name);
        self.known.insert(key, name);
        name
    }

    fn usable(&self, written: &str) -> String {
        let mut name = String::new();
        for letter in written.chars() {
            if letter.is_ascii_alphanumeric() || letter == '_' {
                name.push(letter);
            } else if !name.ends_with('_') && !name.is_empty() {
                name.push('_');
            }
        }
        let trimmed = if written.ends_with('_') {
            name.as_str()
        } else {
            name.trim_end_matches('_')
        };
        match trimmed.chars().next() {
            None => "message".to_owned(),
            Some(first) if first.is_ascii_digit() && !self.digits => format!("m{trimmed}"),
            Some(_) => trimmed.to_owned(),
        }
    }
}

/// An operation without the types that some languages tell messages by: `buy(Item)` is `buy`.
pub(super) fn operation(name: Name) -> &'static str {
    let name = name.as_str();
    name.split('(').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_usable_and_different() {
        let mut names = Names::new(false, &["rec"]);
        let mut name = |key: &'static str, within: &str| names.name(key, within, key).to_string();
        assert_eq!(name("Worker[0]", ""), "Worker_0");
        assert_eq!(name("Worker_0", ""), "Worker_0_2");
        assert_eq!(name("Worker[0]", ""), "Worker_0");
        assert_eq!(name("200", ""), "m200");
        assert_eq!(name("", ""), "message");
        assert_eq!(name("rec", ""), "rec_2");
        assert_eq!(name("x-y", "A"), "x_y");
        assert_eq!(name("x.y", "B"), "x_y");
        assert_eq!(operation("buy(Item, int)".into()), "buy");
    }
}
