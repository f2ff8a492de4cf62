//! JSON as Jolie has it, and `joliex.util.JsonUtilsService`.
//!
//! An array of arrays hides each inner one below `_`, and a root that has children stands below `$`. Texts are read as
//! the library behind Jolie reads them: commas and colons may be missing or come twice.

mod read;
mod schema;
mod write;

pub(super) use read::{Wrong, read};
pub(super) use write::write;

use super::super::fault::Fault;
use super::super::value::{Basic, Value};
use super::charset::Charset;
use super::request::{flag, has, text};
use super::{Operation, Outcome};

/// The name below which the elements of an array of arrays stand.
const ARRAY: &str = "_";
/// The name of the root of a value with children.
const ROOT: &str = "$";

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "getJsonString" => |request| write(request, true, None).map(Value::from),
        "getJsonValue" => get_json_value,
        "validateJson" => schema::validate,
        _ => return None,
    })
}

fn get_json_value(request: &Value) -> Outcome {
    let error = || Fault::new("JSONCreationError", Value::VOID);
    let string = match &request.basic {
        Basic::Raw(bytes) if has(request, "charset") => Charset::named(&text(request, "charset"))
            .ok_or_else(error)?
            .decode(bytes)
            .into(),
        _ => request.as_string(),
    };
    read(&string, flag(request, "strictEncoding")).map_err(|wrong| match wrong {
        Wrong::Syntax(_) => error(),
        Wrong::Fault(fault) => fault,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fault, value};
    use super::*;
    use proptest::prelude::*;

    const CLASS: &str = "joliex.util.JsonUtilsService";

    fn parsed(text: &str) -> Value {
        value(CLASS, "getJsonValue", &text.into())
    }

    fn written(value_of: &Value) -> String {
        value(CLASS, "getJsonString", value_of)
            .as_string()
            .to_string()
    }

    #[test]
    fn values_are_written() {
        assert_eq!(written(&Value::VOID), "{}");
        assert_eq!(written(&"\"Hi/Ho\"\\".into()), r#"{"$":"\"Hi/Ho\"\\"}"#);
        let mut tree = Value::from(1).with("a", true).with("b", Value::VOID);
        tree.vector_mut("a").push(2.5.into());
        assert_eq!(written(&tree), r#"{"$":1,"a":[true,2.5],"b":null}"#);
        let mut array = Value::VOID;
        array.vector_mut("_").push(Value::VOID.with("_", "x"));
        assert_eq!(written(&array), r#"[["x"]]"#);
        assert_eq!(
            written(&Value::from("\u{1}\u{7f}\u{2028}é\n😀")),
            "{\"$\":\"\\u0001\\u007F\\u2028é\\n😀\"}"
        );
    }

    #[test]
    fn texts_are_read() {
        let tree = parsed(r#"{"a":[1,{"b":3000000000}],"c":"xé\/\q","$":2.5,"d":[],"e":null}"#);
        let a = tree.vector("a").unwrap();
        assert!(matches!(tree.basic, Basic::Double(_)));
        assert!(matches!(a.get(0).unwrap().basic, Basic::Int(1)));
        assert!(matches!(
            a.get(1).unwrap().child("b").unwrap().basic,
            Basic::Long(_)
        ));
        assert_eq!(text(&tree, "c"), "xé/\\q");
        assert_eq!(tree.vector("d").unwrap().len(), 0);
        assert!(!tree.child("e").unwrap().is_defined());
        assert_eq!(parsed("[[1,2],[]]").vector("_").unwrap().len(), 2);
        assert!(parsed(" true ").as_bool());
        assert!(!parsed("null").is_defined());
        // What the library behind Jolie lets pass.
        assert_eq!(parsed("[1 2,,3,]").vector("_").unwrap().len(), 3);
        assert_eq!(parsed(r#"{,"a" 1}"#).child("a").unwrap().as_int(), 1);
    }

    #[test]
    fn strict_encoding_keeps_arrays_apart() {
        let request = Value::from(r#"{"a":[1]}"#).with("strictEncoding", true);
        let tree = value(CLASS, "getJsonValue", &request);
        assert_eq!(tree.child("a").unwrap().vector("_").unwrap().len(), 1);
        assert_eq!(written(&tree), r#"{"a":[1]}"#);
    }

    #[test]
    fn what_is_no_json_is_a_fault() {
        for wrong in [
            "", "{", "[1", "{\"a\":}", "tru", "1 2", "\"a", "[}", "{1:2}", "nul", "-",
        ] {
            assert_eq!(
                fault(CLASS, "getJsonValue", &wrong.into()).name,
                "JSONCreationError",
                "{wrong}"
            );
        }
        let large = fault(CLASS, "getJsonValue", &"99999999999999999999".into());
        assert_eq!(large.name, "NumberFormatException");
        let deep = "[".repeat(1_000_000);
        assert_eq!(
            fault(CLASS, "getJsonValue", &deep.into()).name,
            "StackOverflowError"
        );
        let mut tree = Value::VOID;
        for _ in 0..1_000_000 {
            tree = Value::VOID.with("a", tree);
        }
        assert_eq!(
            fault(CLASS, "getJsonString", &tree).name,
            "StackOverflowError"
        );
    }

    #[test]
    fn schemas_are_told_of_in_the_words_of_the_library_behind_jolie() {
        let table = include_str!("schema.tsv");
        let mut wrong = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let request = Value::VOID
                .with("schema", fields[0])
                .with("json", fields[1]);
            let answer = value(CLASS, "validateJson", &request);
            let told: Vec<String> = answer
                .vector("validationMessage")
                .into_iter()
                .flat_map(|messages| messages.iter())
                .map(|one| {
                    ["message", "code", "type", "error"]
                        .map(|field| text(one, field))
                        .join(" | ")
                })
                .collect();
            if told != fields[2..] {
                wrong.push(format!("{line}\n{}", told.join("\t")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_is_no_schema_and_no_json_is_a_fault() {
        let validated = |schema: &str, json: &str| {
            let request = Value::VOID.with("schema", schema).with("json", json);
            fault(CLASS, "validateJson", &request).name
        };
        assert_eq!(validated("{", "1"), "JsonSchemaException");
        assert_eq!(validated("{}", "{"), "IllegalArgumentException");
        assert_eq!(validated(r#"{"minimum": "x"}"#, "1"), "JsonSchemaException");
        assert_eq!(
            validated(r##"{"$ref": "#/$defs/y"}"##, "1"),
            "InvalidSchemaRefException"
        );
        assert_eq!(
            validated(r#"{"pattern": "("}"#, "\"a\""),
            "JsonSchemaException"
        );
    }

    #[test]
    fn bytes_have_a_charset() {
        let request = Value::new(Basic::Raw([0x22, 0xe9, 0x22].into())).with("charset", "latin1");
        assert_eq!(value(CLASS, "getJsonValue", &request).as_string(), "é");
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::VOID),
            any::<i32>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            "[a-z\"\\\\/é\u{1}]{0,5}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop::collection::vec(("[a-z]{1,3}", prop::collection::vec(inner, 1..4)), 1..4)
                .prop_map(|fields| {
                    let mut value = Value::VOID;
                    for (name, elements) in fields {
                        *value.vector_mut(&name) = elements.into();
                    }
                    value
                })
        })
    }

    proptest! {
        #[test]
        fn trees_survive(tree in tree()) {
            prop_assert!(parsed(&written(&tree)).same_tree(&tree));
        }

        #[test]
        fn nothing_panics(text in r#"[\[\]{}",:0-9eE.\\untrfals -]{0,20}"#) {
            let _ = read(&text, false);
        }
    }
}
