use super::super::super::fault::Fault;
use super::super::request::LONGEST_TEXT;
use super::super::testing::{call, fault as fault_of, value};
use super::*;
use proptest::prelude::*;

const CLASS: &str = "joliex.util.StringUtils";

fn answer(operation: &str, request: &Value) -> Value {
    value(CLASS, operation, request)
}

fn fault(operation: &str, request: &Value) -> Fault {
    fault_of(CLASS, operation, request)
}

fn string(operation: &str, request: &Value) -> String {
    answer(operation, request).as_string().to_string()
}

fn list(value: &Value, name: &str) -> Vec<String> {
    elements(value, name)
        .iter()
        .map(|item| item.as_string().to_string())
        .collect()
}

fn of(root: &str, fields: &[(&str, &str)]) -> Value {
    fields
        .iter()
        .fold(Value::from(root), |value, (name, field)| {
            value.with(name, *field)
        })
}

#[test]
fn simple_operations() {
    assert_eq!(answer("length", &"a😀".into()).as_int(), 3);
    assert!(answer("startsWith", &of("abc", &[("prefix", "ab")])).as_bool());
    assert!(!answer("endsWith", &of("abc", &[("suffix", "b")])).as_bool());
    assert!(answer("contains", &of("abc", &[("substring", "")])).as_bool());
    assert_eq!(answer("indexOf", &of("😀bc", &[("word", "c")])).as_int(), 3);
    assert_eq!(answer("indexOf", &of("abc", &[("word", "z")])).as_int(), -1);
    assert_eq!(string("trim", &" \t\u{a0}a \u{1}".into()), "\u{a0}a");
    assert_eq!(string("toUpperCase", &"straße".into()), "STRASSE");
    assert_eq!(string("toLowerCase", &"ΑΣ".into()), "ας");
    assert_eq!(
        string("valueToPrettyString", &Value::from(1)),
        "root:int = 1\n"
    );
    let uuid = string("getRandomUUID", &Value::VOID);
    assert_eq!((uuid.len(), &uuid[14..15]), (36, "4"));
}

#[test]
fn substrings() {
    let request = |begin: i32, end: Option<i32>| {
        let request = Value::from("hello").with("begin", begin);
        match end {
            Some(end) => request.with("end", end),
            None => request,
        }
    };
    assert_eq!(string("substring", &request(1, Some(3))), "el");
    assert_eq!(string("substring", &request(1, Some(99))), "ello");
    assert_eq!(string("substring", &request(5, None)), "");
    let fault = fault("substring", &request(3, Some(2)));
    assert_eq!(fault.name, "StringIndexOutOfBoundsException");
    assert_eq!(
        fault.value.as_string(),
        "Range [3, 2) out of bounds for length 5"
    );
}

#[test]
fn sorting_and_joining() {
    let mut request = Value::VOID.with("delimiter", ", ");
    for item in ["b", "\u{ff5e}", "😀", "B"] {
        request.vector_mut("item").push(item.into());
        request.vector_mut("piece").push(item.into());
    }
    assert_eq!(
        list(&answer("sort", &request), "item"),
        ["B", "b", "😀", "\u{ff5e}"]
    );
    assert_eq!(string("join", &request), "b, \u{ff5e}, 😀, B");
    assert_eq!(string("join", &Value::VOID), "");
}

#[test]
fn padding() {
    let request = of("ab", &[("char", "xy")]);
    assert_eq!(
        string("leftPad", &request.clone().with("length", 4)),
        "xxab"
    );
    assert_eq!(
        string("rightPad", &request.clone().with("length", 4)),
        "abxx"
    );
    assert_eq!(
        string("rightPad", &request.clone().with("length", -4)),
        "ab"
    );
    let endless = request.with("length", i32::MAX);
    assert_eq!(fault("leftPad", &endless).name, "OutOfMemoryError");
    let without = of("ab", &[("char", "")]).with("length", 4);
    assert_eq!(
        fault("leftPad", &without).name,
        "StringIndexOutOfBoundsException"
    );
}

#[test]
fn splitting_by_length() {
    let pieces = |text: &str, length: i32| {
        list(
            &answer("splitByLength", &Value::from(text).with("length", length)),
            "result",
        )
    };
    assert_eq!(pieces("abcde", 2), ["ab", "cd", "e"]);
    assert_eq!(pieces("abcd", 2), ["ab", "cd"]);
    assert_eq!(pieces("", 2), [""]);
    assert_eq!(pieces("", 0), [""]);
    assert_eq!(pieces("a😀b", 3), ["a😀", "b"]);
    assert_eq!(pieces("a😀b", 2), ["a\u{fffd}", "\u{fffd}b"]);
    let fault_of = |length: i32| fault("splitByLength", &Value::from("abc").with("length", length));
    assert_eq!(fault_of(0).name, "OutOfMemoryError");
    assert_eq!(
        fault_of(-1).value.as_string(),
        "Range [0, -1) out of bounds for length 3"
    );
}

