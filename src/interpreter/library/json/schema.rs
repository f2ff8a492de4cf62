//! `validateJson`: JSON against a schema, with the messages, types and codes of the library behind Jolie
//! (networknt's json-schema-validator), each learned by trying.
//!
//! Schemas are of the draft 2020-12, or of the one that they name; formats are asserted. Departures: a schema that is
//! itself no schema is refused (there a type that does not exist fits nothing), and schemas elsewhere are not fetched.

use super::super::super::value::Value;
use super::super::Outcome;
use super::super::request::{exception, text};
use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{Draft, ValidationError};
use serde_json::Value as Json;

/// What is wrong: the keyword that is not satisfied, its code, and what is said.
struct Wrong {
    path: String,
    keyword: &'static str,
    said: String,
}

/// The keywords with their codes, and what is said where that only names what is written in the schema, or how many items
/// there are.
const KEYWORDS: [(&str, &str, &str); 30] = [
    ("additionalProperties", "1001", ""),
    ("maxContains", "1006", ""),
    ("dependencies", "1007", ""),
    ("enum", "1008", ""),
    ("format", "1009", ""),
    ("items", "1010", ""),
    ("maximum", "1011", "must have a maximum value of {limit}"),
    (
        "maxItems",
        "1012",
        "must have at most {limit} items but found {items}",
    ),
    (
        "maxLength",
        "1013",
        "must be at most {limit} characters long",
    ),
    (
        "maxProperties",
        "1014",
        "must have at most {limit} properties",
    ),
    ("minimum", "1015", "must have a minimum value of {limit}"),
    (
        "minItems",
        "1016",
        "must have at least {limit} items but found {items}",
    ),
    (
        "minLength",
        "1017",
        "must be at least {limit} characters long",
    ),
    (
        "minProperties",
        "1018",
        "must have at least {limit} properties",
    ),
    ("multipleOf", "1019", "must be multiple of {limit}"),
    ("not", "1020", ""),
    ("unevaluatedItems", "1021", ""),
    ("oneOf", "1022", ""),
    ("pattern", "1023", "does not match the regex pattern {text}"),
    ("required", "1028", ""),
    ("type", "1029", ""),
    (
        "uniqueItems",
        "1031",
        "must have only unique items in the array",
    ),
    (
        "exclusiveMaximum",
        "1038",
        "must have an exclusive maximum value of {limit}",
    ),
    (
        "exclusiveMinimum",
        "1039",
        "must have an exclusive minimum value of {limit}",
    ),
    ("false", "1041", ""),
    ("const", "1042", ""),
    ("propertyNames", "1044", ""),
    ("dependentRequired", "1045", ""),
    ("unevaluatedProperties", "1047", ""),
    ("minContains", "1049", ""),
];

/// What is said of formats besides their name.
const FORMATS: [(&str, &str); 6] = [
    ("date", " must be a valid RFC 3339 full-date"),
    ("date-time", " must be a valid RFC 3339 date-time"),
    ("email", " must be a valid RFC 5321 Mailbox"),
    ("ipv4", " must be a valid RFC 2673 IP address"),
    ("uri", " must be a valid RFC 3986 URI"),
    ("uuid", " must be a valid RFC 4122 UUID"),
];

/// The operation.
pub(super) fn validate(request: &Value) -> Outcome {
    let (schema, json) = (text(request, "schema"), text(request, "json"));
    if schema.trim().is_empty() || json.trim().is_empty() {
        return Ok(Value::VOID);
    }
    let schema = first_of(&schema).map_err(|error| exception("JsonSchemaException", error))?;
    if !schema.is_object() && !schema.is_boolean() {
        return Ok(Value::VOID);
    }
    let json =
        first_of(&json).map_err(|_| exception("IllegalArgumentException", "Invalid input"))?;
    let validator = jsonschema::options()
        .with_draft(draft(&schema))
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| match error.kind() {
            Kind::Referencing(_) => exception("InvalidSchemaRefException", error.to_string()),
            _ => exception("JsonSchemaException", error.to_string()),
        })?;
    let mut wrong = Vec::new();
    for error in validator.iter_errors(&json) {
        tell(&schema, &error, &mut wrong);
    }
    let mut response = Value::VOID;
    for Wrong {
        path,
        keyword,
        said,
    } in wrong
    {
        let code = KEYWORDS.iter().find(|(name, ..)| *name == keyword);
        let message = Value::VOID
            .with("message", format!("{path}: {said}"))
            .with("code", code.map_or("", |(_, code, _)| *code))
            .with("type", keyword)
            .with("error", said);
        response.vector_mut("validationMessage").push(message);
    }
    Ok(response)
}

