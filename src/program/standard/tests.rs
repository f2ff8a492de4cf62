//! The tables are sorted, what the texts refer to exists, and calls back name what is declared.

use super::*;

#[test]
fn tables_are_sorted_and_found() {
    assert!(PACKAGES.is_sorted_by(|a, b| a.0 < b.0));
    assert!(INCLUDES.is_sorted_by(|a, b| a.0 < b.0));
    for path in packages() {
        assert!(package(path).is_some_and(|text| !text.is_empty()), "{path}");
    }
    for file in includes() {
        assert!(include(file).is_some_and(|text| !text.is_empty()), "{file}");
    }
    assert_eq!(package("types"), None);
    assert_eq!(package("console.iol"), None);
    assert_eq!(include("console"), None);
}

/// The text between quotes or after a keyword, on lines that begin with it.
fn references<'a>(text: &'a str, keyword: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .filter_map(move |line| line.trim_start().strip_prefix(keyword))
        .filter_map(|rest| rest.split_whitespace().next())
        .map(|word| word.trim_matches('"'))
}

#[test]
fn standard_texts_refer_to_standard_texts() {
    let mut seen = 0;
    for (name, text) in PACKAGES.iter().chain(INCLUDES) {
        for path in references(text, "from ") {
            seen += 1;
            assert!(package(path).is_some(), "{name}: from {path}");
        }
        for file in references(text, "include ").chain(references(text, "Jolie: ")) {
            seen += 1;
            assert!(include(file).is_some(), "{name}: {file}");
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn calls_back_name_what_is_declared() {
    for callback in callbacks::TABLE.iter().copied().flatten() {
        let text = package(callback.package)
            .or_else(|| include(callback.package))
            .unwrap();
        let declares = |word: &str| {
            text.split(|character: char| !character.is_alphanumeric())
                .any(|part| part == word)
        };
        assert!(declares(callback.registering), "{callback:?}");
        assert!(text.contains(callback.class), "{callback:?}");
        assert!(callback.cancelled_by.is_none_or(declares), "{callback:?}");
        match callback.called {
            CalledOperation::Fixed(_) => {}
            CalledOperation::Named { operation, .. } => assert!(declares(operation)),
        }
        if let Recipient::Location(path) = callback.recipient {
            assert!(path.split('.').all(declares), "{callback:?}");
        }
        assert_eq!(callbacks(callback.service), callbacks(callback.class));
        assert!(callbacks(callback.class).contains(callback));
    }
    assert_eq!(callbacks("Math"), []);
}