#[test]
fn splitting_by_patterns() {
    let pieces = |text: &str, regex: &str, limit: Option<i32>| {
        let request = of(text, &[("regex", regex)]);
        let request = match limit {
            Some(limit) => request.with("limit", limit),
            None => request,
        };
        list(&answer("split", &request), "result")
    };
    assert_eq!(pieces("a,b,,", ",", None), ["a", "b"]);
    assert_eq!(pieces("a,b,,", ",", Some(-1)), ["a", "b", "", ""]);
    assert_eq!(pieces("a,b,,", ",", Some(2)), ["a", "b,,"]);
    assert_eq!(pieces("a,b", ",", Some(1)), ["a,b"]);
    assert_eq!(pieces(",a", ",", None), ["", "a"]);
    assert_eq!(pieces("", ",", None), [""]);
    assert_eq!(pieces(",", ",", None), Vec::<String>::new());
    assert_eq!(pieces("abc", "", None), ["a", "b", "c"]);
    assert_eq!(pieces("a.b", ".", None), Vec::<String>::new());
    assert_eq!(pieces("a.b", "\\.", None), ["a", "b"]);
}

#[test]
fn matches_have_groups() {
    let request = of("key=value", &[("regex", "(\\w+)=(\\w+)(;)?")]);
    let answer_to = answer("match", &request);
    assert_eq!(answer_to.as_int(), 1);
    assert_eq!(list(&answer_to, "group"), ["key=value", "key", "value", ""]);
    let request = of("a key=value", &[("regex", "(\\w+)=(\\w+)")]);
    assert_eq!(answer("match", &request).as_int(), 0);
    assert_eq!(
        list(&answer("find", &request), "group"),
        ["key=value", "key", "value"]
    );
    // Without groups there is none, not even the whole.
    let request = of("a1b22", &[("regex", "\\d+")]);
    assert!(!answer("find", &request).has_children());
    assert_eq!(list(&answer("findAll", &request), "group"), ["1", "22"]);
    assert_eq!(answer("findAll", &of("ab", &[("regex", "x")])).as_int(), 0);
    assert_eq!(
        fault("match", &of("a", &[("regex", "(")])).name,
        "PatternSyntaxException"
    );
}

#[test]
fn replacing() {
    let replaced = |text: &str, regex: &str, replacement: &str| {
        let request = of(text, &[("regex", regex), ("replacement", replacement)]);
        call(CLASS, "replaceAll", &request).map(|value| value.as_string().to_string())
    };
    assert_eq!(replaced("a1b2", "\\d", "<$0>").unwrap(), "a<1>b<2>");
    assert_eq!(replaced("ab", "(?<x>a)(b)", "$2${x}\\$1").unwrap(), "ba$1");
    assert_eq!(replaced("ab", "(a)", "$12").unwrap(), "a2b");
    assert_eq!(replaced("abc", "", "-").unwrap(), "-a-b-c-");
    assert_eq!(replaced("ab", "(x)?a", "[$1]").unwrap(), "[]b");
    let error = |replacement: &str| {
        let fault = replaced("a", "a", replacement).unwrap_err();
        format!("{}: {}", fault.name, fault.value.as_string())
    };
    assert_eq!(error("$3"), "IndexOutOfBoundsException: No group 3");
    assert_eq!(
        error("$x"),
        "IllegalArgumentException: Illegal group reference"
    );
    assert_eq!(
        error("$"),
        "IllegalArgumentException: Illegal group reference: group index is missing"
    );
    assert_eq!(
        error("\\"),
        "IllegalArgumentException: character to be escaped is missing"
    );
    assert_eq!(
        error("${y}"),
        "IllegalArgumentException: No group with name {y}"
    );
    let request = of("aa", &[("regex", "a"), ("replacement", "b")]);
    assert_eq!(string("replaceFirst", &request), "ba");
}

#[test]
fn a_replacement_does_not_fill_the_memory() {
    let (text, replacement) = ("a".repeat(100_000), "b".repeat(LONGEST_TEXT / 50_000));
    let request = of(&text, &[("regex", "a"), ("replacement", &replacement)]);
    assert_eq!(fault("replaceAll", &request).name, "OutOfMemoryError");
}

#[test]
fn forms_are_encoded() {
    assert_eq!(string("urlEncode", &"a b&é*~".into()), "a+b%26%C3%A9*%7E");
    assert_eq!(string("urlDecode", &"a+b%26%C3%A9".into()), "a b&é");
    let latin = of("é", &[("charset", "ISO-8859-1")]);
    assert_eq!(string("urlEncode", &latin), "%E9");
    assert_eq!(
        string("urlDecode", &of("%E9", &[("charset", "ISO-8859-1")])),
        "é"
    );
    assert_eq!(
        fault("urlEncode", &of("a", &[("charset", "x")])).name,
        "UnsupportedEncodingException"
    );
    assert_eq!(
        fault("urlDecode", &"%4".into()).name,
        "IllegalArgumentException"
    );
    assert_eq!(
        fault("urlDecode", &"%zz".into()).name,
        "IllegalArgumentException"
    );
}

