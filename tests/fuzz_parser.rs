//! The parser of Jolie on texts that nobody would write: noise, soup of its own tokens, sound files with parts
//! deleted, doubled and swapped, and every bracket and prefix nested far beyond what is read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/fuzz_body.rs"]
mod fuzz_body;

use fuzz_body::body;
use quadrille::base::{Code, SourceId};
use quadrille::syntax::jolie::{LEVELS, parse};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// No single text may take so long, on a busy machine; it takes some milliseconds.
const LIMIT: Duration = Duration::from_secs(2);

/// How long each of the random tests goes on.
const TIME: Duration = Duration::from_secs(2);

/// A small source of numbers that look random, the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (below.max(1) as u64)).unwrap()
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.next(all.len())]
    }
}

/// Feeds texts to the body until the time is over; no single one may take longer than the limit.
fn for_a_while(seed: u64, mut text: impl FnMut(&mut Numbers) -> Vec<u8>) {
    let mut numbers = Numbers(seed);
    let started = Instant::now();
    while started.elapsed() < TIME {
        let bytes = text(&mut numbers);
        let before = Instant::now();
        body(&bytes);
        let time = before.elapsed();
        assert!(
            time < LIMIT,
            "{time:?} for {}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn noise_is_read() {
    for_a_while(1, |numbers| {
        let length = numbers.next(300);
        (0..length)
            .map(|_| u8::try_from(numbers.next(256)).unwrap())
            .collect()
    });
}

const TOKENS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "{",
    "}",
    ".",
    ",",
    ";",
    ":",
    "@",
    "#",
    "^",
    "?",
    "|",
    "||",
    "&&",
    "&",
    "!",
    "=",
    "==",
    "!=",
    "=>",
    "<",
    "<=",
    "<<",
    "<<-",
    ">",
    ">=",
    "+",
    "++",
    "+=",
    "-",
    "--",
    "-=",
    "->",
    "*",
    "*=",
    "/",
    "/=",
    "%",
    "\n",
    "\n",
    "\r\n",
    " ",
    "\t",
    "// c\n",
    "/* c */",
    "/*",
    "///",
    "\"s\"",
    "\"",
    "\\",
    "\"\\n\"",
    "0",
    "-1",
    "10L",
    "1.5",
    "1e5",
    "1e-5",
    "-.5",
    "1.",
    "99999999999",
    "a",
    "b",
    "été",
    "x.y",
    "a[0]",
    "OneWay",
    "RequestResponse",
    "linkIn",
    "linkOut",
    "if",
    "else",
    "include",
    "define",
    "nullProcess",
    "while",
    "execution",
    "install",
    "this",
    "synchronized",
    "throw",
    "scope",
    "spawn",
    "comp",
    "exit",
    "constants",
    "undef",
    "for",
    "foreach",
    "is_defined",
    "is_int",
    "instanceof",
    "int",
    "string",
    "throws",
    "cH",
    "init",
    "with",
    "true",
    "false",
    "provide",
    "until",
    "import",
    "from",
    "as",
    "private",
    "public",
    "main",
    "service",
    "type",
    "interface",
    "extender",
    "inputPort",
    "outputPort",
    "cset",
    "courier",
    "embed",
    "embedded",
    "foreign",
    "in",
    "over",
    "forward",
    "new",
    "global",
    "csets",
    "session",
    "roles",
    "plays",
    "where",
    "A -> B: x( p: T )",
    "void",
    "any",
    "raw",
    "undefined",
    "sequential",
    "concurrent",
    "single",
    "Java",
    "Jolie",
    "JavaScript",
    "java",
    "location",
    "protocol",
    "interfaces",
    "Interfaces",
    "aggregates",
    "redirects",
    "ranges",
    "length",
    "regex",
    "enum",
    "default",
];

#[test]
fn soup_of_tokens_is_read() {
    for_a_while(2, |numbers| {
        let mut text = String::from(numbers.of(&[
            "",
            "main {",
            "type T: ",
            "service S {",
            "main { a = ",
            "interface I {",
            "session S {",
        ]));
        for _ in 0..numbers.next(40) {
            text.push_str(numbers.of(TOKENS));
            text.push_str(numbers.of(&["", " ", " ", "\n"]));
        }
        text.into_bytes()
    });
}

const SNIPPETS: &[&str] = &[
    "main { [ buy( x )( y ) { y = x.a[#x.a] + 1 } ] { log@Console( y )() } [ quit() ] }",
    "main { install( F G => comp( s ) ; throw( H, ^v ), this => cH ) ; scope( s ) { with( a.b ) { .c << d { e = 1 } } } }",
    "main { for( i = 0, i < #v, i++ ) { a.(k)[i] -> b } | foreach( k : a ) undef( a.(k) ) | for( e in v ) exit }",
    "type T: int( ranges([0, *]) ) | string { a?: U b[1,3] { ? } \"c d\"*: any }\nprivate type U: void",
    "constants { A = 1, B = -2.5E-3 }\ninclude \"x.iol\"\nfrom .a.b-c import d as e, f\nexecution: concurrent",
    "inputPort P { location: \"socket://h:1\" protocol: http { format = \"json\" } interfaces: I, J aggregates: { Q, R } with E, S redirects: N => M OneWay: o( T ) RequestResponse: r( T )( U ) throws F( V ) G }",
    "service S( p: T ) { execution { single } cset { id: A.b.c B.d } embed V( p ) as W courier P { [ interface I( a )( b ) ] { forward( a )( b ) } } main { spawn( i over n ) in r { x = new } } foreign java {\n class: a.b\n} }",
    "define d { provide [ a( x ) ] { if( x instanceof int && !b ) c else if( d == e ) f else { g } } until [ z() ] { while( h ) { synchronized( l ) { linkIn( m ) } } } }",
];

/// The sound texts that are broken: the snippets, and the models of this project.
fn sound_texts() -> Vec<String> {
    let mut texts: Vec<String> = SNIPPETS.iter().map(|text| (*text).to_owned()).collect();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("models")];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|end| end == "ol" || end == "iol" || end == "session")
            {
                texts.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

#[test]
fn the_texts_that_are_broken_are_sound() {
    for text in sound_texts() {
        let (_, errors) = parse(SourceId::NOWHERE, &text);
        assert!(errors.is_empty(), "{errors:#?}\n{text}");
        body(text.as_bytes());
    }
}

#[test]
fn broken_texts_are_read() {
    let texts = sound_texts();
    for_a_while(3, |numbers| {
        let text = &texts[numbers.next(texts.len())];
        let mut parts: Vec<&str> = if numbers.next(3) == 0 {
            text.split_inclusive('\n').collect()
        } else {
            words(text)
        };
        for _ in 0..=numbers.next(3) {
            let (here, there) = (numbers.next(parts.len()), numbers.next(parts.len()));
            match numbers.next(4) {
                0 if parts.len() > 1 => drop(parts.remove(here)),
                1 => parts.insert(there, parts[here]),
                2 => parts.swap(here, there),
                _ => parts.insert(here, numbers.of(TOKENS)),
            }
        }
        parts.concat().into_bytes()
    });
}

/// A text cut where words begin and end.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut inside = false;
    for (at, character) in text.char_indices() {
        let word = character == '_' || character.is_alphanumeric();
        if at > start && !(word && inside) {
            words.push(&text[start..at]);
            start = at;
        }
        inside = word;
    }
    words.push(&text[start..]);
    words
}

