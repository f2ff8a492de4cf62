//! Printing and reading undo each other on generated trees of Jolie.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/erase.rs"]
mod erase;
#[path = "support/generate.rs"]
mod generate;

use erase::without_places;
use proptest::prelude::*;
use quadrille::base::SourceId;
use quadrille::syntax::jolie::{parse, print};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_printed_reads_back(choices in prop::collection::vec(any::<u16>(), 0..1_000)) {
        let tree = generate::file(&choices);
        let text = print::print(&tree);
        let (read, errors) = parse(SourceId::NOWHERE, &text);
        prop_assert!(errors.is_empty(), "{errors:#?}\n{text}");
        prop_assert_eq!(without_places(&read), without_places(&tree), "{}", text);
        prop_assert_eq!(print::print(&read), text);
    }
}

/// What the debug print of each kind of part holds, separated by commas.
const KINDS: &str = "\
    Import(,symbols: None,Include(,Constants(,Execution(,CorrelationSet(,Type(,Interface(,\
    InputPort(,OutputPort(,Embedded(,Service(,Define(,Main(,Init(,Courier(,Embed(,Foreign(,\
    Interfaces(,extender: true,OneWay {,RequestResponse {,Private,New(,Existing(,Parallel(,\
    Sequence(,Block(,Choice([Branch,ProvideUntil,Receive(,Send(,Forward,Assign {,Copy {,\
    links: true,Alias {,Step(,With {,Undefine(,Synchronized {,Spawn {,For {,ForIn {,\
    Foreach {,While {,If {,Scope {,Install(,Compensate(,CurrentHandler,Throw {,LinkIn(,\
    LinkOut(,Nothing,Exit,Call(,This(,Or([,And([,Compare(,InstanceOf(,Sum(,Product(,Not(,\
    Literal(,Path(,Assign(,Size(,Solicit {,Frozen(,Fresh,IsDefined(,IsType(,Cast(,If(,\
    Group(,Tree(None,Tree(Some,Alias(,Computed(,root: With,root: Global,root: Correlation,\
    Ranges(,Length(,Regex(,Enum(,Choice([Type,Named(,open: true,Double(inf),Int(-1),\
    CourierBranch,Aggregation";

/// A law says nothing about what is never made: every kind of part must be.
#[test]
fn every_kind_of_part_is_made() {
    let mut missing: Vec<&str> = KINDS.split(',').map(str::trim).collect();
    let mut number = 1_u32;
    for _ in 0..2_000 {
        let choices: Vec<u16> = (0..300)
            .map(|_| {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                u16::try_from(number >> 16).unwrap()
            })
            .collect();
        let tree = without_places(&generate::file(&choices));
        missing.retain(|kind| !tree.contains(kind));
    }
    assert_eq!(missing, [""; 0]);
}
