//! The operations that take a regular expression.

use super::super::super::fault::Fault;
use super::super::super::value::{Value, Vector};
use super::super::Outcome;
use super::super::pattern::{Found, Pattern};
use super::super::request::{check_length, exception, field, text};
use super::answer_of;

/// `match`: whether the whole string fits, and its groups.
pub(super) fn fit(request: &Value) -> Outcome {
    first(request, &Pattern::compile_whole(&text(request, "regex"))?)
}

/// `find`: the first part that fits, and its groups.
pub(super) fn find(request: &Value) -> Outcome {
    first(request, &Pattern::compile(&text(request, "regex"))?)
}

fn first(request: &Value, pattern: &Pattern) -> Outcome {
    let string = request.as_string();
    let Some(found) = pattern.matcher(&string).find()? else {
        return Ok(0.into());
    };
    let mut answer = Value::from(1);
    if pattern.group_count() > 0 {
        *answer.vector_mut("group") = groups(&string, &found, pattern).collect();
    }
    Ok(answer)
}

/// The whole and its groups; one that was not needed is empty.
fn groups<'search>(
    string: &'search str,
    found: &'search Found,
    pattern: &Pattern,
) -> impl Iterator<Item = Value> + 'search {
    (0..=pattern.group_count()).map(|group| found.group(string, group).unwrap_or_default().into())
}

/// `findAll`: every part that fits, each followed by its groups.
pub(super) fn find_all(request: &Value) -> Outcome {
    let pattern = Pattern::compile(&text(request, "regex"))?;
    let string = request.as_string();
    let mut matcher = pattern.matcher(&string);
    let mut all: Vec<Value> = Vec::new();
    while let Some(found) = matcher.find()? {
        all.extend(groups(&string, &found, &pattern));
    }
    let mut answer = Value::from(i32::from(!all.is_empty()));
    *answer.vector_mut("group") = Vector::from(all);
    Ok(answer)
}

/// `split`, as `String.split` does: no empty piece before an empty match at the beginning; without a limit none at the
/// end; a limit above 0 is the most pieces there are.
pub(super) fn split(request: &Value) -> Outcome {
    let string = request.as_string();
    let limit = field(request, "limit").as_int();
    let most = usize::try_from(limit).unwrap_or_default();
    let pattern = Pattern::compile(&text(request, "regex"))?;
    let mut matcher = pattern.matcher(&string);
    let (mut pieces, mut behind, mut cut) = (Vec::new(), 0, false);
    while (most == 0 || pieces.len() + 1 < most)
        && let Some(found) = matcher.find()?
    {
        let found = found.whole();
        if found.end == 0 {
            continue;
        }
        cut = true;
        pieces.push(
            string
                .get(behind..found.start)
                .unwrap_or_default()
                .to_owned(),
        );
        behind = found.end;
    }
    if !cut {
        return Ok(answer_of("result", vec![string.to_string()]));
    }
    pieces.push(string.get(behind..).unwrap_or_default().to_owned());
    if limit == 0 {
        while pieces.last().is_some_and(String::is_empty) {
            pieces.pop();
        }
    }
    Ok(answer_of("result", pieces))
}

/// `replaceAll` and `replaceFirst`.
pub(super) fn replace(request: &Value, most: usize) -> Outcome {
    let string = request.as_string();
    let replacement = text(request, "replacement");
    let pattern = Pattern::compile(&text(request, "regex"))?;
    let mut matcher = pattern.matcher(&string);
    let (mut out, mut behind, mut count) = (String::new(), 0, 0);
    while count < most
        && let Some(found) = matcher.find()?
    {
        out.push_str(string.get(behind..found.whole().start).unwrap_or_default());
        append_replacement(&mut out, &replacement, &string, &found, &pattern)?;
        check_length(out.len())?;
        behind = found.whole().end;
        count += 1;
    }
    out.push_str(string.get(behind..).unwrap_or_default());
    Ok(out.into())
}

/// What stands in place of a match: `$1` and `${name}` are its groups, a backslash takes the next character as it is.
fn append_replacement(
    out: &mut String,
    replacement: &str,
    string: &str,
    found: &Found,
    pattern: &Pattern,
) -> Result<(), Fault> {
    let mut rest = replacement.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next() {
                Some(literal) => out.push(literal),
                None => return Err(illegal("character to be escaped is missing")),
            },
            '$' => {
                let (group, length) = group_of(rest.as_str(), pattern)?;
                out.push_str(found.group(string, group).unwrap_or_default());
                rest = rest.as_str().get(length..).unwrap_or_default().chars();
            }
            other => out.push(other),
        }
    }
    Ok(())
}

/// The group that is named behind a `$`, and how long its name is: digits as long as there is a group of that number.
fn group_of(text: &str, pattern: &Pattern) -> Result<(usize, usize), Fault> {
    if let Some(named) = text.strip_prefix('{') {
        let letters = |letter: char| !letter.is_ascii_alphanumeric();
        let length = named.find(letters).unwrap_or(named.len());
        let (name, behind) = named.split_at(length);
        if name.is_empty() {
            return Err(illegal("named capturing group has 0 length name"));
        }
        if !behind.starts_with('}') {
            return Err(illegal("named capturing group is missing trailing '}'"));
        }
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            let message = format!("capturing group name {{{name}}} starts with digit character");
            return Err(illegal(&message));
        }
        let group = pattern.named(name);
        let group = group.ok_or_else(|| illegal(&format!("No group with name {{{name}}}")))?;
        return Ok((group, length + 2));
    }
    let mut digits = text.chars().map_while(|digit| digit.to_digit(10));
    let Some(first) = digits.next() else {
        let message = if text.is_empty() {
            "Illegal group reference: group index is missing"
        } else {
            "Illegal group reference"
        };
        return Err(illegal(message));
    };
    let (mut group, mut length) = (first as usize, 1);
    if group > pattern.group_count() {
        let message = format!("No group {group}");
        return Err(exception("IndexOutOfBoundsException", message));
    }
    for digit in digits {
        let longer = group.saturating_mul(10).saturating_add(digit as usize);
        if longer > pattern.group_count() {
            break;
        }
        group = longer;
        length += 1;
    }
    Ok((group, length))
}

fn illegal(message: &str) -> Fault {
    exception("IllegalArgumentException", message)
}