/// What stands before the nest, what opens and closes each level, what is innermost, and what stands behind.
const NESTS: &[(&str, &str, &str, &str, &str)] = &[
    ("main { a = ", "(", "1", ")", "}"),
    ("main { a = ", "!", "b", "", "}"),
    ("main { a = ", "! ", "b", "", "}"),
    ("main { a = ", "b = ", "c", "", "}"),
    ("main { a = ", "b[0] = ", "c", "", "}"),
    ("main { a = ", "b + c = ", "d", "", "}"),
    ("main { a = ", "b && !c = ", "d", "", "}"),
    ("main { a[", "b[", "0", "]", "]++ }"),
    ("main { a = b", "[b", "", "]", "}"),
    ("main { a", ".(b", "", ")", "++ }"),
    ("main { a = b", ".(b", "", ")", "}"),
    ("main { a = ", "int( ", "1", ")", "}"),
    ("main { a = ", "p@Q( ", "1", ")", "}"),
    ("main { a = ", "{ b = ", "1", "}", "}"),
    ("main { a << ", "b { c << ", "1", "}", "}"),
    ("main { a = ", "if( b ) ", "c", " else d", "}"),
    ("main { a = ", "if( ", "c", ") a else b", "}"),
    ("main { a = ", "if( b ) c else ", "d", "", "}"),
    ("main ", "{", "a", "}", ""),
    ("main {", "(", "a", ")", "}"),
    ("main {", "[ a() ] {", "b", "}", "}"),
    ("main {", "a()() {", "b", "}", "}"),
    ("main {", "if( a ) ", "b", "", "}"),
    ("main {", "if( a ) b else {", "c", "}", "}"),
    ("main {", "if( a ) ", "d", " else b", "}"),
    ("main {", "while( a ) {", "b", "}", "}"),
    ("main {", "for( a, b, c ) ", "d", "", "}"),
    ("main {", "for( ", "a", ", b, c ) d", "}"),
    ("main {", "for( a in b ) ", "c", "", "}"),
    ("main {", "foreach( a : b ) ", "c", "", "}"),
    ("main {", "with( a ) {", "b", "}", "}"),
    ("main {", "scope( a ) {", "b", "}", "}"),
    ("main {", "synchronized( a ) {", "b", "}", "}"),
    ("main {", "spawn( a over b ) {", "c", "}", "}"),
    ("main {", "provide [ a() ] {", "b", "} until [ c() ]", "}"),
    ("main {", "install( F => ", "a", ")", "}"),
    ("main {", "a@B()()[ F => ", "a", "]", "}"),
    ("courier P { [ a( b ) ] {", "{", "forward( b )", "}", "} }"),
    ("type T: void ", "{ a: void ", "", "}", ""),
    ("session S {", "( ", "A -> B: x()", " )", "}"),
    ("session S {", "{ ", "A -> B: x()", " }", "}"),
    (
        "session S {",
        "[ A -> B: x() ] { ",
        "A -> B: y()",
        " }",
        "}",
    ),
    ("session S {", "A -> B: x()() { ", "A -> B: y()", " }", "}"),
    ("session S { A -> B: x() where ", "( ", "1", " )", "}"),
    ("session S { A -> B: x() where ", "!", "a", "", "}"),
    ("type T: void ", "{ a ", "", "}", ""),
    ("main { a = b instanceof void ", "{ c: void ", "", "}", "}"),
    (
        "inputPort P { location: \"local\" interfaces: I protocol: ",
        "(",
        "a",
        ")",
        "}",
    ),
    ("service S { embed V( ", "(", "1", ")", ") }"),
];

