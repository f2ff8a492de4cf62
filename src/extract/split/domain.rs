//! What a datum may be that comes from outside: in comes the place of a message, out comes what its declared type allows
//! there.

use super::MOST_VALUES;
use super::samples::{Sample, SampleKind, add, int};
use crate::automata::network::{Constant, Kind, Value};
use crate::base::Name;
use crate::program::refinement::{Answer, satisfies};
use crate::program::{DataTypeKind, Program, Service, Signature, TypeId};
use crate::syntax::jolie::tree::{Basic, Literal, Number, Refinement};
use crate::system::System;

/// What types allow.
pub(super) struct Domains<'p> {
    program: &'p Program,
    system: &'p System,
}

/// What a type allows at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Domain<'p> {
    absent: bool,
    roots: Vec<(Basic, &'p [Refinement])>,
}

/// Types behind types are followed so far.
const DEEPEST: usize = 64;

impl<'p> Domains<'p> {
    pub fn new(program: &'p Program, system: &'p System) -> Self {
        Self { program, system }
    }

    fn service(&self, instance: usize) -> Option<&'p Service> {
        let running = self.system.instances.get(instance)?;
        Some(&self.program[running.service])
    }

    /// What a request of an operation that an instance offers holds at a path.
    pub fn request(&self, instance: usize, operation: Name, path: &str) -> Option<Domain<'p>> {
        let ports = self.service(instance)?.input_ports.values();
        let mut types = ports.filter_map(|port| Some(port.operations.get(&operation)?.request()));
        let first = types.next()?;
        let same = types.all(|other| other == first);
        same.then(|| self.at(first, path)).flatten()
    }

    /// What the answer to an operation holds at a path, when an instance calls it by a port.
    pub fn response(
        &self,
        instance: usize,
        port: Name,
        operation: Name,
        path: &str,
    ) -> Option<Domain<'p>> {
        let port = self.service(instance)?.output_ports.get(&port)?;
        match port.operations.get(&operation)?.signature {
            Signature::RequestResponse { response, .. } => self.at(response, path),
            Signature::OneWay { .. } => None,
        }
    }

    /// What the parameter of an instance holds at a variable.
    pub fn parameter(&self, instance: usize, variable: &str) -> Option<Domain<'p>> {
        let (name, of) = self.service(instance)?.parameter?;
        let rest = variable.strip_prefix(name.name.as_str())?;
        match rest.strip_prefix('.') {
            Some(path) => self.at(of, path),
            None => rest.is_empty().then(|| self.at(of, rest)).flatten(),
        }
    }

    fn at(&self, of: TypeId, path: &str) -> Option<Domain<'p>> {
        if path.contains(['[', '#', '*']) {
            return None;
        }
        let segments: Vec<Name> = path
            .split('.')
            .filter(|segment| !segment.is_empty())
            .map(Name::from)
            .collect();
        let mut domain = Domain::default();
        self.collect(of, &segments, DEEPEST, &mut domain)?;
        Some(domain)
    }

    fn collect(
        &self,
        of: TypeId,
        path: &[Name],
        left: usize,
        domain: &mut Domain<'p>,
    ) -> Option<()> {
        let left = left.checked_sub(1)?;
        match &self.program[of].kind {
            DataTypeKind::Unknown => None,
            DataTypeKind::Link(target) => self.collect(*target, path, left, domain),
            DataTypeKind::Choice(parts) => parts
                .iter()
                .try_for_each(|part| self.collect(*part, path, left, domain)),
            DataTypeKind::Tree {
                basic,
                refinements,
                fields,
                open,
            } => {
                let Some((first, rest)) = path.split_first() else {
                    domain.roots.push((*basic, refinements));
                    return Some(());
                };
                match fields.get(first) {
                    // Of an open type, Jolie looks at no field.
                    _ if *open => {
                        domain.absent = true;
                        domain.roots.push((Basic::Any, &[]));
                    }
                    Some(field) => {
                        domain.absent |= field.cardinality.min == 0;
                        self.collect(field.definition, rest, left, domain)?;
                    }
                    None => domain.absent = true,
                }
                Some(())
            }
        }
    }
}

