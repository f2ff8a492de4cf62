//! Q0421 and Q0422: what sessions that run at once do to `global` between a read and a write of another.
//!
//! The sessions of a concurrent service run in threads of their own, and `global` is one tree for all of them; each step is
//! taken by itself (`global.n++` reads, then writes). What must not be interrupted stands in one `synchronized`.
//!
//! Rule, for what clients outside, or several threads of the system, can make two sessions do at once: a value that is written to a place was read at the same
//! place before, and no block of `synchronized` is around both (Q0421). Or a place is written, or taken away, since something
//! was asked of it before, no block is around both, and the session then does what only one should do: it claims a place that
//! was free, takes what was there, or acts on a value (Q0422). Constants that are written once more, and values that are
//! computed once more, do no harm; nor does a place that belongs to one session alone, by `new` or by what messages find it
//! by. A question that is asked again under the lock is the one that counts.

use super::correlation::operations;
use super::subject::{Subject, Subjects};
use super::values::services;
use crate::base::{Code, Diagnostic, Name};
use crate::flow::origin::{
    Check, Effect, EffectKind, Followed, Lock, Origins, Place, Read, Sense, SharedWrite, Source,
};
use crate::program::{InputPort, Location, Program, ServiceId};
use crate::syntax::jolie::tree::ExecutionMode;
use crate::syntax::jolie::tree::{Process, ProcessKind};
use crate::syntax::jolie::walk::{self, sends};
use crate::system::System;
use rustc_hash::{FxHashMap, FxHashSet};

/// The races of a system, by service and place.
pub(super) fn judge(
    program: &Program,
    subjects: &Subjects<'_>,
    system: &System,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let at_once = at_once(program, system);
    let repeated = repeated(program, system);
    for subject in subjects.of(services(program, system)) {
        if subject.service.execution != ExecutionMode::Concurrent {
            continue;
        }
        let mut clients = operations(subject, system, subject.id);
        clients.extend(&repeated);
        let at_once = at_once.get(&subject.id);
        if clients.is_empty() && at_once.is_none() {
            continue;
        }
        let Some(followed) = subject.followed() else {
            continue;
        };
        let races = Races { subject, followed };
        // Whom only services of the system call may be called with names that no two of them share.
        let reached = |write: &&SharedWrite| {
            let inside = |name: &Name| at_once.is_some_and(|names| names.contains(name));
            let named = !write.keys.is_empty();
            let mut starters = write.starters.iter();
            starters.any(|starter| clients.contains(starter) || (!named && inside(starter)))
        };
        // One place is told of once: what mends it there mends the others.
        let mut told: Vec<(Code, &Place)> = Vec::new();
        for write in followed.writes.iter().filter(reached) {
            if let Some((place, one)) = races.of(write)
                && !told.contains(&(one.code, place))
            {
                told.push((one.code, place));
                found.push(one);
            }
        }
    }
    found
}

/// The operations that programs send which listen where their user says: they may run several times.
fn repeated(program: &Program, system: &System) -> FxHashSet<Name> {
    let computed = |port: &InputPort| matches!(port.location, Some(Location::Computed(_)));
    let running = system.instances.iter().filter(|one| one.parent.is_none());
    let several = running.filter(|one| program[one.service].input_ports.values().any(computed));
    let mut found = FxHashSet::default();
    for one in several {
        for body in Subject::new(program, one.service).running() {
            sends(body, &mut |output| {
                found.insert(output.operation.name);
            });
        }
    }
    found
}

/// The operations that a system calls from several threads at once: from branches of `|`, and from programs that run by
/// themselves.
fn side_by_side(program: &Program, system: &System) -> FxHashMap<ServiceId, FxHashSet<Name>> {
    let mut found: FxHashMap<ServiceId, FxHashSet<Name>> = FxHashMap::default();
    let services = services(program, system);
    let mut add = |threads: &[FxHashSet<Name>]| {
        for id in &services {
            let ports = program[*id].input_ports.values();
            let offered: FxHashSet<Name> = ports
                .flat_map(|port| port.operations.keys())
                .copied()
                .collect();
            let called = threads
                .iter()
                .map(|sent| sent.intersection(&offered).copied());
            let called: Vec<FxHashSet<Name>> = called.map(FxHashSet::from_iter).collect();
            let callers = called.iter().filter(|called| !called.is_empty());
            if callers.count() > 1 {
                found
                    .entry(*id)
                    .or_default()
                    .extend(called.into_iter().flatten());
            }
        }
    };
    let mut alone = Vec::new();
    for running in &system.instances {
        let subject = Subject::new(program, running.service);
        let by_itself = subject.service.execution == ExecutionMode::Single;
        let mut sent = FxHashSet::default();
        for body in subject.running() {
            sent.extend(sent_by(body));
            walk::processes(body, &mut |part| {
                if let ProcessKind::Parallel(parts) = &part.kind {
                    let threads: Vec<FxHashSet<Name>> = parts.iter().map(sent_by).collect();
                    add(&threads);
                }
            });
        }
        if by_itself {
            alone.push(sent);
        }
    }
    add(&alone);
    found
}