fn nest(
    (before, open, inside, close, behind): &(&str, &str, &str, &str, &str),
    depth: usize,
) -> String {
    let (open, close) = (open.repeat(depth), close.repeat(depth));
    format!("{before}{open}{inside}{close}{behind}")
}

#[test]
fn nests_of_a_hundred_are_read() {
    for parts in NESTS {
        let text = nest(parts, 100);
        let (_, errors) = parse(SourceId::NOWHERE, &text);
        assert!(errors.is_empty(), "{errors:#?}\n{text}");
        body(text.as_bytes());
    }
}

#[test]
fn nests_beyond_the_limit_are_one_located_error() {
    for parts in NESTS {
        for depth in [2 * LEVELS + 10, 4_900, 100_000] {
            let text = nest(parts, depth);
            let started = Instant::now();
            let (_, errors) = parse(SourceId::NOWHERE, &text);
            let time = started.elapsed();
            assert!(time < LIMIT, "{parts:?}: {time:?}");
            let codes: Vec<Code> = errors.iter().map(|error| error.code).collect();
            assert_eq!(codes, [Code::Q0002], "{parts:?}");
            let at = errors[0].primary.span;
            assert!(
                at.start < at.end && at.end as usize <= text.len(),
                "{parts:?}: {at:?}"
            );
        }
    }
}

/// Brackets and prefixes that are opened and never closed.
#[test]
fn nests_that_are_cut_off_are_refused() {
    for (before, open, ..) in NESTS {
        for depth in [1, 10, 100, 100_000] {
            let text = format!("{before}{}", open.repeat(depth));
            let started = Instant::now();
            let (_, errors) = parse(SourceId::NOWHERE, &text);
            let time = started.elapsed();
            assert!(time < LIMIT, "{before}{open}…: {time:?}");
            assert!(!errors.is_empty(), "{before}{open}…");
            for error in errors {
                assert!(
                    error.primary.span.end as usize <= text.len(),
                    "{before}{open}…"
                );
            }
        }
    }
}

/// What is long without being deep: before, part, behind.
const ROWS: &[(&str, &str, &str)] = &[
    ("main { a = b", " + b", "}"),
    ("main { a = b", " * b", "}"),
    ("main { a = b", " && b", "}"),
    ("main { a = b", " || b", "}"),
    ("main { a = b", " -1", "}"),
    ("main { a", ".b", "++ }"),
    ("main { a", ".b[0]", " = 1 }"),
    ("main { a", " ; a", "}"),
    ("main { a", " | a", "}"),
    ("main { a", "\na", "}"),
    ("main {", "[ a() ]", "}"),
    ("main { if( a ) b", " else if( c ) d", "}"),
    ("main { install( F", " F", " => a ) }"),
    ("main { a = 1 {", "b = 1,", "} }"),
    ("type T: int", " | int", ""),
    ("type T: { a: int", " | int", "}"),
    ("interface I { OneWay: a", ", a", "}"),
    ("constants { A = 1", ", A = 1", "}"),
    ("main { a = \"", "\\n", "\" }"),
    ("main { a /*", "*", "*/ }"),
    ("main { a", " // c\n", "}"),
    ("from a", ".a", " import b"),
    ("main { a }", "\ndefine d { a }", ""),
];

#[test]
fn long_rows_are_read() {
    for (before, part, behind) in ROWS {
        let text = format!("{before}{}{behind}", part.repeat(4_000));
        let started = Instant::now();
        let (_, errors) = parse(SourceId::NOWHERE, &text);
        let time = started.elapsed();
        assert!(errors.is_empty(), "{before}{part}…: {:#?}", errors[0]);
        assert!(time < LIMIT, "{before}{part}…: {time:?}");
    }
}
