//! Trees to text: pretty Jolie that reads back as the same tree.
//!
//! In comes a tree in normal form, out comes its text; reading the text gives the tree again, spans apart. Statements
//! are always separated by `;`, because expressions run on over line ends: `a = b⏎[f( x )]` is an index,
//! `a = b⏎{ … }` an inline tree and `a = 1⏎-1` a sum.
//!
//! Brackets are nodes of the tree ([`Group`](super::tree::ExpressionKind::Group),
//! [`Block`](super::tree::ProcessKind::Block)) and none is added here. A tree that no text reads as is therefore
//! printed as something else; every tree that was read is in normal form, and so is a tree that was made where:
//!
//! - parts sit at their level: a sum has products or factors, a product and `!` have factors, a comparison,
//!   an index, a computed key, a location, a protocol, the argument of `embed` and the bound of `spawn` have sums;
//! - what ends in `path = e` or `if( g ) a else b` takes all that follows, so it is never before an operator;
//!   what ends in `instanceof T` is never before `|`;
//! - a tree stands on a factor that is not `op@Port( e )`, `new` or `^path`, on `!` only where its operand has a
//!   tree already or can have none, and on no other tree; a type's tree stands on no named type;
//! - a sequence or a parallel is not directly in another, nor the body of `if`, `for` and `foreach`: it is in a block;
//!   `else` is not followed by an `if`, which is another branch; a branch before `else` does not end in an `if`
//!   without one;
//! - a path with a root of its own never spells it as a name (`global`, `csets`), and `new` alone is fresh;
//! - a call of `forward`, which reads like one with the name after it, is last; an operation is not called so;
//! - texts of foreign entries have no white space, `"` is not in an `enum`, no double is not a number.

mod data;
pub(in crate::syntax) mod declaration;
mod expression;
pub(in crate::syntax) mod literal;
mod process;
pub(in crate::syntax) mod writer;

use super::tree::{Expression, File, Path, Process, Type};
use writer::Writer;

/// The text of a file.
#[must_use]
pub fn print(file: &File) -> String {
    let mut writer = Writer::default();
    declaration::items(&mut writer, &file.items);
    let mut text = writer.finish();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// The text of a behaviour, without a line end after it.
#[must_use]
pub fn process(tree: &Process) -> String {
    with_writer(|writer| process::process(writer, tree))
}

/// The text of an expression.
#[must_use]
pub fn expression(tree: &Expression) -> String {
    with_writer(|writer| expression::expression(writer, tree))
}

/// The text of a path.
#[must_use]
pub fn path(tree: &Path) -> String {
    with_writer(|writer| expression::path(writer, tree))
}

/// The text of a type.
#[must_use]
pub fn data_type(tree: &Type) -> String {
    with_writer(|writer| data::data_type(writer, tree, data::Place::Alone))
}

fn with_writer(write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::default();
    write(&mut writer);
    writer.finish()
}
