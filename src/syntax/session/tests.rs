//! What is read as which session, what is refused, and where.

use super::print::print;
use super::tree::{ConversationKind, Session};
use crate::base::{Code, SourceId};
use crate::syntax::jolie::parse;
use crate::syntax::jolie::tree::Item;

const PURCHASE: &str = "session Purchase {
    roles: Buyer, Seller, Bank, Worker[n]
    Buyer -> Seller: quote( item: Item )( offer: Offer ) where item.count > 0 && !( offer.price + 1 < 2 ) {
        Seller -> Bank: rate( item: Item )( rate: Rate )
    }
    Haggle

    define Haggle {
        [ Buyer -> Seller: bid( bid: Bid ) ] {
            [ Seller -> Buyer: counter( Ask ) ] { Haggle }
            [ Seller -> Bank: charge( charge: Charge )( receipt: Receipt )
                  throws Refused( why: string ) { Seller -> Buyer: failed( why: Failure ) } Down ] {
                Seller -> Buyer: sold( receipt: Receipt )
            }
        }
        [ Buyer -> Seller: leave() ] {
            ( Seller -> Bank: forget( order: Forget ) | Seller -> Worker[n - 1]: stop() );
            for( i in Worker ) { Seller -> Worker[i]: ready() }
            spawn( j over Worker ) { Worker[j] -> Seller: done() }
        }
    }

    define Nothing { }

    cset { order: quote.offer.order bid.bid.order }
}";

fn sessions(text: &str) -> (Vec<Session>, Vec<Code>) {
    let (file, errors) = parse(SourceId::NOWHERE, text);
    let sessions = file.items.into_iter().filter_map(|item| match item {
        Item::Session(session) => Some(*session),
        _ => None,
    });
    let codes = errors.iter().map(|error| error.code);
    (sessions.collect(), codes.collect())
}

#[test]
fn the_example_of_the_language_is_read_and_printed() {
    let (read, errors) = sessions(PURCHASE);
    assert_eq!(errors, []);
    let [session] = read.as_slice() else {
        panic!("one session, not {read:?}");
    };
    assert_eq!(session.definitions.len(), 2);
    assert_eq!(session.correlation.len(), 1);
    assert!(matches!(
        session.body.as_ref().map(|body| &body.kind),
        Some(ConversationKind::Sequence(parts)) if parts.len() == 2
    ));
    let text = print(session);
    let (again, errors) = sessions(&text);
    assert_eq!(errors, [], "{text}");
    assert_eq!(print(&again[0]), text);
}

#[test]
fn sessions_stand_among_services() {
    let text = "type T: int\nsession S { A -> B: x( T ) }\nservice Q { plays S.A( B => Port )\n main { nullProcess } }";
    let (read, errors) = sessions(text);
    assert_eq!((read.len(), errors), (1, Vec::new()));
}

#[test]
fn several_errors_are_found_in_a_run() {
    let text = "session S { A -> x( T ) }\nsession T { A -> B: x( T ) }\nsession U { [ A -> B: x() ] }\ntype V: {";
    let (read, errors) = sessions(text);
    assert_eq!(read.len(), 1);
    assert_eq!(errors, [Code::Q0001; 3]);
}

#[test]
fn only_requests_have_something_before_their_reply() {
    let (_, errors) = sessions("session S { A -> B: x() { B -> C: y() } }");
    assert_eq!(errors, [Code::Q0001]);
    let (_, errors) = sessions("session S { A -> B: x() throws F }");
    assert_eq!(errors, [Code::Q0001]);
}

#[test]
fn session_is_no_reserved_word() {
    let text = "type session: int\nmain { session = 1; plays = session; session( x ) }";
    assert_eq!(sessions(text).1, []);
}

#[test]
fn deep_sessions_are_refused() {
    let text = format!(
        "session S {{ {}A -> B: x(){} }}",
        "( ".repeat(100_000),
        " )".repeat(100_000)
    );
    assert_eq!(sessions(&text).1, [Code::Q0002]);
    let text = format!(
        "session S {{ A -> B: x() where {}1 > 0 }}",
        "!".repeat(100_000)
    );
    assert_eq!(sessions(&text).1, [Code::Q0002]);
}
