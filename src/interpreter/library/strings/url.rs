//! `urlEncode` and `urlDecode`, in the form of HTML forms.

use super::super::super::fault::Fault;
use super::super::super::value::Value;
use super::super::Outcome;
use super::super::charset::Charset;
use super::super::request::{exception, has, text};

fn charset(request: &Value) -> Result<Charset, Fault> {
    if !has(request, "charset") {
        return Ok(Charset::Utf8);
    }
    Charset::named(&text(request, "charset"))
        .ok_or_else(|| Fault::new("UnsupportedEncodingException", Value::VOID))
}

/// `urlEncode`.
pub(super) fn encode(request: &Value) -> Outcome {
    Ok(encoded(&request.as_string(), charset(request)?).into())
}

/// A text in the form of forms.
pub(in crate::interpreter::library) fn encoded(text: &str, charset: Charset) -> String {
    let mut out = String::new();
    // What must be escaped is encoded together: an encoding may begin with a mark.
    let mut held = String::new();
    for character in text.chars() {
        let plain = character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '*' | '_');
        if !plain && character != ' ' {
            held.push(character);
            continue;
        }
        escape(&mut out, &std::mem::take(&mut held), charset);
        out.push(if plain { character } else { '+' });
    }
    escape(&mut out, &held, charset);
    out
}

fn escape(out: &mut String, held: &str, charset: Charset) {
    if held.is_empty() {
        return;
    }
    for byte in charset.encode(held) {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// `urlDecode`.
pub(super) fn decode(request: &Value) -> Outcome {
    Ok(decoded(&request.as_string(), charset(request)?)?.into())
}

/// A text that was in the form of forms.
pub(in crate::interpreter::library) fn decoded(
    text: &str,
    charset: Charset,
) -> Result<String, Fault> {
    let (mut out, mut bytes) = (String::new(), Vec::new());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character == '%' {
            bytes.push(escaped(rest.as_str())?);
            rest = rest.as_str().get(2..).unwrap_or_default().chars();
            continue;
        }
        out.push_str(&charset.decode(&std::mem::take(&mut bytes)));
        out.push(if character == '+' { ' ' } else { character });
    }
    out.push_str(&charset.decode(&bytes));
    Ok(out)
}

/// The byte of two digits.
fn escaped(rest: &str) -> Result<u8, Fault> {
    let fault = |message: String| exception("IllegalArgumentException", message);
    if rest.chars().nth(1).is_none() {
        let message = "URLDecoder: Incomplete trailing escape (%) pattern";
        return Err(fault(message.to_owned()));
    }
    let digits: String = rest.chars().take(2).collect();
    if let Some(wrong) = digits.chars().find(|digit| !digit.is_ascii_hexdigit()) {
        let code = u32::from(wrong);
        return Err(fault(format!(
            "URLDecoder: Illegal hex characters in escape (%) pattern - not a hexadecimal digit: \"{wrong}\" = {code}"
        )));
    }
    u8::from_str_radix(&digits, 16).map_err(|error| fault(error.to_string()))
}