/// The first document of a text; what follows it is not looked at.
fn first_of(text: &str) -> Result<Json, String> {
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    match documents.next() {
        Some(Ok(json)) => Ok(json),
        Some(Err(error)) => Err(error.to_string()),
        None => Err("Unexpected end-of-input".to_owned()),
    }
}

fn draft(schema: &Json) -> Draft {
    let named = schema.get("$schema").and_then(Json::as_str);
    let named = named.map(|name| name.trim_end_matches('#').rsplit_once("json-schema.org/"));
    match named.flatten() {
        Some((_, "draft-04/schema")) => Draft::Draft4,
        Some((_, "draft-06/schema")) => Draft::Draft6,
        Some((_, "draft-07/schema")) => Draft::Draft7,
        Some((_, "draft/2019-09/schema")) => Draft::Draft201909,
        _ => Draft::Draft202012,
    }
}

/// Tells of an error, and of those of the alternatives that it stands for.
fn tell(schema: &Json, error: &ValidationError<'_>, told: &mut Vec<Wrong>) {
    let path = error.instance_path().to_string();
    let mut each = |keyword, names: Vec<String>, kind: &str, why: &str| {
        told.extend(names.iter().map(|name| Wrong {
            path: path.clone(),
            keyword,
            said: format!("{kind} '{name}' is {why}"),
        }));
    };
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => each(
            "additionalProperties",
            unexpected.clone(),
            "property",
            "not defined in the schema and the schema does not allow additional properties",
        ),
        Kind::UnevaluatedProperties { unexpected } => each(
            "unevaluatedProperties",
            unexpected.clone(),
            "property",
            "not evaluated and the schema does not allow unevaluated properties",
        ),
        Kind::UnevaluatedItems { unexpected } => {
            let items = error.instance().as_array().map_or(0, Vec::len);
            let last = items.saturating_sub(unexpected.len())..items;
            each(
                "unevaluatedItems",
                last.map(|index| index.to_string()).collect(),
                "index",
                "not evaluated and the schema does not allow unevaluated items",
            );
        }
        Kind::AnyOf { context } => tell_all(schema, context, told),
        Kind::OneOfNotValid { context } => {
            told.push(one_of(path, "0 are valid"));
            tell_all(schema, context, told);
        }
        Kind::OneOfMultipleValid { context } => {
            let valid = context.iter().enumerate();
            let valid = valid.filter(|(_, errors)| errors.is_empty());
            let valid: Vec<String> = valid.map(|(index, _)| index.to_string()).collect();
            let (count, indexes) = (valid.len(), valid.join(", "));
            let how_many = format!("{count} are valid with indexes '{indexes}'");
            told.push(one_of(path, &how_many));
        }
        _ => told.push(one(schema, error, path)),
    }
}

fn one_of(path: String, how_many: &str) -> Wrong {
    Wrong {
        path,
        keyword: "oneOf",
        said: format!("must be valid to one and only one schema, but {how_many}"),
    }
}