fn filled(format: &str, data: Value, locale: &str) -> Result<String, Fault> {
    let mut request = of("", &[("format", format), ("locale", locale)]).with("data", data);
    request.basic = Basic::Void;
    call(CLASS, "fmt", &request).map(|value| value.as_string().to_string())
}

#[test]
fn templates_are_filled_in() {
    let hello = of("Hello {name}{x}", &[("name", "Homer")]);
    assert_eq!(string("fmt", &hello), "Hello Homer");
    let escaped = of("\\{name} {name", &[("name", "Homer")]);
    assert_eq!(string("fmt", &escaped), "{name} {name");
    let nested = of("{a:-b}", &[("a", "{b}"), ("b", "c")]);
    assert_eq!(string("fmt", &nested), "c");
    let circle = fault("fmt", &of("{a}", &[("a", "{b}"), ("b", "{a}")]));
    assert_eq!(circle.name, "IllegalStateException");
    assert_eq!(
        circle.value.as_string(),
        "Infinite loop in property interpolation of {a}: a->b"
    );
}

#[test]
fn numbers_are_written_by_formats() {
    for (format, number, locale, expected) in [
        ("integer", 12_312_332.0, "en-us", "12,312,332"),
        ("percent", 0.6, "en-us", "60%"),
        ("percent", -1234.5678, "de-DE", "-123.457\u{a0}%"),
        ("#,##0.00", -1234.5, "en", "-1,234.50"),
        ("0000.#", 7.25, "en", "0007.2"),
        ("#", 0.0, "en", "0"),
        ("'#'0;(0)", -3.0, "en", "(3)"),
        ("currency", 3.0, "en-US", "$3.00"),
        ("currency", -1234.5678, "", "-¤1,234.57"),
        ("currency", -1234.5678, "it", "-1.234,57\u{a0}¤"),
        ("currency", -1234.5678, "de-DE", "-1.234,57\u{a0}€"),
    ] {
        let template = format!("{{n,number,{format}}}");
        let written = filled(&template, Value::VOID.with("n", number), locale);
        assert_eq!(written.unwrap(), expected);
    }
    let number = Value::VOID.with("n", 1234.5678);
    assert_eq!(filled("{n,number}", number, "it").unwrap(), "1.234,568");
    assert_eq!(
        filled("{n,number,integer}", Value::VOID, "en").unwrap(),
        "null"
    );
    let date = Value::VOID.with("n", 1_700_000_000_000i64);
    assert_eq!(filled("{n,date,yyyy}", date, "en").unwrap(), "2023");
    for (format, value) in [("number", "x".into()), ("colour", Value::from(1))] {
        let fault = filled(
            &format!("{{n,{format}}}"),
            Value::VOID.with("n", value),
            "en",
        );
        assert_eq!(fault.unwrap_err().name, "IllegalArgumentException");
    }
}

#[test]
fn templates_that_double_end() {
    let mut request = Value::from("{n0}");
    for level in 0..60 {
        let next = level + 1;
        request.set_child(&format!("n{level}"), format!("{{n{next}}}{{n{next}}}"));
    }
    assert_eq!(fault("fmt", &request).name, "OutOfMemoryError");
    let mut request = Value::from("{n0}");
    for level in 0..5000 {
        request.set_child(&format!("n{level}"), format!("{{n{}}}", level + 1));
    }
    assert_eq!(fault("fmt", &request).name, "StackOverflowError");
}

proptest! {
    #[test]
    fn pieces_join_to_the_whole(text in "[a-c,]{0,12}") {
        let answer = answer("split", &of(&text, &[("regex", ",")]).with("limit", -1));
        let mut request = Value::VOID.with("delimiter", ",");
        for piece in list(&answer, "result") {
            request.vector_mut("piece").push(piece.into());
        }
        prop_assert_eq!(string("join", &request), text);
    }

    #[test]
    fn encoded_texts_decode(text in ".{0,12}") {
        let encoded = string("urlEncode", &text.as_str().into());
        prop_assert_eq!(string("urlDecode", &encoded.into()), text);
    }

    #[test]
    fn nothing_panics(text in r"[{}\\a,:#0.;'%E-]{0,14}", field in r"[{}a]{0,5}", length: i32) {
        let request = of(&text, &[("a", &field), ("regex", "a*"), ("replacement", &text)]).with("length", length);
        for operation in ["fmt", "urlDecode", "splitByLength", "replaceAll", "split", "substring"] {
            let _ = call(CLASS, operation, &request);
        }
        let number = Value::from(format!("{{n,number,{text}}}")).with("n", 1.5);
        let _ = call(CLASS, "fmt", &number);
    }
}
