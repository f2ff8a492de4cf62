//! What a tracked variable holds, in four bytes.

use super::Constant;

/// A value of the abstraction. Two equal values are not always two equal data: [`Kind::Free`] and [`Kind::Lost`] stand
/// for any datum; [`super::correlation::equal`] compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(u32);

/// What a [`Value`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Not defined.
    Undefined,
    /// Anything, since the abstraction lost it: what is decided by it is not certain.
    Lost,
    /// Anything, chosen by the environment just now: both ways of a first guard on it can happen.
    Free,
    /// A boolean.
    Bool(bool),
    /// A small integer, of 20 bits at most.
    Int(i32),
    /// A text or a number of [`super::Network::constants`].
    Constant(u32),
    /// A value that nobody else has: made with `new` by the session of this slot, or chosen by its client.
    Token {
        /// The slot of the session.
        slot: u8,
        /// Which of those made by it.
        number: u8,
    },
    /// The location of an input port: an index into [`super::Behaviour::ports`] of nobody; see [`Value::port`].
    Port {
        /// The instance.
        instance: u16,
        /// The input port, in the order of its service.
        port: u8,
    },
    /// A location outside of the system.
    Outside,
    /// Some integer that is larger than this: a counter that is not followed further.
    Above(i32),
    /// Some integer that is smaller than this.
    Below(i32),
}

const SHIFT: u32 = 28;
const MASK: u32 = (1 << SHIFT) - 1;
/// Integers are from minus this to one less.
const HALF: i32 = 1 << 19;

impl Value {
    /// Not defined.
    pub const UNDEFINED: Self = Self(0);
    /// Anything, and nobody knows.
    pub const LOST: Self = Self(1 << SHIFT);
    /// Anything, freely chosen.
    pub const FREE: Self = Self(2 << SHIFT);
    /// A location outside of the system.
    pub const OUTSIDE: Self = Self(8 << SHIFT);

    /// A boolean.
    #[must_use]
    pub fn bool(value: bool) -> Self {
        Self((3 << SHIFT) | u32::from(value))
    }

    /// An integer; [`Value::LOST`] when it is too large to be worth following.
    #[must_use]
    pub fn int(value: i64) -> Self {
        Self::tagged(4, value)
    }

    fn tagged(tag: u32, value: i64) -> Self {
        let half = i64::from(HALF);
        if (-half..half).contains(&value) {
            // In range, so that the sum is positive and fits.
            Self((tag << SHIFT) | u32::try_from(value + half).unwrap_or(0))
        } else {
            Self::LOST
        }
    }

    /// Some integer larger than this; [`Value::LOST`] when that is too large to be worth following.
    #[must_use]
    pub fn above(value: i64) -> Self {
        Self::tagged(9, value)
    }

    /// Some integer smaller than this.
    #[must_use]
    pub fn below(value: i64) -> Self {
        Self::tagged(10, value)
    }

    /// A text or number of the constants of the network.
    #[must_use]
    pub fn constant(index: u32) -> Self {
        Self((5 << SHIFT) | (index & MASK))
    }

    /// A value that the session in `slot` made, or that its client chose.
    #[must_use]
    pub fn token(slot: u8, number: u8) -> Self {
        Self((6 << SHIFT) | (u32::from(slot) << 8) | u32::from(number))
    }

    /// The location of an input port of an instance.
    #[must_use]
    pub fn port(instance: u16, port: u8) -> Self {
        Self((7 << SHIFT) | (u32::from(instance) << 8) | u32::from(port))
    }

    /// What it is.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the fields were packed by the constructors above"
    )]
    pub fn kind(self) -> Kind {
        let rest = self.0 & MASK;
        match self.0 >> SHIFT {
            0 => Kind::Undefined,
            2 => Kind::Free,
            3 => Kind::Bool(rest != 0),
            4 => Kind::Int(rest as i32 - HALF),
            5 => Kind::Constant(rest),
            6 => Kind::Token {
                slot: (rest >> 8) as u8,
                number: rest as u8,
            },
            7 => Kind::Port {
                instance: (rest >> 8) as u16,
                port: rest as u8,
            },
            8 => Kind::Outside,
            9 => Kind::Above(rest as i32 - HALF),
            10 => Kind::Below(rest as i32 - HALF),
            _ => Kind::Lost,
        }
    }

    /// As a program writes it.
    #[must_use]
    pub fn written(self, constants: &[Constant]) -> String {
        match self.kind() {
            Kind::Undefined => "not there".to_owned(),
            Kind::Bool(bool) => bool.to_string(),
            Kind::Int(int) => int.to_string(),
            Kind::Constant(index) => match constants.get(index as usize) {
                Some(Constant::Text(text)) => format!("\"{text}\""),
                Some(Constant::Number(number)) => number.to_string(),
                None => "anything".to_owned(),
            },
            Kind::Above(int) => format!("more than {int}"),
            Kind::Below(int) => format!("less than {int}"),
            Kind::Lost | Kind::Free => "anything".to_owned(),
            Kind::Token { .. } => "an identifier".to_owned(),
            Kind::Port { .. } | Kind::Outside => "a location".to_owned(),
        }
    }

    /// Whether it stands for any datum.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        matches!(self.kind(), Kind::Lost | Kind::Free)
    }

    /// The number that a row of the explorer keeps.
    #[must_use]
    pub fn raw(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Value};

    #[test]
    fn what_goes_in_comes_out() {
        for value in [-524_288, -1, 0, 1, 524_287] {
            assert_eq!(
                Value::int(value).kind(),
                Kind::Int(i32::try_from(value).unwrap())
            );
        }
        assert_eq!(Value::int(524_288), Value::LOST);
        assert_eq!(Value::above(5).kind(), Kind::Above(5));
        assert_eq!(Value::below(-5).kind(), Kind::Below(-5));
        assert_eq!(
            Value::token(3, 7).kind(),
            Kind::Token { slot: 3, number: 7 }
        );
        assert_eq!(
            Value::port(300, 2).kind(),
            Kind::Port {
                instance: 300,
                port: 2
            }
        );
        assert_eq!(Value::bool(true).kind(), Kind::Bool(true));
        assert_eq!(Value::constant(9).kind(), Kind::Constant(9));
        assert_eq!(Value::UNDEFINED.kind(), Kind::Undefined);
        assert_eq!(Value::OUTSIDE.kind(), Kind::Outside);
    }
}