fn sent_by(process: &Process) -> FxHashSet<Name> {
    let mut sent = FxHashSet::default();
    sends(process, &mut |output| {
        sent.insert(output.operation.name);
    });
    sent
}

/// The operations that several sessions of the system may call at once: sessions of services whose clients are outside, or are
/// such sessions, or are called from several threads.
fn at_once(program: &Program, system: &System) -> FxHashMap<ServiceId, FxHashSet<Name>> {
    let services = services(program, system);
    let mut found = side_by_side(program, system);
    let mut pending: Vec<ServiceId> = found.keys().copied().collect();
    for id in &services {
        let subject = Subject::new(program, *id);
        if !operations(&subject, system, *id).is_empty() {
            pending.push(*id);
        }
    }
    let mut seen: FxHashSet<ServiceId> = FxHashSet::default();
    while let Some(id) = pending.pop() {
        if program[id].execution != ExecutionMode::Concurrent || !seen.insert(id) {
            continue;
        }
        let subject = Subject::new(program, id);
        let mut sent: FxHashSet<Name> = FxHashSet::default();
        for body in subject.session() {
            sends(body, &mut |output| {
                sent.insert(output.operation.name);
            });
        }
        for other in services.iter().filter(|other| **other != id) {
            let ports = program[*other].input_ports.values();
            let offered = ports.flat_map(|port| port.operations.keys());
            let called: Vec<Name> = offered
                .filter(|name| sent.contains(*name))
                .copied()
                .collect();
            if !called.is_empty() {
                found.entry(*other).or_default().extend(called);
                pending.push(*other);
            }
        }
    }
    found
}

struct Races<'s, 'a> {
    subject: &'s Subject<'a>,
    followed: &'s Followed,
}

impl Races<'_, '_> {
    /// What goes wrong with a write, and at which place.
    fn of(&self, write: &SharedWrite) -> Option<(&Place, Diagnostic)> {
        if write.keys.iter().any(|key| self.is_own(key)) {
            return None;
        }
        if let Some(read) = self.updated(write) {
            return Some((&read.place, lost(read, write)));
        }
        let (read, sense) = self.acted(write)?;
        Some((&read.place, acted(read, sense, write)))
    }

    /// Whether only one session has this name: it has made it, or is found by it.
    fn is_own(&self, key: &Origins) -> bool {
        let sets = &self.subject.service.correlation_sets;
        key.all(|source| match source {
            Source::Fresh(_) => true,
            Source::Message { operation, path } => {
                let Some(operation) = self.subject.operation(*operation) else {
                    return false;
                };
                sets.iter().any(|set| {
                    let alone = set.variables.len() == 1;
                    let mut aliases = set.variables.iter().flat_map(|one| &one.aliases);
                    alone
                        && aliases.any(|alias| {
                            alias.is_about(operation) && alias.path.names().as_ref() == Some(path)
                        })
                })
            }
            _ => false,
        })
    }

    fn read(&self, index: usize) -> Option<&Read> {
        self.followed.reads.get(index)
    }

    /// The read of the same place that a write hangs on, with nothing around both.
    fn updated(&self, write: &SharedWrite) -> Option<&Read> {
        let same = write.origins.reads().filter_map(|index| self.read(index));
        let same = same.filter(|read| write.place.holds(&read.place));
        let placed = write
            .indexed
            .iter()
            .filter_map(|(index, vector)| self.read(*index).filter(|read| read.place == *vector));
        let mut reads = same.chain(placed);
        reads.find(|read| !is_one(&read.locks, &write.locks))
    }

