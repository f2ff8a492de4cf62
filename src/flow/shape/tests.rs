//! The domain and its rules: what is joined, written, copied, and which trees no type takes.

use super::place::{Change, forget, read, steps, write};
use super::{Elements, Kinds, Leaves, Root, Shape, Site, misfit, sites, surely};
use crate::base::Name;
use crate::program::{Program, Settings, TypeId, load};
use crate::syntax::jolie::tree::{Basic, Literal};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

static FILES: AtomicUsize = AtomicUsize::new(0);

fn key(path: &str) -> Vec<super::place::Step> {
    let names: Vec<Name> = path.split('.').map(Name::from).collect();
    steps(&names).0
}

fn int(value: i32) -> Root {
    Root::literal(&Literal::Int(value))
}

fn session() -> Arc<Shape> {
    Shape::nothing()
}

/// What is sent by `main`, for each message whether its type may take it.
fn fits(types: &str, main: &str) -> Vec<bool> {
    sent(types, main, &|program, of, site| {
        !site.is_doomed(|shape| misfit(program, of, shape).is_some())
    })
}

/// What is sent by `main`, for each message whether it is surely of its type.
fn proved(types: &str, main: &str) -> Vec<bool> {
    sent(types, main, &|program, of, site| {
        site.shapes().all(|shape| surely(program, of, shape))
    })
}

/// What is sent by `main`, with what is said of each message and its type.
fn sent(types: &str, main: &str, said: &dyn Fn(&Program, TypeId, &Site<'_>) -> bool) -> Vec<bool> {
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let name = format!("quadrille-shape-{}-{number}.ol", std::process::id());
    let path = std::env::temp_dir().join(name);
    let text = format!(
        "{types}\nservice Main {{ outputPort P {{ location: \"socket://localhost:9000\" protocol: sodep
            oneWay: t( T ), any( any ) requestResponse: ask( void )( T ) throws F }}
            {main} }}"
    );
    std::fs::write(&path, text).unwrap();
    let loaded = load(std::slice::from_ref(&path), &Settings::default());
    std::fs::remove_file(&path).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let program = &loaded.program;
    let service = program.entry(None).unwrap();
    let port = program[service].output_ports.values().next().unwrap();
    let found = sites(program, service).unwrap_or_default();
    let each = found.into_iter().map(|site| {
        let Leaves::Request { operation, .. } = site.leaves else {
            panic!("only messages are sent")
        };
        said(program, port.operations[&operation.name].request(), &site)
    });
    each.collect()
}

#[test]
fn a_write_makes_what_is_missing_and_a_read_does_not() {
    let mut state = session();
    write(&mut state, &key("a.b.c"), Change::Root(int(1)));
    assert_eq!(read(&state, &key("a.b.c")).first.root, int(1));
    assert_eq!(read(&state, &key("a.b")).min, 1);
    assert_eq!(read(&state, &key("a.x")).max, Some(0));
    assert_eq!(read(&state, &key("q.x.y")).max, Some(0));
    write(&mut state, &key("a.b"), Change::Remove);
    assert_eq!(read(&state, &key("a.b")).max, Some(0));
    assert_eq!(read(&state, &key("a")).min, 1);
}

#[test]
fn elements_behind_the_first_are_one() {
    let mut state = session();
    write(&mut state, &key("a.[2]"), Change::Root(int(2)));
    let elements = read(&state, &key("a"));
    assert_eq!((elements.min, elements.max), (3, Some(3)));
    assert_eq!(elements.first, Shape::nothing());
    let kinds = Kinds::of(Basic::Int).or(Kinds::of(Basic::Void));
    assert_eq!(elements.element(1).root.kinds, kinds);
    assert_eq!(elements.element(3), Shape::nothing());
}

