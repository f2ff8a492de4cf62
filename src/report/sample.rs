//! Two services that disagree, and a file that is missing: what the tests of the renderers render.

use super::{Choices, Report};
use crate::base::{Code, Diagnostic, Sources, Span};

pub(super) struct Sample {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

impl Sample {
    /// The report of everything, none of it excused.
    pub fn report(&self) -> Report<'_> {
        let diagnostics = self.diagnostics.clone();
        Report::new(&self.sources, diagnostics, &Choices::default(), |_| true)
    }
}

const BUYER: &str = "// é comes first\nmain {\n\tprice@Shop( \"😀 tea\" )( price )\n}\n";
const SHOP: &str =
    "interface Shop {\n    OneWay: price( string )\n    RequestResponse: gone( void )( void )\n}\n";

pub(super) fn sample() -> Sample {
    let mut sources = Sources::default();
    let buyer = sources.add("buyer.ol", BUYER);
    let shop = sources.add("lib/the shop.iol", SHOP);
    let at = |id, text: &str, word: &str| {
        let start = text.find(word).unwrap();
        Span::new(id, start, start + word.len())
    };
    let missing = Diagnostic::new(
        Code::Q0101,
        Span::NOWHERE,
        "cannot read bank.ol: no such file",
    )
    .help("check the path");
    let kind = Diagnostic::new(
        Code::Q0313,
        at(buyer, BUYER, "\"😀 tea\" )( price )"),
        "`price` is one-way, and is awaited like a request-response",
    )
    .label("an answer is awaited here")
    .related(at(shop, SHOP, "price( string )"), "declared one-way here")
    .note("a one-way has no answer")
    .help("declare `price` under RequestResponse");
    let unimplemented = Diagnostic::new(
        Code::Q0311,
        at(shop, SHOP, "gone"),
        "`gone` is offered and implemented nowhere",
    );
    Sample {
        sources,
        diagnostics: vec![missing, kind, unimplemented],
    }
}
