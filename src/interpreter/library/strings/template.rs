//! `fmt`: a text with `{name}` and `{name,number,#.##}` in it, filled in as `StringSubstitutor` does.

use super::super::super::fault::Fault;
use super::super::super::value::Value;
use super::super::Outcome;
use super::super::request::{check_length, exception, field, out_of_memory, text};
use super::locale::Locale;
use super::message;

/// Values may hold names in turn, so deep; Java's stack holds a few thousand.
const DEEPEST: usize = 100;

/// So many names are filled in: values that name others twice would otherwise double at every level.
const MOST_NAMES: usize = 1_000_000;

struct Filling<'request> {
    data: &'request Value,
    locale: Locale,
    names: usize,
}

/// Fills in the names of a request: the root is the text and the fields are the data, or with a void root they are
/// called `format`, `data` and `locale`.
pub(super) fn fill(request: &Value) -> Outcome {
    let (data, format) = if request.is_defined() {
        (request, request.as_string())
    } else {
        (field(request, "data"), text(request, "format"))
    };
    let mut filling = Filling {
        data,
        locale: Locale::new(&text(request, "locale")),
        names: 0,
    };
    let mut open = vec![format.to_string()];
    filling.fill(&format, &mut open).map(Value::from)
}

impl Filling<'_> {
    /// A text with its names filled in; `open` are the names that are being filled in, the whole text first.
    fn fill(&mut self, format: &str, open: &mut Vec<String>) -> Result<String, Fault> {
        let (mut out, mut rest) = (String::new(), format);
        while let Some(begin) = rest.find('{') {
            let (before, behind) = (&rest[..begin], &rest[begin + 1..]);
            if let Some(before) = before.strip_suffix('\\') {
                out.push_str(before);
                out.push('{');
                rest = behind;
                continue;
            }
            let Some(end) = behind.find('}') else {
                break;
            };
            out.push_str(before);
            let expression = &behind[..end];
            rest = &behind[end + 1..];
            let inside = expression.find('{').unwrap_or(expression.len());
            let name = match expression.find(":-") {
                Some(at) if at < inside => &expression[..at],
                _ => expression,
            };
            out.push_str(&self.one(name, open)?);
            check_length(out.len())?;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn one(&mut self, name: &str, open: &mut Vec<String>) -> Result<String, Fault> {
        if let Some((whole, names)) = open.split_first()
            && names.iter().any(|known| known == name)
        {
            let names = names.join("->");
            let message = format!("Infinite loop in property interpolation of {whole}: {names}");
            return Err(exception("IllegalStateException", message));
        }
        if open.len() > DEEPEST {
            return Err(exception("StackOverflowError", ""));
        }
        self.names += 1;
        if self.names > MOST_NAMES {
            return Err(out_of_memory());
        }
        let value = match name.split_once(',') {
            Some((name, format)) => message::write(field(self.data, name), format, &self.locale)?,
            None => text(self.data, name).to_string(),
        };
        open.push(name.to_owned());
        let filled = self.fill(&value, open);
        open.pop();
        filled
    }
}
