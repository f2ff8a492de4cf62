//! The table of codes: one line makes the variant, its name, its severity and its page of `explain`.
//!
//! Hundreds: Q00 syntax, Q01 names, modules and files, Q02 data types, Q03 communication, Q04 correlation,
//! Q05 protocols and conformance, Q06 style of use, Q08 assumptions, Q09 limits and internal errors.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// May go wrong.
    Warning,
    /// Goes wrong.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($($id:ident $name:literal $severity:ident;)*) => {
        /// A code of the table; its page is printed by `quadrille explain`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $name] $id,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$id,)*];

            /// The code as it is written: `Q0101`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$id => stringify!($id),)* }
            }

            /// The name in kebab case: `file-not-found`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)* }
            }

            /// The severity that a finding of this code has unless it says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$id => Severity::$severity,)* }
            }

            /// The page of `explain`, in Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Self::$id => include_str!(concat!("pages/", stringify!($id), ".md")),)* }
            }
        }
    };
}

codes! {
    Q0001 "unexpected-token" Error;
    Q0002 "nested-too-deeply" Error;
    Q0003 "invalid-number" Error;
    Q0004 "prefix-outside-with" Error;
    Q0005 "invalid-port" Error;
    Q0006 "constant-modified" Error;
    Q0007 "duplicate-main" Error;
    Q0008 "frozen-outside-install" Error;
    Q0009 "invalid-refinement" Error;
    Q0010 "duplicate-field" Error;
    Q0011 "indexed-loop-target" Error;
    Q0012 "invalid-cardinality" Error;
    Q0013 "invalid-string" Error;

    Q0101 "file-not-found" Error;
    Q0102 "symbol-not-found" Error;
    Q0103 "private-symbol" Error;
    Q0104 "duplicate-symbol" Error;
    Q0105 "undefined-type" Error;
    Q0106 "undefined-interface" Error;
    Q0107 "undefined-extender" Error;
    Q0108 "duplicate-port" Error;
    Q0109 "undefined-port" Error;
    Q0110 "undefined-operation" Error;
    Q0111 "operation-kind" Error;
    Q0112 "duplicate-definition" Error;
    Q0113 "undefined-definition" Error;
    Q0114 "undefined-service" Error;
    Q0115 "undefined-binding" Error;
    Q0116 "include-cycle" Error;
    Q0117 "main-without-input" Error;
    Q0118 "main-missing" Error;
    Q0119 "duplicate-guard" Error;
    Q0120 "duplicate-operation" Error;
    Q0121 "conflicting-operation" Error;
    Q0122 "conflicting-type" Error;
    Q0123 "extended-open-type" Error;
    Q0124 "not-aggregated" Error;
    Q0125 "input-in-courier" Error;
    Q0126 "misplaced-forward" Error;
    Q0127 "foreign-service-port" Error;
    Q0128 "invalid-port-expression" Error;
    Q0129 "invalid-path" Error;
    Q0130 "type-loop" Error;
    Q0131 "parameter-mismatch" Error;
    Q0132 "invalid-settings" Error;

    Q0201 "missing-field" Error;
    Q0202 "unexpected-field" Error;
    Q0203 "wrong-kind" Error;
    Q0204 "wrong-number" Error;
    Q0205 "refused-value" Error;
    Q0206 "wider-type" Warning;

    Q0301 "deadlock" Error;
    Q0302 "stuck" Error;
    Q0303 "orphan-message" Warning;
    Q0304 "unreceivable-message" Error;
    Q0305 "unhandled-fault" Error;
    Q0306 "early-message" Warning;
    Q0307 "captured-start" Warning;
    Q0311 "unimplemented-operation" Warning;
    Q0312 "unexposed-input" Error;
    Q0313 "input-kind" Error;
    Q0314 "undeclared-fault" Warning;
    Q0315 "unraised-fault" Warning;
    Q0316 "port-mismatch" Error;
    Q0317 "unknown-compensation" Warning;
    Q0318 "unknown-redirection" Error;

    Q0401 "correlation-path" Error;
    Q0402 "correlation-overlap" Error;
    Q0403 "correlation-incomplete" Error;
    Q0404 "correlation-in-init" Error;
    Q0405 "correlation-overwritten" Error;
    Q0406 "correlation-variable" Error;
    Q0411 "correlation-unset" Error;
    Q0412 "correlation-optional" Warning;
    Q0413 "unroutable-input" Error;
    Q0414 "correlation-constant" Warning;
    Q0415 "correlation-kinds" Warning;
    Q0416 "correlation-reused" Warning;
    Q0417 "correlation-ambiguous" Warning;
    Q0421 "lost-update" Warning;
    Q0422 "check-then-act" Warning;

    Q0501 "not-implementable" Error;
    Q0502 "mailbox-order" Error;
    Q0503 "unknown-role" Error;
    Q0504 "recursion-not-last" Error;
    Q0505 "mixed-choice" Error;
    Q0506 "shared-queue" Error;
    Q0507 "unknown-message-part" Error;
    Q0508 "caller-busy" Error;
    Q0509 "self-message" Error;
    Q0510 "conflicting-message" Error;
    Q0511 "endless-definition" Error;
    Q0512 "caller-left-waiting" Error;
    Q0513 "role-left-waiting" Warning;
    Q0514 "deviation" Error;
    Q0515 "unknown-session" Error;
    Q0516 "other-type" Warning;

    Q0601 "unreachable-code" Warning;
    Q0602 "unused-correlation" Warning;
    Q0603 "allow-without-reason" Warning;
    Q0604 "unused-allow" Warning;

    Q0801 "unfollowed-location" Note;
    Q0802 "dynamic-embedding" Note;
    Q0803 "foreign-behaviour" Note;
    Q0804 "ambiguous-partner" Note;

    Q0901 "limit-reached" Error;
    Q0902 "not-runnable" Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// No code of the table is written so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such code: {0}")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;

    /// Reads `Q0101`, in any case, or `file-not-found`.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let found = Self::ALL.iter().find(|code| {
            code.id().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text)
        });
        found.copied().ok_or_else(|| UnknownCode(text.to_owned()))
    }
}
