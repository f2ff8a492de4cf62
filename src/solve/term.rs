//! Conditions on whole numbers: what guards of protocols are written in, and what the solver is asked about.
//!
//! They say nothing about where variables come from: `V` is whatever a floor above calls a variable.

/// A whole number that is computed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term<V> {
    /// A number that is written down.
    Number(i64),
    /// What a variable holds.
    Variable(V),
    /// Two numbers, one of these operations.
    Arithmetic(Operation, Box<[Term<V>; 2]>),
}

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`, rounded towards the quotient whose remainder is not negative; by zero it is any number.
    Divide,
    /// `a % b`, never negative.
    Remainder,
}

impl Operation {
    /// As it is written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Relation {
    Equal,
    Different,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Relation {
    /// As Jolie writes it.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Different => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// What is true or not of the variables.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Formula<V> {
    /// Always, or never.
    Constant(bool),
    /// Two numbers, compared.
    Compare(Relation, Term<V>, Term<V>),
    /// Not this one.
    Not(Box<Formula<V>>),
    /// All of them.
    All(Vec<Formula<V>>),
    /// One of them.
    Any(Vec<Formula<V>>),
}

impl<V> Term<V> {
    /// `left operation right`.
    #[must_use]
    pub fn arithmetic(operation: Operation, left: Self, right: Self) -> Self {
        Self::Arithmetic(operation, Box::new([left, right]))
    }

    /// Calls `see` with each variable, as often as it stands here.
    pub fn variables<'a>(&'a self, see: &mut dyn FnMut(&'a V)) {
        match self {
            Self::Number(_) => {}
            Self::Variable(variable) => see(variable),
            Self::Arithmetic(_, parts) => parts.iter().for_each(|part| part.variables(see)),
        }
    }

    /// The same with other variables.
    #[must_use]
    pub fn map<W>(&self, with: &dyn Fn(&V) -> W) -> Term<W> {
        match self {
            Self::Number(number) => Term::Number(*number),
            Self::Variable(variable) => Term::Variable(with(variable)),
            Self::Arithmetic(operation, parts) => {
                let [left, right] = &**parts;
                Term::arithmetic(*operation, left.map(with), right.map(with))
            }
        }
    }
}

impl<V> Formula<V> {
    /// What is always true.
    pub const TRUE: Self = Self::Constant(true);

    /// `self` is not true.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(!value),
            other => Self::Not(Box::new(other)),
        }
    }

    /// Calls `see` with each variable, as often as it stands here.
    pub fn variables<'a>(&'a self, see: &mut dyn FnMut(&'a V)) {
        match self {
            Self::Constant(_) => {}
            Self::Compare(_, left, right) => {
                left.variables(see);
                right.variables(see);
            }
            Self::Not(part) => part.variables(see),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.variables(see));
            }
        }
    }

    /// The same with other variables.
    #[must_use]
    pub fn map<W>(&self, with: &dyn Fn(&V) -> W) -> Formula<W> {
        match self {
            Self::Constant(value) => Formula::Constant(*value),
            Self::Compare(relation, left, right) => {
                Formula::Compare(*relation, left.map(with), right.map(with))
            }
            Self::Not(part) => Formula::Not(Box::new(part.map(with))),
            Self::All(parts) => Formula::All(parts.iter().map(|part| part.map(with)).collect()),
            Self::Any(parts) => Formula::Any(parts.iter().map(|part| part.map(with)).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_seen_and_renamed() {
        let sum = Term::arithmetic(Operation::Add, Term::Variable("x"), Term::Number(1));
        let less = Formula::Compare(Relation::Less, sum, Term::Variable("y"));
        let formula = Formula::All(vec![less.clone().negated(), Formula::TRUE]);
        let mut seen = Vec::new();
        formula.variables(&mut |name| seen.push(*name));
        assert_eq!(seen, ["x", "y"]);
        let renamed = formula.map(&|name| name.len());
        let mut seen = Vec::new();
        renamed.variables(&mut |length| seen.push(*length));
        assert_eq!(seen, [1, 1]);
        assert_eq!(Formula::<u8>::TRUE.negated(), Formula::Constant(false));
    }
}