#[test]
fn what_is_joined_is_there_when_it_is_on_both_sides() {
    let (mut left, mut right) = (session(), session());
    write(&mut left, &key("a"), Change::Root(int(1)));
    write(&mut left, &key("b"), Change::Root(int(1)));
    write(&mut right, &key("a"), Change::Root(int(2)));
    let joined = Shape::join(&left, &right);
    let a = read(&joined, &key("a"));
    let constants = Some(vec![Literal::Int(1), Literal::Int(2)]);
    assert_eq!((a.min, a.first.root.constants.clone()), (1, constants));
    let b = read(&joined, &key("b"));
    assert_eq!((b.min, b.max), (0, Some(1)));
    // What is not there says nothing of what would be.
    assert_eq!(b.first.root, int(1));
    assert_eq!(Shape::join(&joined, &joined), joined);
}

#[test]
fn what_is_forgotten_may_be_there_or_not() {
    let mut state = session();
    write(&mut state, &key("a.b"), Change::Root(int(1)));
    forget(&mut state, &key("a.b"));
    assert_eq!(read(&state, &key("a")).min, 1);
    assert_eq!(read(&state, &key("a.b")), Elements::unknown());
    forget(&mut state, &key("c.d"));
    let made = read(&state, &key("c"));
    assert_eq!((made.min, made.max), (0, Some(1)));
    assert_eq!(read(&state, &key("c.d")), Elements::unknown());
}

#[test]
fn a_copy_leaves_the_children_that_the_other_tree_has_not() {
    let types = "type T { a: int b: int }";
    assert_eq!(
        fits(
            types,
            "main { x.a = 1; y.b = 2; x << y; t@P( x ); t@P( y ) }"
        ),
        [true, false]
    );
    // An element is copied whole; those behind it stay.
    assert_eq!(
        fits(
            "type T { a[2,2]: int }",
            "main { x.a[1] = \"b\"; y.a = 1; x << y; t@P( x ); y.a[1] = 2; x << y; t@P( x ) }"
        ),
        [false, true]
    );
    // What is not there changes nothing; `=` takes the root alone.
    assert_eq!(
        fits(
            types,
            "main { x << { a = 1, b = 2 }; x << nobody; t@P( x ); z = x; t@P( z ) }"
        ),
        [true, false]
    );
}

#[test]
fn kinds_of_sums_and_products_are_those_of_jolie() {
    let types = "type T: int";
    let sums = [
        ("1 + 2", true),
        ("1 + 2L", false),
        ("2 * 0.5", false),
        ("\"4\" * 2", true),
        ("\"4\" + 2", false),
        ("nobody + 2", true),
        ("nobody * 2.0", true),
        ("true + 1", true),
        ("int( \"5\" )", true),
        ("#x", true),
        ("new", false),
        ("1 == 1", false),
        ("if( x ) 1 else \"a\"", true),
        ("if( x ) true else \"a\"", false),
    ];
    for (sum, fits_int) in sums {
        let main = format!("main {{ t@P( {sum} ) }}");
        assert_eq!(fits(types, &main), [fits_int], "{sum}");
    }
}

#[test]
fn loops_are_gone_through_until_nothing_is_new() {
    let types = "type T: int";
    let main = "main { ask@P()( n ); x = 1; while( y < n ) { t@P( x ); x = \"a\"; y++ }; t@P( x ); t@P( y ) }";
    assert_eq!(fits(types, main), [true, true, true, true]);
    let main = "main { for( i = 0, i < 3, i++ ) { t@P( \"a\" + i ); t@P( i ) } }";
    assert_eq!(fits(types, main), [false, true]);
    let main = "main { foreach( k : args.x ) { t@P( k ) }; for( e in args ) { t@P( e ) } }";
    assert_eq!(fits(types, main), [false, true]);
}

