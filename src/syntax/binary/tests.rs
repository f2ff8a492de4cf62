use super::print::print;
use super::{LEVELS, parse};
use crate::base::{Code, SourceId};
use proptest::prelude::*;

fn printed(text: &str) -> String {
    match parse(SourceId::NOWHERE, text) {
        Ok(session) => print(&session),
        Err(finding) => format!("{}: {}", finding.code, finding.message),
    }
}

#[test]
fn types_are_read_and_written() {
    for (text, wanted) in [
        ("end", "end"),
        ("!a;?b;end", "!a; ?b; end"),
        (
            "rec X . [!a;[?x;X, ?d;X], !b;end]",
            "rec X. [!a; [?x; X, ?d; X], !b; end]",
        ),
        (
            "-- said\n +{ !a ; end , !b; /* and */ end }",
            "[!a; end, !b; end]",
        ),
        ("&[?a;end]", "?a; end"),
        ("rec recx. ?1; recx", "rec recx. ?1; recx"),
        ("rec X. rec Y. !endless; Y", "rec X. rec Y. !endless; Y"),
    ] {
        assert_eq!(printed(text), wanted, "{text}");
        assert_eq!(printed(&printed(text)), wanted, "{text}");
    }
}

#[test]
fn what_is_no_type_is_told_where() {
    for (text, message) in [
        ("", "Q0001: the type ends too early"),
        ("!a", "Q0001: the type ends too early"),
        ("!a?b;end", "Q0001: `?` is not expected here"),
        ("[!a;end", "Q0001: the type ends too early"),
        ("!a;end end", "Q0001: `end` is not expected here"),
        ("!a;X", "Q0001: `X` is not bound by a `rec` around it"),
        (
            "rec X. X",
            "Q0001: `X` stands for itself: no message lies in between",
        ),
        (
            "[rec X. !a;X, X]",
            "Q0001: a branch begins with a message, `!a` or `?a`",
        ),
        (
            "[!a;end, ?b;end]",
            "Q0001: a choice either sends or receives",
        ),
        ("[!a;end, !a;end]", "Q0001: `a` is in this choice already"),
    ] {
        assert_eq!(printed(text), message, "{text}");
    }
}

#[test]
fn deep_and_long_types_overflow_nothing() {
    let deep = format!("{}end{}", "[!a;".repeat(LEVELS), "]".repeat(LEVELS));
    assert!(parse(SourceId::NOWHERE, &deep).is_ok());
    let deeper = format!("[!b;{deep}]");
    let finding = parse(SourceId::NOWHERE, &deeper).unwrap_err();
    assert_eq!(finding.code, Code::Q0002);
    let long = format!("{}end", "!a;".repeat(50_000));
    let session = parse(SourceId::NOWHERE, &long).unwrap();
    assert_eq!(print(&session).len(), 4 * 50_000 + 3);
}

proptest! {
    #[test]
    fn nothing_panics(text in r"(rec |end|X|Y|!a|\?b|;|\.|,|\[|\]|\{|\}|\+|&|--|/\*|\*/|é|\n| ){0,25}") {
        if let Ok(session) = parse(SourceId::NOWHERE, &text) {
            let printed = print(&session);
            let again = parse(SourceId::NOWHERE, &printed).map(|session| print(&session));
            prop_assert_eq!(again, Ok(printed));
        }
    }
}
