//! `message-types` of a system: whether every value that leaves a session is of the type that is declared for it.
//!
//! In come a program and a system of which everything was found; out come its verdicts. It is proved when each value in
//! each service is surely of its type in whatever state its step is reached ([`crate::flow::shape`]); it fails where one
//! surely is not; else what decides was not followed, and nothing is known. What standard services and those outside send
//! is trusted: Jolie checks it where it comes in.

use super::message_types::{Answer, answers};
use super::subject::{Subject, Subjects};
use crate::base::Diagnostic;
use crate::program::{Program, ServiceId, ServiceKind};
use crate::syntax::jolie::tree::{Key, Path, ProcessKind};
use crate::syntax::jolie::walk;
use crate::syntax::jolie::writes::writes;
use crate::system::System;
use crate::verdict::{Coverage, Failure, Outcome, Property, Reason, Trace, Verdict};

/// The verdicts on `message-types`: one, or one for each value that is not of its type.
pub(super) fn message_types(
    program: &Program,
    subjects: &Subjects<'_>,
    system: &System,
) -> Vec<Verdict> {
    let verdict = |subject, result| {
        Verdict::without_states(Property::MessageTypes, &system.name, subject, result)
    };
    let mut failing: Vec<(String, Diagnostic)> = Vec::new();
    let (mut open, mut all, mut unfollowed) = (0_usize, 0_usize, 0_usize);
    for subject in subjects.of(services(program, system)) {
        let Some(answers) = answers(subject) else {
            unfollowed += 1;
            continue;
        };
        let forwarded = forwards(subject);
        all += answers.len() + forwarded;
        open += forwarded;
        for answer in answers {
            match answer {
                Answer::Always => {}
                Answer::Never(found) => failing.push((subject.service.name.to_string(), *found)),
                Answer::Open => open += 1,
            }
        }
    }
    if !failing.is_empty() {
        let verdicts = failing.into_iter().map(|(service, diagnostic)| {
            let trace = Trace::default();
            verdict(
                Some(service),
                Outcome::Fails(Box::new(Failure { diagnostic, trace })),
            )
        });
        return verdicts.collect();
    }
    let message = match (open, unfollowed) {
        (0, 0) => return vec![verdict(None, Outcome::Holds(Coverage::Proved))],
        (_, 0) => format!(
            "{open} of {all} values may be of their types or not: not all that decides is followed"
        ),
        _ => format!("{unfollowed} services are too long to be followed"),
    };
    let reason = Reason {
        code: "values",
        message,
        candidate: None,
    };
    vec![verdict(None, Outcome::Unknown(reason))]
}

/// The services of a system that its author wrote, each once.
pub(super) fn services(program: &Program, system: &System) -> Vec<ServiceId> {
    let mut found: Vec<ServiceId> = Vec::new();
    for instance in &system.instances {
        let service = &program[instance.service];
        let foreign = matches!(service.kind, ServiceKind::Foreign(_));
        let standard = program.modules.get(service.module.index());
        let standard = standard.is_some_and(|module| module.standard);
        if !foreign && !standard && !found.contains(&instance.service) {
            found.push(instance.service);
        }
    }
    found
}

/// How often couriers send on what they have changed, which is not followed.
fn forwards(subject: &Subject<'_>) -> usize {
    let couriers = subject.service.couriers.iter();
    let mut count = 0;
    for branch in couriers.flat_map(|courier| &courier.branches) {
        let own = |path: &Path| path.single_name().is_some() && begins(path, &branch.request);
        let (mut sent, mut written) = (0_usize, 0_usize);
        walk::processes(&branch.body, &mut |part| {
            if let ProcessKind::Forward { request, .. } = &part.kind {
                sent += 1;
                written += usize::from(!request.as_ref().is_some_and(own));
            }
        });
        let mut changes = 0_usize;
        writes(&branch.body, &mut |path| {
            changes += usize::from(begins(path, &branch.request))
        });
        // Sending it on counts as a write of it.
        count += if changes > sent - written {
            sent
        } else {
            written
        };
    }
    count
}

/// Whether two paths begin with the same name.
fn begins(path: &Path, other: &Path) -> bool {
    let first = |path: &Path| match path.segments.first().map(|first| &first.key) {
        Some(Key::Name(name)) => Some(name.name),
        _ => None,
    };
    first(path).is_none() || first(path) == first(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Code;
    use crate::program::{Settings, load};
    use crate::system::{Choice, systems};
    use std::sync::atomic::{AtomicUsize, Ordering};

    static FILES: AtomicUsize = AtomicUsize::new(0);

    /// The verdicts on a program whose `Main` embeds a sink of ints.
    fn verdicts(main: &str) -> Vec<Outcome> {
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let name = format!("quadrille-values-{}-{number}.ol", std::process::id());
        let path = std::env::temp_dir().join(name);
        let text = format!(
            "service Sink {{ execution: concurrent inputPort In {{ location: \"local\"
                requestResponse: put( int )( int ) }} main {{ put( x )( x ) {{ nullProcess }} }} }}
            service Main {{ embed Sink as Sink main {{ {main} }} }}"
        );
        std::fs::write(&path, text).unwrap();
        let paths = [path];
        let loaded = load(&paths, &Settings::default());
        let systems = systems(&loaded.program, &Choice::of(&paths, None));
        std::fs::remove_file(&paths[0]).unwrap();
        let found = systems.iter().flat_map(|one| {
            message_types(
                &loaded.program,
                &crate::check::subjects(&loaded.program),
                one,
            )
        });
        found.map(|verdict| verdict.result).collect()
    }

    #[test]
    fn a_system_is_proved_refuted_or_not_known() {
        let proved = [Outcome::Holds(Coverage::Proved)];
        assert_eq!(verdicts("put@Sink( 1 )( x ); put@Sink( x )( y )"), proved);
        let [Outcome::Unknown(reason)] = &verdicts("put@Sink( args[ 0 ] )( x )")[..] else {
            panic!("what the user says is not known")
        };
        assert_eq!(reason.code, "values");
        assert!(
            reason.message.starts_with("1 of 2 values"),
            "{}",
            reason.message
        );
        let failing =
            verdicts("put@Sink( \"a\" )( x ); put@Sink( true )( x ); put@Sink( args[ 0 ] )()");
        let codes = failing.iter().map(|one| match one {
            Outcome::Fails(failure) => failure.diagnostic.code,
            _ => panic!("{one:?}"),
        });
        assert_eq!(codes.collect::<Vec<Code>>(), [Code::Q0203, Code::Q0203]);
    }
}