#[test]
fn nobody_comes_where_a_condition_cannot_hold() {
    let types = "type T: int";
    let main = "main { x = \"a\"; if( is_int( x ) ) { t@P( x ) }; if( !is_defined( x ) ) { t@P( x ) };
        if( x instanceof int ) { t@P( x ) }; if( x == \"b\" && y ) { t@P( x ) } else { t@P( x ) } }";
    assert_eq!(fits(types, main), [false]);
    let main = "main { ask@P()( r ); throw( F ); t@P( \"never\" ) }";
    assert_eq!(fits(types, main), [true]);
}

#[test]
fn parallel_parts_and_handlers_see_what_others_may_have_done() {
    let types = "type T: int";
    let main = "main { x = \"a\"; { t@P( x ) | x = 1 }; t@P( x ) }";
    assert_eq!(fits(types, main), [true, true]);
    let main = "main { x = \"a\"; { { y = \"b\"; t@P( y ) } | z = 1 }; t@P( z ); t@P( y ) }";
    assert_eq!(fits(types, main), [false, true, false]);
    let main = "main { x = \"a\"; scope( s ) { install( F => t@P( x ) ); ask@P()( r ); x = 1 }; t@P( x ) }";
    assert_eq!(fits(types, main), [true, true, true]);
    let main =
        "main { x = \"a\"; scope( s ) { install( F => t@P( x ) ); ask@P()( r ) }; t@P( x ) }";
    assert_eq!(fits(types, main), [true, false, false]);
}

#[test]
fn a_definition_is_followed_where_it_is_called() {
    let types = "type T: int";
    let main = "define send { t@P( x ) } define again { x = 1; again } main { x = \"a\"; send; x = 1; send; again; send }";
    assert_eq!(fits(types, main), [true]);
    let main = "define send { t@P( x ) } main { x = \"a\"; send; x = true; send }";
    assert_eq!(fits(types, main), [false]);
}

#[test]
fn second_names_and_computed_ones_are_not_followed() {
    let types = "type T { a: int }";
    let main = "main { x -> y.z; x.a = 1; t@P( y.z ); t@P( x ); k = \"a\"; w.(k) = 1; t@P( w ); v.b.(k) = 1; t@P( v ) }";
    assert_eq!(fits(types, main), [true, true, true, false]);
    let main = "main { any@P( x.l ); x.l[0].a = true; ask@P()( r ); x.l[r.a] = 1;
        for( e in x.l ) { e.a = 1 }; t@P( x.l ); undef( q.(k) ); t@P( q ) }";
    assert_eq!(fits(types, main), [true, true, true, true]);
}

#[test]
fn a_choice_takes_what_one_of_its_parts_takes() {
    let types = "type T: int { a: int } | string | void { b*: int }";
    let sent = [
        ("1 { a = 1 }", true),
        ("1", false),
        ("\"x\"", true),
        ("\"x\" { a = 1 }", false),
        ("{ b = 1 }", true),
        ("{ b = true }", false),
        ("{ c = 1 }", false),
        ("1L", false),
    ];
    for (value, taken) in sent {
        let main = format!("main {{ t@P( {value} ) }}");
        assert_eq!(fits(types, &main), [taken], "{value}");
    }
}

#[test]
fn types_that_hold_themselves_and_long_programs_end() {
    let types = "type T: int { t*: T }";
    let deep = "main { ask@P()( x ); t@P( x ); x.t.t.t.t.t.t.t.t.t.t = \"a\"; t@P( x ) }";
    assert_eq!(fits(types, deep), [true, true, false]);
    let nested = (0..40).fold("t@P( \"a\" )".to_owned(), |body, _| {
        format!("while( x < 1 ) {{ x = x + 1; {body} }}")
    });
    // Too long to be followed: nothing is said.
    assert!(fits(types, &format!("main {{ {nested} }}")).is_empty());
}

/// Whether the last message of `main` may be taken, where `T` is a number and a text.
fn last(main: &str) -> bool {
    let types = "type T { n: int s?: string v[0,3]: int }";
    let found = fits(types, &format!("main {{ {main} }}"));
    *found.last().unwrap()
}

