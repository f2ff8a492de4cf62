//! A file of Jolie without what is not Jolie's own: sessions, the roles that services play, and imports of the sessions
//! that they name. Everything else stays as it was written, comments too.

use crate::base::Name;
use crate::syntax::jolie::tree::{File, Import, Item};
use std::collections::BTreeSet;
use std::ops::Range;

/// The text of a file without our declarations; `text` is what `file` was read from.
#[must_use]
pub fn plain(file: &File, text: &str) -> String {
    let mut played = BTreeSet::new();
    let mut declared = BTreeSet::new();
    for item in &file.items {
        match item {
            Item::Session(session) => {
                declared.insert(session.name.name);
            }
            Item::Service(service) => {
                played.extend(service.items.iter().filter_map(|item| match item {
                    Item::Plays(plays) => Some(plays.session.name),
                    _ => None,
                }))
            }
            Item::Plays(plays) => {
                played.insert(plays.session.name);
            }
            _ => {}
        }
    }
    let imported: BTreeSet<Name> = played.difference(&declared).copied().collect();
    let mut cuts: Vec<(Range<usize>, String)> = Vec::new();
    gather(&file.items, &imported, text, &mut cuts);
    cuts.sort_by_key(|(cut, _)| cut.start);
    let mut rest = String::new();
    let mut at = 0;
    for (cut, instead) in cuts {
        rest.push_str(text.get(at..cut.start).unwrap_or(""));
        rest.push_str(&instead);
        at = cut.end.max(at);
    }
    rest.push_str(text.get(at..).unwrap_or(""));
    rest
}

/// What is cut out of a text, with what comes in its place.
fn gather(
    items: &[Item],
    sessions: &BTreeSet<Name>,
    text: &str,
    cuts: &mut Vec<(Range<usize>, String)>,
) {
    for item in items {
        match item {
            Item::Session(session) => cuts.push((
                whole(session.span.start, session.span.end, text),
                String::new(),
            )),
            Item::Plays(plays) => {
                cuts.push((whole(plays.span.start, plays.span.end, text), String::new()))
            }
            Item::Service(service) => gather(&service.items, sessions, text, cuts),
            Item::Import(import) => cuts.extend(import_without(import, sessions, text)),
            _ => {}
        }
    }
}

/// An import without some symbols; `None` when it has none of them.
fn import_without(
    import: &Import,
    sessions: &BTreeSet<Name>,
    text: &str,
) -> Option<(Range<usize>, String)> {
    let symbols = import.symbols.as_ref()?;
    let own = |name: Name| sessions.contains(&name);
    let kept: Vec<String> = symbols
        .iter()
        .filter(|symbol| !own(symbol.alias.unwrap_or(symbol.name).name))
        .map(|symbol| match symbol.alias {
            Some(alias) => format!("{} as {}", symbol.name.name, alias.name),
            None => symbol.name.name.to_string(),
        })
        .collect();
    if kept.len() == symbols.len() {
        return None;
    }
    let (start, end) = (import.span.start, import.span.end);
    if kept.is_empty() {
        return Some((whole(start, end, text), String::new()));
    }
    let instead = format!("from {} import {}", import.module(), kept.join(", "));
    Some((start as usize..end as usize, instead))
}

/// A declaration with its line, where nothing else stands on it.
fn whole(start: u32, end: u32, text: &str) -> Range<usize> {
    let (start, end) = (start as usize, end as usize);
    let (before, after) = (
        text.get(..start).unwrap_or(""),
        text.get(end..).unwrap_or(""),
    );
    let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t', '\r']).len();
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let begins = before.len() == indent || before[..before.len() - indent].ends_with('\n');
    let spaces = blank(after);
    let ends = after
        .get(spaces..)
        .is_none_or(|rest| rest.is_empty() || rest.starts_with('\n'));
    if !begins || !ends {
        return start..end;
    }
    let line = usize::from(after.len() > spaces);
    start - indent..end + spaces + line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourceId;
    use crate::syntax::jolie::{parse, print};

    fn plainly(text: &str) -> String {
        let (file, errors) = parse(SourceId::NOWHERE, text);
        assert_eq!(errors, []);
        plain(&file, text)
    }

    #[test]
    fn only_what_is_ours_is_taken_out() {
        let text = "// A shop.\nfrom deals import Purchase, Item as Thing\nfrom more import Sale\n\nsession S {\n    A -> B: x()\n}\n\n\
            service Shop {\n    // Its part.\n    plays Purchase.Seller( Bank => Money )\n    main { nullProcess }\n}\n\
            service Other { plays Sale.A main { plays = 1 } }\n";
        assert_eq!(
            plainly(text),
            "// A shop.\nfrom deals import Item as Thing\n\n\nservice Shop {\n    // Its part.\n    main { nullProcess }\n}\n\
             service Other {  main { plays = 1 } }\n"
        );
    }

    #[test]
    fn what_is_plain_stays() {
        let text = "service Shop { main { session = 1 ; é = 2 } }";
        let (file, _) = parse(SourceId::NOWHERE, text);
        assert_eq!(plain(&file, text), text);
        assert_eq!(plainly("session S { A -> B: x() }"), "");
        assert!(!print::print(&file).is_empty());
    }
}