impl Domain<'_> {
    /// Whether a value is allowed, as far as that is certain.
    pub fn allows(&self, constants: &[Constant], sample: &Sample) -> bool {
        if sample.kind == SampleKind::Absent {
            return self.absent;
        }
        let Some(literal) = literal(constants, sample) else {
            return false;
        };
        self.roots.iter().any(|(basic, refinements)| {
            let kind = match basic {
                Basic::Any => true,
                Basic::Void | Basic::Raw => false,
                Basic::Bool => sample.kind == SampleKind::Bool,
                Basic::Int => matches!(literal, Literal::Int(_)),
                Basic::Long => matches!(literal, Literal::Int(_) | Literal::Long(_)),
                Basic::Double => sample.kind == SampleKind::Double,
                Basic::String => sample.kind == SampleKind::Text,
            };
            kind && refinements
                .iter()
                .all(|one| satisfies(one, &literal) == Answer::Yes)
        })
    }

    /// All values that are allowed, where they are few.
    pub fn all(&self, constants: &mut Vec<Constant>) -> Option<Vec<Sample>> {
        let mut found = Vec::new();
        for (basic, refinements) in &self.roots {
            let listed = refinements.iter().find_map(few);
            match (basic, listed) {
                (Basic::Bool, _) => found.extend([true, false].map(|bool| Sample {
                    value: Value::bool(bool),
                    kind: SampleKind::Bool,
                    tried: true,
                })),
                (Basic::String | Basic::Int, Some(Few::Texts(texts))) => {
                    found.extend(texts.iter().map(|text| text_sample(constants, text)));
                }
                (Basic::Int, Some(Few::Numbers(numbers))) => {
                    found.extend(
                        numbers
                            .into_iter()
                            .map(|number| int_sample(constants, number)),
                    );
                }
                _ => return None,
            }
        }
        let others: Vec<Sample> = found
            .iter()
            .filter(|sample| !self.allows(constants, sample))
            .copied()
            .collect();
        found.retain(|sample| !others.contains(sample));
        if self.absent {
            found.push(Sample {
                value: Value::UNDEFINED,
                kind: SampleKind::Absent,
                tried: true,
            });
        }
        (!found.is_empty() && found.len() <= MOST_VALUES).then_some(found)
    }

    /// Whether nothing but whole numbers is allowed.
    pub fn is_whole(&self) -> bool {
        let whole = |(basic, _): &(Basic, &[Refinement])| matches!(basic, Basic::Int | Basic::Long);
        !self.absent && !self.roots.is_empty() && self.roots.iter().all(whole)
    }

    /// The values at the edges of what is allowed.
    pub fn bounds(&self, constants: &mut Vec<Constant>) -> Vec<Sample> {
        let mut found = Vec::new();
        for refinement in self.roots.iter().flat_map(|(_, refinements)| *refinements) {
            match refinement {
                Refinement::Enum(texts) => {
                    found.extend(texts.iter().map(|text| text_sample(constants, text)));
                }
                Refinement::Ranges(ranges) => {
                    let bounds = ranges.iter().flat_map(|(from, to)| [from, to]);
                    let whole = bounds.flatten().filter_map(|bound| whole(*bound));
                    found.extend(whole.map(|number| int_sample(constants, number)));
                }
                Refinement::Length(..) | Refinement::Regex(_) => {}
            }
        }
        for sample in &mut found {
            sample.tried = false;
        }
        found
    }

    /// Whether values are allowed of which none is ever tried.
    pub fn has_others(&self) -> bool {
        let untried = |(basic, refinements): &(Basic, &[Refinement])| {
            let known = |one: &Refinement| match one {
                Refinement::Enum(_) => true,
                Refinement::Ranges(_) => matches!(basic, Basic::Int | Basic::Long),
                Refinement::Length(..) | Refinement::Regex(_) => false,
            };
            matches!(basic, Basic::Void | Basic::Raw) || !refinements.iter().all(known)
        };
        self.roots.iter().any(untried)
    }
}

/// The few values that a refinement lists.
enum Few<'r> {
    Texts(&'r [String]),
    Numbers(Vec<i64>),
}

fn few(refinement: &Refinement) -> Option<Few<'_>> {
    match refinement {
        Refinement::Enum(texts) => Some(Few::Texts(texts)),
        Refinement::Ranges(ranges) => {
            let mut numbers = Vec::new();
            for (from, to) in ranges {
                let (from, to) = (whole((*from)?)?, whole((*to)?)?);
                numbers.extend((from..=to).take(MOST_VALUES + 1));
            }
            (numbers.len() <= MOST_VALUES).then_some(Few::Numbers(numbers))
        }
        Refinement::Length(..) | Refinement::Regex(_) => None,
    }
}

fn whole(number: Number) -> Option<i64> {
    match number {
        Number::Int(int) => Some(i64::from(int)),
        Number::Long(long) => Some(long),
        Number::Double(_) => None,
    }
}

fn text_sample(constants: &mut Vec<Constant>, text: &str) -> Sample {
    Sample {
        value: add(constants, Constant::Text(text.to_owned())),
        kind: SampleKind::Text,
        tried: true,
    }
}

fn int_sample(constants: &mut Vec<Constant>, number: i64) -> Sample {
    Sample {
        value: int(constants, number),
        kind: SampleKind::Int,
        tried: true,
    }
}

fn literal(constants: &[Constant], sample: &Sample) -> Option<Literal> {
    Some(match (sample.value.kind(), sample.kind) {
        (Kind::Bool(bool), _) => Literal::Bool(bool),
        (Kind::Int(int), SampleKind::Double) => Literal::Double(f64::from(int)),
        (Kind::Int(int), _) => Literal::Int(int),
        (Kind::Constant(index), kind) => match (constants.get(index as usize)?, kind) {
            (Constant::Text(text), _) => Literal::String(text.clone()),
            (Constant::Number(number), SampleKind::Double) => Literal::Double(*number),
            #[allow(
                clippy::cast_possible_truncation,
                reason = "whole numbers alone are of this kind"
            )]
            (Constant::Number(number), _) => {
                let number = *number as i64;
                match i32::try_from(number) {
                    Ok(int) => Literal::Int(int),
                    Err(_) => Literal::Long(number),
                }
            }
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_type_allows_is_known() {
        let texts = [Refinement::Enum(vec!["red".to_owned()])];
        let domain = Domain {
            absent: true,
            roots: vec![(Basic::String, &texts), (Basic::Int, &[])],
        };
        let constants = [
            Constant::Text("red".to_owned()),
            Constant::Text("blue".to_owned()),
        ];
        let sample = |value, kind| Sample {
            value,
            kind,
            tried: false,
        };
        let allows = |value, kind| domain.allows(&constants, &sample(value, kind));
        assert!(allows(Value::constant(0), SampleKind::Text));
        assert!(!allows(Value::constant(1), SampleKind::Text));
        assert!(allows(Value::int(7), SampleKind::Int));
        assert!(!allows(Value::bool(true), SampleKind::Bool));
        assert!(allows(Value::UNDEFINED, SampleKind::Absent));
        assert!(!domain.has_others());
    }
}