#[test]
fn loops_that_are_counted_are_followed_round_by_round() {
    let counted =
        |most: u32| format!("t.n = 1; for( i = 0, i < {most}, i++ ) {{ t.v[i] = i }}; t@P( t )");
    assert!(last(&counted(3)));
    assert!(!last(&counted(4)));
    assert!(!last(
        "t.n = 1; while( #t.v < 4 ) { t.v[ #t.v ] = 1 }; t@P( t )"
    ));
    // How often is not known.
    assert!(last(
        "t.n = 1; ask@P()( a ); for( i = 0, i < a.n, i++ ) { t.v[i] = i }; t@P( t )"
    ));
    // The second round is refused, unless it is not surely gone through.
    assert!(!last(
        "t.n = 1; for( i = 0, i < 2, i++ ) { t@P( t ); t.s = 1 }"
    ));
    assert!(last(
        "t.n = 1; ask@P()( a ); for( i = 0, i < 2, i++ ) { if( a.n > i ) { t@P( t ) }; t.s = 1 }"
    ));
    assert!(!last(
        "l[0] = 1; l[1] = 2; for( e in l ) { t@P( { n = x } ); x = \"a\" }"
    ));
}

#[test]
fn names_and_sums_that_are_known_are_followed() {
    assert!(!last("f = \"m\"; t.( f ) = 1; t@P( t )"));
    assert!(last("f = \"n\"; t.( f ) = 1; t@P( t )"));
    assert!(!last(
        "f = \"n\"; t.( f + f ) = 1; t.s = 1; t.n = 1; t@P( t )"
    ));
    assert!(last("ask@P()( a ); t.( a.s ) = 1; t@P( t )"));
}

#[test]
fn what_has_children_is_defined() {
    assert!(!last(
        "o.t.s = \"a\"; if( !is_defined( o.t ) ) { o.t.n = 1 }; t@P( o.t )"
    ));
    assert!(last(
        "o.t.s = \"a\"; if( !is_defined( o.t.n ) ) { o.t.n = 1 }; t@P( o.t )"
    ));
}

#[test]
fn parallel_parts_leave_what_they_alone_write() {
    assert!(!last("{ t.n = \"a\" | t.s = \"b\" }; t@P( t )"));
    assert!(last("{ t.n = 1 | t.s = \"b\" }; t@P( t )"));
    assert!(last("{ t.n = 1 | t.n = \"b\" }; t@P( t )"));
    assert!(last("{ t << { n = 1 } | t.n = \"b\" }; t@P( t )"));
    assert!(last("{ t.v[0] = 1 | t.v[1] = \"b\" }; t.n = 1; t@P( t )"));
}

#[test]
fn one_session_has_what_is_global() {
    assert!(!last("global.t.n = \"a\"; t@P( global.t )"));
    assert!(last(
        "t.n = 1; t.s = global.inputPorts.In.location; t@P( t )"
    ));
}

