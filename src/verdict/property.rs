//! The properties that are judged of systems.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! properties {
    ($($(#[$doc:meta])* $id:ident $name:literal;)*) => {
        /// A property of a system, by the name that options and reports use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Property {
            $($(#[$doc])* $id,)*
        }

        impl Property {
            /// All of them, in the order of reports.
            pub const ALL: &'static [Self] = &[$(Self::$id,)*];

            /// The name: `deadlock-freedom`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)* }
            }
        }
    };
}

properties! {
    /// No reachable state without a step has a started thread that is not accepting.
    DeadlockFreedom "deadlock-freedom";
    /// No session comes to a point from which no continuation ever moves it again.
    StuckFreedom "stuck-freedom";
    /// No message is left in a queue when its session ends, or is never taken.
    OrphanFreedom "orphan-freedom";
    /// No message arrives where it cannot be received.
    ReceptionSafety "reception-safety";
    /// Every session that waits can go on, whatever data that are not followed decide.
    Progress "progress";
    /// No fault that nobody handles leaves a partner waiting.
    Faults "faults";
    /// Each message finds the one session that it is for.
    Correlation "correlation";
    /// Every value that is sent, answered or thrown is of the type that is declared for it.
    MessageTypes "message-types";
    /// The roles of a protocol can keep to it, each knowing only what it has sent and received.
    Implementable "implementable";
    /// Each role of a protocol has a type by some merge of the branches of its choices.
    Projectable "projectable";
    /// A service that plays a role of a session does what the role does.
    Conformance "conformance";
}

impl Property {
    /// Whether it is asked of the values in each service, and not of the states of a system.
    #[must_use]
    pub fn is_of_values(self) -> bool {
        matches!(self, Self::MessageTypes)
    }

    /// Whether it is asked of each service that plays a role, and not of the states of a system.
    #[must_use]
    pub fn is_of_roles(self) -> bool {
        matches!(self, Self::Conformance)
    }

    /// Whether it is asked of protocols, and not of systems.
    #[must_use]
    pub fn is_of_protocols(self) -> bool {
        matches!(self, Self::Implementable | Self::Projectable)
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No property has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such property: {0}")]
pub struct UnknownProperty(pub String);

impl FromStr for Property {
    type Err = UnknownProperty;

    fn from_str(text: &str) -> Result<Self, UnknownProperty> {
        let found = Self::ALL.iter().find(|property| property.name() == text);
        found
            .copied()
            .ok_or_else(|| UnknownProperty(text.to_owned()))
    }
}
