//! `joliex.util.StringUtils`.

mod locale;
mod message;
mod number;
mod pad;
mod search;
mod template;
pub(super) mod url;

use super::super::value::{Basic, Value, Vector};
use super::request::{elements, exception, has, int, out_of_memory, text};
use super::{Answer, Host, Native, Operation, Outcome, utf16};

/// The service.
pub(super) struct Strings;

impl Native for Strings {
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer> {
        if operation == "getRandomUUID" {
            let bits = u128::from(host.random()) << 64 | u128::from(host.random());
            return Some(Answer::Value(uuid(bits).into()));
        }
        Some(carry_out(operation)?(request).into())
    }
}

fn carry_out(operation: &str) -> Option<Operation> {
    Some(match operation {
        "length" => |request| Ok(utf16::int_length(&request.as_string()).into()),
        "sort" => |request| Ok(sort(request)),
        "replaceAll" => |request| search::replace(request, usize::MAX),
        "replaceFirst" => |request| search::replace(request, 1),
        "startsWith" => {
            |request| Ok((request.as_string().starts_with(&*text(request, "prefix"))).into())
        }
        "endsWith" => {
            |request| Ok((request.as_string().ends_with(&*text(request, "suffix"))).into())
        }
        "contains" => {
            |request| Ok((request.as_string().contains(&*text(request, "substring"))).into())
        }
        "indexOf" => |request| Ok(index_of(request).into()),
        "join" => pad::join,
        "trim" => |request| Ok(request.as_string().trim_matches(|c: char| c <= ' ').into()),
        "substring" => substring,
        "split" => search::split,
        "splitByLength" => pad::split_by_length,
        "match" => search::fit,
        "find" => search::find,
        "findAll" => search::find_all,
        "leftPad" => |request| pad::pad(request, true),
        "rightPad" => |request| pad::pad(request, false),
        "valueToPrettyString" => |request| {
            let text = request.pretty("root");
            text.map(Value::from).ok_or_else(out_of_memory)
        },
        "toLowerCase" => |request| Ok(request.as_string().to_lowercase().into()),
        "toUpperCase" => |request| Ok(request.as_string().to_uppercase().into()),
        "urlEncode" => url::encode,
        "urlDecode" => url::decode,
        "fmt" => template::fill,
        _ => return None,
    })
}

/// A random identifier of version 4.
pub(super) fn uuid(bits: u128) -> String {
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let digits = format!("{bits:032x}");
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
    groups
        .map(|group| digits.get(group).unwrap_or_default().to_owned())
        .join("-")
}

/// By UTF-16 units.
fn sort(request: &Value) -> Value {
    let mut items: Vec<_> = (elements(request, "item").iter())
        .map(Value::as_string)
        .collect();
    items.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    let mut answer = Value::VOID;
    *answer.vector_mut("item") = items.into_iter().map(Value::from).collect();
    answer
}

fn index_of(request: &Value) -> i32 {
    let string = request.as_string();
    string
        .find(&*text(request, "word"))
        .map_or(-1, |byte| utf16::place(&string, byte))
}

fn substring(request: &Value) -> Outcome {
    let string = request.as_string();
    let length = utf16::int_length(&string);
    let end = if has(request, "end") {
        int(request, "end").min(length)
    } else {
        length
    };
    utf16::substring(&string, int(request, "begin"), end)
        .map(Value::from)
        .map_err(|message| exception("StringIndexOutOfBoundsException", message))
}

/// An answer below one name.
fn answer_of(name: &str, parts: Vec<String>) -> Value {
    let mut answer = Value::new(Basic::Void);
    if !parts.is_empty() {
        *answer.vector_mut(name) = parts.into_iter().map(Value::from).collect::<Vector>();
    }
    answer
}

#[cfg(test)]
mod tests;
