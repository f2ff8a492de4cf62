//! Where Jolie's grammar is tricky: what is read as what, what is refused, where and with which words.

use super::parse;
use super::tree::{ExpressionKind, Item, PathRoot, Process, ProcessKind};
use crate::base::{Code, SourceId, Sources};

fn main_of(body: &str) -> Process {
    let text = format!("main {{\n{body}\n}}");
    let (file, errors) = parse(SourceId::NOWHERE, &text);
    assert_eq!(errors, [], "in {text}");
    match file.items.into_iter().next() {
        Some(Item::Main(code)) => code.body,
        other => panic!("no main but {other:?}"),
    }
}

/// Line, column and code of each error.
fn errors(text: &str) -> Vec<(usize, usize, Code)> {
    let mut sources = Sources::default();
    let source = sources.add("test.ol", text);
    let errors = parse(source, text).1;
    errors
        .iter()
        .map(|error| {
            let position = sources
                .get(source)
                .unwrap()
                .position(error.primary.span.start);
            (position.line, position.column, error.code)
        })
        .collect()
}

fn refused(body: &str) {
    assert_ne!(
        errors(&format!("main {{\n{body}\n}}")),
        [],
        "accepted: {body}"
    );
}

#[test]
fn statements_are_separated_by_new_lines_or_semicolons() {
    let ProcessKind::Sequence(parts) =
        main_of("a = 1\nb = 2 ; c = 3 /* a comment counts */ d = 4").kind
    else {
        panic!("no sequence");
    };
    assert_eq!(parts.len(), 4);
    refused("a = 1 b = 2");
    refused("a = 1;");
    refused("");
    refused("{ a = 1 } b = 2");
    refused("while( a ) b = 1");
}

#[test]
fn expressions_run_over_lines() {
    let ProcessKind::Assign { value, .. } = main_of("a = 1\n-1").kind else {
        panic!("no assignment")
    };
    assert!(matches!(value.kind, ExpressionKind::Sum(..)));
    let ProcessKind::Assign { value, .. } = main_of("a = b\n{ c = 1 }").kind else {
        panic!("no assignment")
    };
    assert!(matches!(value.kind, ExpressionKind::Tree(Some(_), _)));
    refused("a = b\n[ f( x ) ]");
    refused("a = b\n{ c = 1 | d = 2 }");
    let ProcessKind::With { body, .. } = main_of("with( w ) { a = p\n.x = 1 }").kind else {
        panic!("no with")
    };
    let ProcessKind::Assign { value, .. } = body.kind else {
        panic!("not one assignment")
    };
    assert!(matches!(value.kind, ExpressionKind::Assign(..)));
}

#[test]
fn brackets_after_a_solicit_response_are_handlers_or_a_choice() {
    let ProcessKind::Send(send) = main_of("f@P( 1 )( x ) [ F => a = 1, G => b = 2 ]").kind else {
        panic!("no output");
    };
    assert_eq!(send.solicit.unwrap().handlers.len(), 2);
    let ProcessKind::Sequence(parts) = main_of("f@P( 1 )( x )\n[ g( y ) ] { a = 1 }").kind else {
        panic!("no sequence");
    };
    assert!(matches!(parts[1].kind, ProcessKind::Choice(_)));
}

#[test]
fn a_choice_type_takes_the_bar() {
    refused("a = x instanceof int | b = 3");
    let ProcessKind::Parallel(parts) = main_of("a = ( x instanceof int ) | b = 3").kind else {
        panic!("no parallel");
    };
    assert_eq!(parts.len(), 2);
}

#[test]
fn reserved_words_are_names_where_jolie_allows_them() {
    main_of("a.type = b.for.if ; x << { .with = 1, if = 2 } ; throw init");
    refused("for = 1");
}

#[test]
fn a_dot_needs_a_with() {
    assert_eq!(errors("main { a = .x }"), [(1, 12, Code::Q0004)]);
    let ProcessKind::With { body, .. } = main_of("with( a ) { .b = 1 }").kind else {
        panic!("no with")
    };
    let ProcessKind::Assign { path, .. } = body.kind else {
        panic!("no assignment")
    };
    assert_eq!(path.root, PathRoot::With);
}

#[test]
fn comparisons_do_not_associate() {
    refused("a = b < c < d");
    let ProcessKind::Assign { value, .. } = main_of("a = !b == c").kind else {
        panic!("no assignment")
    };
    assert!(matches!(value.kind, ExpressionKind::Compare(..)));
}

#[test]
fn fields_after_a_dot_stand_on_new_lines() {
    assert_eq!(errors("type T {\n.a: int\n.b: string }"), []);
    assert_eq!(errors("type T { .a: int }"), [(1, 10, Code::Q0001)]);
    assert_eq!(errors("type T: U { a: int }"), [(1, 11, Code::Q0001)]);
    assert_eq!(errors("type T { a: { b: int } }"), [(1, 13, Code::Q0001)]);
    assert_eq!(errors("type T { a { b: int } c | string d }"), []);
}

#[test]
fn each_broken_declaration_is_reported() {
    let text = "type A { a: }\ninterface I { OneWay: a( }\nservice S {\n  main { a = ; }\n  init { b = 1 }\n  \
                execution: often\n}\ntype B: int\n";
    assert_eq!(
        errors(text),
        [
            (1, 13, Code::Q0001),
            (2, 26, Code::Q0001),
            (4, 14, Code::Q0001),
            (6, 14, Code::Q0001)
        ]
    );
    let (file, _) = parse(SourceId::NOWHERE, text);
    assert_eq!(
        file.items.len(),
        2,
        "the service, with its init, and type B are kept"
    );
}

#[test]
fn mistakes_are_said_in_words() {
    let said = |text: &str| {
        let error = parse(SourceId::NOWHERE, text).1.into_iter().next().unwrap();
        format!("{}; {}", error.message, error.help.unwrap_or_default())
    };
    assert_eq!(
        said("main { a = 1 b = 2 }"),
        "expected an operator or the end of the expression, found `b`; \
         two statements on one line are separated by `;`"
    );
    assert_eq!(
        said("main { }"),
        "expected a statement, found `}`; a body may not be empty: write nullProcess"
    );
    assert_eq!(
        said("main { a = 'x' }"),
        "expected an expression, found `'`; strings are written in double quotes"
    );
    assert_eq!(
        said("main { a = ( 1 }"),
        "expected an operator or the end of the expression, found `}`; "
    );
    assert_eq!(
        said("main { a = 99999999999 }"),
        "this number does not fit an int; "
    );
}

#[test]
fn slips_of_other_languages_are_helped() {
    let help = |text: &str| {
        let error = parse(SourceId::NOWHERE, text).1.into_iter().next();
        error.and_then(|error| error.help).unwrap_or_default()
    };
    assert!(help("type T { a: int, b: int }").starts_with("white space alone"));
    assert!(help("type T { .a: int }").contains("only after a new line"));
    assert!(help("main { a = -b }").contains("no unary minus"));
    assert_eq!(help("main { foreach( a -> b ) { c = 1 } }"), "");
}
