//! The parsers of protocols on soups of their own tokens: whatever comes is read or refused at places inside of it, soon,
//! and what is read can be judged. (Sessions are read by the parser of Jolie: `tests/fuzz_parser.rs`.)

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/chance.rs"]
mod chance;

use chance::Chance;
use quadrille::base::{Diagnostic, SourceId};
use quadrille::protocol;
use quadrille::protocol::implementable::{Delivery, implementable};
use quadrille::syntax::{nuscr, scribble, sprout};
use std::time::{Duration, Instant};

/// How long each language is tried.
const TIME: Duration = Duration::from_secs(3);

/// No text may take longer.
const LIMIT: Duration = Duration::from_secs(3);

const SCRIBBLE: &[&str] = &[
    "module m;",
    "import a.b as c;",
    "type <java> \"x\" from \"y\" as T;",
    "global protocol",
    "P",
    "Q",
    "aux",
    "(role A, role B)",
    "(role A, role B, role C)",
    "<sig M>",
    "{",
    "}",
    "1() from A to B;",
    "2(T) from B to A;",
    "3() from B to C;",
    "M from A to B;",
    "choice at A",
    "choice at B",
    "or",
    "rec X",
    "continue X;",
    "do P(A, B);",
    "do Q<1()>(B, A);",
    "é",
    "/*",
    "//\n",
    "\n",
];

const NUSCR: &[&str] = &[
    "(*# RefinementTypes #*)",
    "(*# NestedProtocols #*)",
    "global protocol",
    "nested protocol",
    "P",
    "Q",
    "(role A, role B)",
    "(role A; new role C)",
    "{",
    "}",
    "1() from A to B;",
    "x(n: int{n > 0 && not (n = m)}) from A to B;",
    "y(m: string) from B to A, C;",
    "choice at A",
    "or",
    "rec X",
    "rec X [n<A>: (n: int{n < 9}) = 0] {",
    "rec Y [m<A>: int = n - 1] {",
    "continue X;",
    "continue X [n + 1];",
    "do P(A, B);",
    "A calls Q(A, B);",
    "@\"x\"",
    "é",
    "(*",
    "*)",
    "(*)",
    "\n",
];

const SPROUT: &[&str] = &[
    "Initial state: (0)\n",
    "Initial register assignments: r=0, s=1\n",
    "(0) p->q:x{True} (1)\n",
    "(1) q->p:y{r'=y} (0)\n",
    "(1) q->r:z{z=r/\\",
    "~(",
    ")",
    "x>0",
    "\\/",
    "} (2)\n",
    "Final states: (1)",
    "(",
    "99999999999999999999",
    "é",
    "// c\n",
];

fn for_a_while(words: &[&str], head: &str, body: impl Fn(&str)) {
    let mut chance = Chance::new(1);
    let begin = Instant::now();
    while begin.elapsed() < TIME {
        let count = chance.below(40);
        let mut text = if chance.one_in(2) {
            String::new()
        } else {
            head.to_owned()
        };
        for _ in 0..count {
            text.push_str(chance.pick(words));
            text.push(' ');
        }
        let before = Instant::now();
        body(&text);
        assert!(before.elapsed() < LIMIT, "{text}");
    }
}

fn inside(errors: &[Diagnostic], text: &str) {
    for error in errors {
        assert!(!error.message.is_empty());
        let span = error.primary.span;
        for end in [span.start, span.end] {
            assert!(text.is_char_boundary(end as usize), "{span:?} of {text}");
        }
    }
}

#[test]
fn scribble_is_read_or_refused() {
    for_a_while(
        SCRIBBLE,
        "module m; global protocol P(role A, role B) { ",
        |text| {
            let (module, errors) = scribble::parse(SourceId::NOWHERE, text);
            inside(&errors, text);
            let found = protocol::scribble::protocols(&[module]);
            for global in &found.globals {
                let _ = implementable(global, Delivery::PeerToPeer);
                let _ = protocol::scribble::rules::judge(global);
            }
        },
    );
}

#[test]
fn nuscr_is_read_or_refused() {
    let head = "global protocol P(role A, role B) { ";
    for_a_while(NUSCR, head, |text| {
        let (file, errors) = nuscr::parse(SourceId::NOWHERE, text);
        inside(&errors, text);
        let found = protocol::nuscr::protocols(&file);
        inside(&found.diagnostics, text);
        for global in &found.globals {
            let _ = implementable(global, Delivery::PeerToPeer);
            let _ = protocol::written::session(global);
            let _ = protocol::written::nuscr(&[global]);
        }
    });
}

#[test]
fn sprout_is_read_or_refused() {
    for_a_while(
        SPROUT,
        "Initial state: (0)\nInitial register assignments: r=0\n",
        |text| {
            let (file, errors) = sprout::parse(SourceId::NOWHERE, text);
            inside(&errors, text);
            let _ = protocol::sprout::global(&file, "soup".into());
        },
    );
}
