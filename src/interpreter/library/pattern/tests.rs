use super::*;
use proptest::prelude::*;

fn found(pattern: &str, text: &str) -> Vec<String> {
    let pattern = Pattern::compile(pattern).unwrap();
    let mut matcher = pattern.matcher(text);
    let mut all = Vec::new();
    while let Some(found) = matcher.find().unwrap() {
        all.push(text[found.whole()].to_owned());
    }
    all
}

fn fits(pattern: &str, text: &str) -> bool {
    let pattern = Pattern::compile_whole(pattern).unwrap();
    pattern.matcher(text).find().unwrap().is_some()
}

fn refused(pattern: &str) -> String {
    match Pattern::compile(pattern) {
        Ok(_) => panic!("{pattern} is read"),
        Err(fault) => {
            assert_eq!(fault.name, "PatternSyntaxException");
            fault.value.as_string().to_string()
        }
    }
}

#[test]
fn a_search_goes_on_behind_an_empty_match() {
    assert_eq!(found("b*", "abc"), ["", "b", "", ""]);
    assert_eq!(found("", "é1"), ["", "", ""]);
    assert_eq!(found("a|ab", "abab"), ["a", "a"]);
}

#[test]
fn classes_are_those_of_ascii() {
    assert_eq!(found(r"\w+", "café ok"), ["caf", "ok"]);
    assert_eq!(found(r"\d+", "١2"), ["2"]);
    assert_eq!(found(r"\bk", "ék k"), ["k", "k"]);
    assert_eq!(found(r"\B.", "ab"), ["b"]);
    assert_eq!(found(r"[\w&&[^\d_]]+", "ab1_c"), ["ab", "c"]);
    assert_eq!(found(r"[a-c[x-z]]+", "abxyq"), ["abxy"]);
    assert_eq!(found("[]a-]+", "]-ab"), ["]-a"]);
    assert_eq!(
        found(r"[^\]\[#~-]+", "a[b#c~d-e"),
        ["a", "b", "c", "d", "e"]
    );
    assert_eq!(found(r"\p{Punct}+", "a!~[b"), ["!~["]);
    assert_eq!(found(r"\p{Lu}\p{IsAlphabetic}\P{L}", "Éa1"), ["Éa1"]);
    assert_eq!(found(r"\p{javaWhitespace}", "a\u{a0} \t"), [" ", "\t"]);
    assert_eq!(found(r"\h\v", "\u{a0}\u{85}"), ["\u{a0}\u{85}"]);
}

#[test]
fn lines_end_as_in_java() {
    assert_eq!(found("a.?$", "ab\n"), ["ab"]);
    assert_eq!(found("a$", "a\r\n"), ["a"]);
    assert_eq!(found("(?m)^.*$", "a\r\nb\u{2028}c"), ["a", "b", "c"]);
    assert_eq!(found("(?s)a.b", "a\nb"), ["a\nb"]);
    assert_eq!(found(r"\R", "\r\n\u{b}"), ["\r\n", "\u{b}"]);
    assert!(!fits(".", "\u{85}") && fits("(?d).", "\u{85}"));
    assert_eq!(found(r"x\Z", "x\n"), ["x"]);
    assert!(found(r"x\z", "x\n").is_empty());
}

#[test]
fn groups_quotes_and_modes() {
    assert!(fits(r"(?<a>x)\k<a>(y)\2", "xxyy"));
    assert!(fits(r"(a)\12", "aa2"));
    assert!(!fits(r"(a)?\2", "a"));
    assert!(fits(r"\Qa.b(\E+", "a.b(((") && fits(r"\Q*", "*"));
    assert!(fits("(?i)abc(?-i)D", "ABCD") && !fits("(?i)abc(?-i)D", "ABCd"));
    assert!(fits("(?x) a  b # comment\n c", "abc"));
    assert!(fits(r"a{2}b{1,}c{0,1}?", "aabbc") && !fits("a++a", "aaa"));
    assert!(fits(r"(?=a)a(?!b)(?<=a)c(?<!b)", "ac") && fits("(?>a|ab)c", "ac"));
    assert!(fits(
        r"\x41A\x{1F600}😀\0101\cA\e\-\_",
        "AA😀😀A\u{1}\u{1b}-_"
    ));
    assert!(fits("}]-,", "}]-,") && fits("a|ab", "ab"));
}

#[test]
fn what_is_no_pattern_says_so() {
    assert_eq!(
        refused("*a"),
        "Dangling meta character '*' near index 0\n*a\n^"
    );
    assert!(refused("(") == "Unclosed group near index 1\n(");
    assert!(refused("a)") == "Unmatched closing ')' near index 0\na)\n^");
    assert!(refused("[a").starts_with("Unclosed character class near index 1"));
    assert!(refused("{").starts_with("Illegal repetition"));
    assert!(refused("a{2,1}").starts_with("Illegal repetition range"));
    assert!(refused("[b-a]").starts_with("Illegal character range"));
    assert!(refused(r"\y").starts_with("Illegal/unsupported escape sequence"));
    assert!(refused("(?").starts_with("Unknown group type"));
    assert!(refused("(?k)").starts_with("Unknown inline modifier"));
    assert!(refused(r"\p{InGreek}").starts_with("Unknown character property name"));
    for hostile in [
        r"\", "[", "[^", r"[\", "(?<", "a{", "a{9", r"\x", r"\u12", r"\c", r"\p", "(?<=a+)b",
    ] {
        let _ = Pattern::compile(hostile).map(|_| ());
    }
    let _ = Pattern::compile(&"(".repeat(100_000)).map(|_| ());
    let _ =
        Pattern::compile(&format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000))).map(|_| ());
    let _ = Pattern::compile(&"[".repeat(100_000)).map(|_| ());
    let _ = Pattern::compile("((a{1000}){1000}){1000}").map(|_| ());
}

#[test]
fn a_search_without_end_is_cut_off() {
    let text = "a".repeat(5000);
    let pattern = Pattern::compile(r"(?=(a+)+$)\1b(x+x+)+y").unwrap();
    let _ = pattern.matcher(&text).find().map(|_| ());
    let pattern = Pattern::compile(r"(a*)*\1b").unwrap();
    let fault = pattern.matcher(&text).find().map(|_| ()).unwrap_err();
    assert_eq!(fault.name, "StackOverflowError");
}

proptest! {
    #[test]
    fn nothing_panics(pattern in r"[-a\[\]()^$.*+?{},|\\dwpQE<>:=!&#0-9é]{0,14}", text in "[aé1-]{0,6}") {
        if let Ok(pattern) = Pattern::compile(&pattern) {
            let mut matcher = pattern.matcher(&text);
            let mut count = 0;
            while let Ok(Some(_)) = matcher.find() {
                count += 1;
            }
            prop_assert!(count <= text.chars().count() + 1);
        }
    }
}
