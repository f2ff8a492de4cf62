//! What must hold of the parser of Jolie on any bytes; shared by the tests and by `fuzz/`.

use quadrille::base::{SourceId, Span};
use quadrille::syntax::jolie::{parse, print};

/// Reads any bytes as a file of Jolie.
///
/// # Panics
///
/// When the parser panics, when an error or a part of the tree lies outside the text or cuts a character in two, or
/// when a text that is accepted cannot be printed and read again.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (tree, errors) = parse(SourceId::NOWHERE, &text);
    for error in &errors {
        assert!(!error.message.is_empty());
        inside(error.primary.span, &text);
        for label in &error.related {
            inside(label.span, &text);
        }
    }
    for span in spans(&format!("{tree:?}")) {
        inside(span, &text);
    }
    if errors.is_empty() {
        let printed = print::print(&tree);
        let (again, errors) = parse(SourceId::NOWHERE, &printed);
        assert!(errors.is_empty(), "{errors:#?}\n{printed}");
        assert_eq!(print::print(&again), printed);
    }
}

fn inside(span: Span, text: &str) {
    assert!(span.start <= span.end, "{span:?}");
    for end in [span.start, span.end] {
        assert!(
            text.is_char_boundary(end as usize),
            "{span:?} of {}",
            text.len()
        );
    }
}

/// The spans in the debug form of a tree.
fn spans(tree: &str) -> impl Iterator<Item = Span> {
    tree.split("Span { ").skip(1).filter_map(|rest| {
        let number = |key: &str| {
            let (_, after) = rest.split_once(key)?;
            after.split([',', ' ']).next()?.parse().ok()
        };
        Some(Span::new(
            SourceId::NOWHERE,
            number("start: ")?,
            number("end: ")?,
        ))
    })
}
