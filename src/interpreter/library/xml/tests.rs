use super::super::testing::{call, fault as fault_of, value as value_of};
use super::*;
use proptest::prelude::*;

const CLASS: &str = "joliex.util.XmlUtils";

/// What the interpreter of Jolie was asked to write.
fn sample() -> Value {
    let mut tree = Value::from("t<&>\"'\r")
        .with("b", "x")
        .with("c", Value::VOID)
        .with("d", Value::from("mixed").with("e", 1))
        .with("f", "😀é")
        .with(ATTRIBUTES, Value::VOID.with("z", "1<\"\n>&").with("y", "2"));
    tree.vector_mut("b").push("y".into());
    tree
}

fn written(request: Value) -> String {
    let request = request.with("root", Value::VOID.with("a", sample()));
    value_of(CLASS, "valueToXml", &request)
        .as_string()
        .to_string()
}

#[test]
fn values_are_written() {
    let plain = Value::VOID.with("plain", true);
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><a y=\"2\" z=\"1&lt;&quot;&#10;&gt;&amp;\">t&lt;&amp;&gt;\"'&#13;<b>x</b><b>y</b><c/><d>mixed<e>1</e></d><f>&#128512;é</f></a>";
    assert_eq!(written(plain.clone()), expected);
    let indented = plain.with("indent", true).with("omitXmlDeclaration", true);
    let expected = "<a y=\"2\" z=\"1&lt;&quot;&#10;&gt;&amp;\">\n  t&lt;&amp;&gt;\"'&#13;\n  <b>x</b>\n  <b>y</b>\n  <c/>\n  <d>\n    mixed\n    <e>1</e>\n  </d>\n  <f>&#128512;é</f>\n</a>\n";
    assert_eq!(written(indented), expected);
    let stored = written(Value::VOID.with("omitXmlDeclaration", true));
    assert!(stored.starts_with("<a _jolie_type=\"string\" y=\"2\" z="));
    assert!(
        stored.contains("<c _jolie_type=\"void\"/>")
            && stored.contains("<e _jolie_type=\"int\">1</e>")
    );
}

#[test]
fn what_cannot_be_written_is_a_fault() {
    let two = Value::VOID.with("root", Value::VOID.with("a", 1).with("b", 2));
    let fault = fault_of(CLASS, "valueToXml", &two);
    assert_eq!(
        (fault.name.as_str(), &*fault.value.as_string()),
        ("IllegalArgumentException", "Too many root nodes")
    );
    let odd = Value::VOID.with("root", Value::VOID.with("a b", 1));
    assert_eq!(fault_of(CLASS, "valueToXml", &odd).name, "DOMException");
    let mut deep = Value::VOID;
    for _ in 0..100_000 {
        deep = Value::VOID.with("a", deep);
    }
    assert_eq!(
        fault_of(CLASS, "valueToXml", &Value::VOID.with("root", deep)).name,
        "StackOverflowError"
    );
}

#[test]
fn documents_are_read() {
    let options = Value::VOID
        .with("includeAttributes", true)
        .with("includeRoot", true);
    let text = "<r x='1' xmlns:p=\"u\">a<p:b p:q='2'>t</p:b><![CDATA[<c>]]> &amp;&#65;\r\n</r>";
    let read = value_of(
        CLASS,
        "xmlToValue",
        &Value::from(text).with("options", options),
    );
    let root = read.child("r").unwrap();
    assert_eq!(root.as_string(), "a<c> &A\n");
    let b = root.child("b").unwrap();
    assert_eq!((&*b.as_string(), &*super::text(b, PREFIX)), ("t", "p"));
    assert_eq!(super::text(field(b, ATTRIBUTES), "q"), "2");
    assert_eq!(super::text(field(root, ATTRIBUTES), "p"), "u");
    let stored = "<r><a _jolie_type='int'>12</a><b _jolie_type='void'/><c>x</c></r>";
    let read = value_of(CLASS, "xmlToValue", &stored.into());
    assert!(matches!(read.child("a").unwrap().basic, Basic::Int(12)));
    assert!(!read.child("b").unwrap().is_defined());
    assert_eq!(super::text(&read, "c"), "x");
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><r>\xe9</r>";
    let raw = Value::new(Basic::Raw((*latin).into()));
    assert_eq!(value_of(CLASS, "xmlToValue", &raw).as_string(), "é");
}

#[test]
fn what_is_no_document_is_a_fault() {
    for text in [
        "",
        "<r><a></r>",
        "<r>",
        "<r/><s/>",
        "x<r/>",
        "<r/>x",
        "<r a=1/>",
        "<r a='1' a='2'/>",
        "<r>&foo;</r>",
        "<r",
    ] {
        assert_eq!(
            fault_of(CLASS, "xmlToValue", &text.into()).name,
            "SAXParseException",
            "{text}"
        );
    }
    let deep = "<a>".repeat(1_000_000);
    assert_eq!(
        fault_of(CLASS, "xmlToValue", &deep.into()).name,
        "StackOverflowError"
    );
    assert_eq!(
        fault_of(CLASS, "xmlToValue", &"<r _jolie_type='int'>x</r>".into()).name,
        "NumberFormatException"
    );
}

proptest! {
    #[test]
    fn stored_values_come_back(number: i32, text in "[a-z<>&\"' \n]{0,8}", real: f64, truth: bool) {
        prop_assume!(!real.is_nan());
        let tree = Value::from(text).with("n", number).with("r", real).with("t", truth).with("v", Value::VOID);
        let request = Value::VOID.with("root", Value::VOID.with("a", tree.clone()));
        let document = value_of(CLASS, "valueToXml", &request);
        prop_assert!(value_of(CLASS, "xmlToValue", &document).same_tree(&tree));
    }

    #[test]
    fn nothing_panics(text in "[<>/a =\"'&;:!\\[\\]CDAT-]{0,20}") {
        let _ = call(CLASS, "xmlToValue", &text.into());
    }
}