#[test]
fn faults_carry_what_is_thrown() {
    let caught =
        |value: &str| format!("scope( s ) {{ install( E => t@P( s.E ) ); throw( E, {value} ) }}");
    assert!(!last(&caught("{ n = \"a\" }")));
    assert!(last(&caught("{ n = 1 }")));
    let either = "scope( s ) { install( E => t@P( s.E ) ); ask@P()( a );
        if( a.n > 1 ) { throw( E, { n = \"a\" } ) }; throw( E, { n = 1 } ) }";
    assert!(last(either));
}

#[test]
fn elements_that_are_taken_away_are_not_there() {
    assert!(!last(
        "t.v[0] = 1; t.v[1] = 2; t.v[2] = 3; t.v[3] = 4; t.n = 1; t@P( t )"
    ));
    assert!(last(
        "t.v[0] = 1; t.v[1] = 2; t.v[2] = 3; t.v[3] = 4; undef( t.v[1] ); t.n = 1; t@P( t )"
    ));
    assert!(!last("t.n = 1; undef( t.n[0] ); t@P( t )"));
    assert!(!last("u[0].n = 1; u[1].n = 1; u[1].m = 1; t@P( u[1] )"));
}

#[test]
fn items_of_loops_and_elements_within_a_vector_are_those_of_it() {
    let types = "type Line { text: string } type T: void { text?: string line*: Line }";
    let lines = "ask@P()( r ); ";
    for (main, expected) in [
        ("for( l in r.line ) { t@P( { .text = l.text } ) }", true),
        (
            "for( i = 0, i < #r.line, i++ ) { t@P( { .text = r.line[ i ].text } ) }",
            true,
        ),
        (
            "for( l in r.line ) { l.text = \"a\" + l.text; t@P( r ) }",
            true,
        ),
        ("for( l in r.line ) { l.text = 5 }; t@P( r )", false),
        (
            "k = int( r.text ); t@P( { .text = r.line[ k ].text } )",
            false,
        ),
        (
            "for( l in r.line ) { undef( r.line[ 0 ] ); t@P( { .text = l.text } ) }",
            false,
        ),
        (
            "for( i = 0, i < #r.line, i++ ) { i++; t@P( { .text = r.line[ i ].text } ) }",
            false,
        ),
        (
            "for( l in r.line ) { for( l in r.line ) { x = 1 }; t@P( { .text = l.text } ) }",
            false,
        ),
        ("k = int( r.text ); r.line[ k ].text = 5; t@P( r )", false),
    ] {
        let found = proved(types, &format!("main {{ {lines}{main} }}"));
        assert_eq!(found, [true, expected], "{main}");
    }
    // Round by round, what is wrong is certain.
    let main = "v[ 0 ].n = 1; v[ 1 ].n = \"b\"; for( x in v ) { t@P( { .n = x.n } ) }";
    assert_eq!(
        fits("type T: void { n: int }", &format!("main {{ {main} }}")),
        [false]
    );
}

#[test]
fn a_handler_meets_what_was_there_when_a_fault_came() {
    let types = "type T: void { n: int }";
    for (body, expected) in [
        ("a.n = 2; ask@P()( r ); a.n = 3", true),
        ("a.n = \"two\"; ask@P()( r ); a.n = 3", false),
        ("x = ( a.n = \"two\" ) + ask@P(); a.n = 3", false),
        ("{ a.n = \"two\" | ask@P()( r ) }", false),
    ] {
        let main = format!("main {{ a.n = 1; scope( s ) {{ install( F => t@P( a ) ); {body} }} }}");
        assert_eq!(proved(types, &main), [true, expected], "{body}");
    }
}

#[test]
fn what_spawn_collects_is_what_each_body_leaves() {
    let types = "type T: void { n: int }";
    for (main, expected) in [
        (
            "spawn( i over 3 ) in v { v.n = i }; t@P( v[ 2 ] )",
            &[true][..],
        ),
        (
            "v.m = 1; spawn( i over 3 ) in v { v.n = i }; t@P( v )",
            &[true],
        ),
        (
            "spawn( i over 3 ) in v { v.n = i }; t@P( v[ 3 ] )",
            &[false],
        ),
        ("spawn( i over #w ) in v { v.n = i }; t@P( v )", &[false]),
        ("spawn( i over 3 ) in v { v.n = \"i\" }; t@P( v )", &[false]),
        (
            "spawn( i over 3 ) in v { ask@P()( r ); v.n = i }; t@P( v )",
            &[true, false],
        ),
        (
            "spawn( i over 3 ) in v { v.n = i }; for( x in v ) { t@P( x ) }",
            &[true],
        ),
    ] {
        assert_eq!(
            proved(types, &format!("main {{ {main} }}")),
            expected,
            "{main}"
        );
    }
}