    /// The question that has led to a write, when two sessions may both get its answer, and both act.
    fn acted(&self, write: &SharedWrite) -> Option<(&Read, Sense)> {
        let again = |read: &Read| {
            let checks = write.control.iter();
            let mut reads = checks.filter_map(|check| self.read(check.read));
            reads.any(|other| other.place == read.place && is_one(&other.locks, &write.locks))
        };
        let checks = write.control.iter();
        let mut found = checks.filter_map(|check| Some((check, self.read(check.read)?)));
        let (check, read) = found.find(|(check, read)| {
            !again(read) && self.is_spoilt(check, read, write) && self.does_harm(check, write)
        })?;
        Some((read, check.sense))
    }

    /// Whether the answer is another one after the write.
    fn is_spoilt(&self, check: &Check, read: &Read, write: &SharedWrite) -> bool {
        match check.sense {
            Sense::Undefined => !write.removes && read.place.holds(&write.place),
            Sense::Defined => write.removes && write.place.holds(&read.place),
            Sense::Value => write.place.holds(&read.place),
        }
    }

    /// Whether it matters that two sessions do it.
    fn does_harm(&self, check: &Check, write: &SharedWrite) -> bool {
        let again = |source: &Source| matches!(source, Source::Written(_) | Source::Once(_));
        let computed = |source: &Source| matches!(source, Source::Answer { .. } | Source::Unknown);
        let sources = &write.origins.sources;
        if !write.removes
            && sources
                .iter()
                .any(|source| !again(source) && !computed(source))
        {
            return true;
        }
        if !write.removes && sources.iter().any(computed) {
            return false;
        }
        let effects = self.followed.effects.iter();
        let mut felt = effects.filter(|effect| effect.control.contains(check));
        let writes = self.followed.writes.iter();
        let mut others = writes.filter(|other| {
            other.control.contains(check) && !other.removes && other.place != write.place
        });
        felt.any(|effect| self.is_felt(effect, check, write)) || others.next().is_some()
    }

    fn is_felt(&self, effect: &Effect, check: &Check, write: &SharedWrite) -> bool {
        match &effect.kind {
            EffectKind::Sends | EffectKind::Correlates => true,
            EffectKind::Keeps(_) if !write.removes => true,
            // Who takes something has it then.
            EffectKind::Keeps(reads) => {
                let place = self.read(check.read).map(|read| &read.place);
                let mut reads = reads.iter().filter_map(|index| self.read(*index));
                reads.any(|read| place.is_some_and(|place| place.holds(&read.place)))
            }
        }
    }
}

/// Whether one block is around both.
fn is_one(left: &[Lock], right: &[Lock]) -> bool {
    left.iter().any(|lock| right.contains(lock))
}

fn lost(read: &Read, write: &SharedWrite) -> Diagnostic {
    let place = &read.place;
    let found = Diagnostic::new(
        Code::Q0421,
        write.span,
        format!("what another session writes to `{place}` may be lost here"),
    );
    let found = if read.span == write.span {
        found.label("read and written, with nothing that keeps other sessions away")
    } else {
        found
            .label("written, from what was read before")
            .related(read.span, "read here, before other sessions write")
    };
    found
        .note(format!(
            "for example: session 1 reads `{place}`, session 2 reads it too, session 1 writes, session 2 writes: \
             what session 1 has written is gone"
        ))
        .help("put the read and the write into one `synchronized`")
}

fn acted(read: &Read, sense: Sense, write: &SharedWrite) -> Diagnostic {
    let place = &read.place;
    let (message, example) = match sense {
        Sense::Undefined => (
            format!("two sessions may both find that `{place}` is free, and both take it"),
            "both find it undefined, and the second writes over what the first has written",
        ),
        Sense::Defined => (
            format!("two sessions may both find `{place}`, and both take it away"),
            "both find it defined, and both do what only one should",
        ),
        Sense::Value => (
            format!("two sessions may both act on the same value of `{place}`"),
            "both read the same value, and the second does not see what the first has made of it",
        ),
    };
    let does = if write.removes {
        "taken away here"
    } else {
        "written here"
    };
    Diagnostic::new(Code::Q0422, read.span, message)
        .label("asked here")
        .related(
            write.span,
            format!("and {does}: other sessions may have asked in between"),
        )
        .note(format!(
            "for example: session 1 asks, session 2 asks too: {example}"
        ))
        .help("put the question and what follows from it into one `synchronized`")
}