fn tell_all(schema: &Json, context: &[Vec<ValidationError<'_>>], told: &mut Vec<Wrong>) {
    for error in context.iter().flatten() {
        tell(schema, error, told);
    }
}

/// An error that is told of once.
fn one(schema: &Json, error: &ValidationError<'_>, path: String) -> Wrong {
    let location = error.schema_path().to_string();
    match error.kind() {
        Kind::AdditionalItems { limit } => return unexpected_item(path, &limit.to_string()),
        Kind::FalseSchema => {
            let (around, name) = path.rsplit_once('/').unwrap_or(("", "null"));
            if location.ends_with("/items") {
                return unexpected_item(around.to_owned(), name);
            }
            return Wrong {
                said: format!("schema for '{name}' is false"),
                keyword: "false",
                path,
            };
        }
        _ => {}
    }
    let written = schema.pointer(&location);
    if let Some((keyword, said)) = composed(schema, error, &location, written) {
        return Wrong {
            path,
            keyword,
            said,
        };
    }
    let keyword = error.kind().keyword();
    let known = KEYWORDS.iter().find(|(name, ..)| *name == keyword);
    let (keyword, said) = match known {
        Some((keyword, _, said)) if !said.is_empty() => {
            let limit = written.map(Json::to_string).unwrap_or_default();
            let items = error.instance().as_array().map_or(0, Vec::len);
            let said = said
                .replace("{limit}", &limit)
                .replace("{text}", &plain(written));
            (*keyword, said.replace("{items}", &items.to_string()))
        }
        Some((keyword, ..)) => (*keyword, error.to_string()),
        None => ("", error.to_string()),
    };
    Wrong {
        path,
        keyword,
        said,
    }
}

/// What is said of the keywords that say more; `written` is what the schema has at the `location`.
fn composed(
    schema: &Json,
    error: &ValidationError<'_>,
    location: &str,
    written: Option<&Json>,
) -> Option<(&'static str, String)> {
    Some(match error.kind() {
        Kind::Type { .. } => {
            let (found, wanted) = (kind_of(error.instance()), plain(written));
            ("type", format!("{found} found, {wanted} expected"))
        }
        Kind::Required { property } if location.ends_with("/dependentRequired") => {
            let mut depend = written.and_then(Json::as_object).into_iter().flatten();
            let because = depend.find(|(name, wanted)| {
                let wanted = wanted.as_array().is_some_and(|all| all.contains(property));
                wanted && error.instance().get(name).is_some()
            });
            let because = because.map_or("", |(name, _)| name);
            let missing = scalar(property);
            let said = format!(
                "has a missing property '{missing}' which is dependent required because '{because}' is present"
            );
            ("dependentRequired", said)
        }
        Kind::Required { property } => {
            let missing = scalar(property);
            (
                "required",
                format!("required property '{missing}' not found"),
            )
        }
        Kind::Enum { options } => {
            let options = enumeration(options);
            let said = format!("does not have a value in the enumeration {options}");
            ("enum", said)
        }
        Kind::Constant { expected_value } => {
            let wanted = scalar(expected_value);
            ("const", format!("must be the constant value '{wanted}'"))
        }
        Kind::Format { format } => {
            let more = FORMATS.iter().find(|(name, _)| name == format);
            let more = more.map_or("", |(_, more)| *more);
            (
                "format",
                format!("does not match the {format} pattern{more}"),
            )
        }
        Kind::Not { schema } => {
            let said = format!("must not be valid to the schema \"{location}\" : {schema}");
            ("not", said)
        }
        Kind::Contains => {
            let parent = location.rsplit_once('/').map_or("", |(parent, _)| parent);
            contains(&|keyword| schema.pointer(parent)?.get(keyword))
        }
        Kind::PropertyNames { error: inner } => {
            let name = scalar(inner.instance());
            let why = one(schema, inner, String::new()).said;
            let said = format!("property '{name}' name is not valid: {why}");
            ("propertyNames", said)
        }
        _ => return None,
    })
}

fn unexpected_item(path: String, index: &str) -> Wrong {
    Wrong {
        path,
        keyword: "items",
        said: format!(
            "index '{index}' is not defined in the schema and the schema does not allow additional items"
        ),
    }
}

/// The keyword beside `contains` that is not satisfied: the upper bound only where the lower one is.
fn contains<'schema>(beside: &dyn Fn(&str) -> Option<&'schema Json>) -> (&'static str, String) {
    let wanted = beside("contains").map(Json::to_string).unwrap_or_default();
    match beside("maxContains") {
        Some(most) => (
            "maxContains",
            format!(
                "must contain at most {most} element(s) that passes these validations: {wanted}"
            ),
        ),
        None => {
            let least = beside("minContains").map_or("1".to_owned(), Json::to_string);
            (
                "minContains",
                format!(
                    "must contain at least {least} element(s) that passes these validations: {wanted}"
                ),
            )
        }
    }
}

fn kind_of(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_f64() => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// A word, or several in brackets.
fn plain(json: Option<&Json>) -> String {
    match json {
        Some(Json::Array(all)) => {
            let all: Vec<String> = all.iter().map(scalar).collect();
            format!("[{}]", all.join(", "))
        }
        Some(other) => scalar(other),
        None => String::new(),
    }
}

/// A value without quotes; nothing for a tree.
fn scalar(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(_) | Json::Object(_) => String::new(),
        other => other.to_string(),
    }
}

fn enumeration(options: &Json) -> String {
    let all = options.as_array().into_iter().flatten();
    let all: Vec<String> = all.map(Json::to_string).collect();
    format!("[{}]", all.join(", "))
}
