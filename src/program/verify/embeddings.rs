//! Q0114: services that embed themselves, directly or by way of others.
//!
//! In come all services with their plans. Jolie starts what a service embeds before the service itself, always; so a
//! ring of `embed`s is never through. Lines of `embedded` are left out: which file they mean is known only when they
//! run.

use crate::base::{Code, Diagnostic, Span};
use crate::program::findings::Findings;
use crate::program::model::{EmbedTarget, Program, ServiceId};
use crate::program::plan::{Part, Plan};
use crate::syntax::jolie::tree::Item;

/// Each service with the services that its `embed`s name.
type Embeddings = Vec<Vec<(ServiceId, Span)>>;

/// Reports each ring once, at the first `embed` of it.
pub(super) fn check(plans: &[Plan<'_>], program: &Program, findings: &mut Findings) {
    let embeddings = embeddings(plans, program);
    let mut reported = vec![false; embeddings.len()];
    for start in (0..embeddings.len()).map(ServiceId::new) {
        if program[program[start].module].standard || reported[start.index()] {
            continue;
        }
        let Some(ring) = ring(&embeddings, start) else {
            continue;
        };
        for (service, _) in &ring {
            reported[service.index()] = true;
        }
        if let Some(finding) = report(program, start, &ring) {
            findings.push(finding);
        }
    }
}

fn embeddings(plans: &[Plan<'_>], program: &Program) -> Embeddings {
    let named = |(position, plan): (usize, &Plan<'_>)| {
        let service = &program[ServiceId::new(position)];
        let written = |span: Span| {
            let mut parts = plan.parts.iter();
            parts.any(|part| matches!(part, Part::Item(Item::Embed(embed)) if embed.span == span))
        };
        let embeds = service.embeds.iter();
        embeds
            .filter(|embed| written(embed.span))
            .filter_map(|embed| match embed.target {
                EmbedTarget::Service(id) => Some((id, embed.span)),
                EmbedTarget::Foreign(_) | EmbedTarget::Missing(_) => None,
            })
            .collect()
    };
    plans.iter().enumerate().map(named).collect()
}

/// The services embedded one by another from a service back to itself, each with the `embed` of it.
fn ring(embeddings: &Embeddings, start: ServiceId) -> Option<Vec<(ServiceId, Span)>> {
    let mut from: Vec<Option<(ServiceId, Span)>> = vec![None; embeddings.len()];
    let mut open = vec![start];
    while let Some(service) = open.pop() {
        for (target, span) in &embeddings[service.index()] {
            if from[target.index()].is_some() {
                continue;
            }
            from[target.index()] = Some((service, *span));
            open.push(*target);
        }
    }
    let mut ring = Vec::new();
    let mut service = start;
    loop {
        let (embedder, span) = from[service.index()]?;
        ring.push((service, span));
        if embedder == start {
            break;
        }
        service = embedder;
    }
    ring.reverse();
    Some(ring)
}

fn report(program: &Program, start: ServiceId, ring: &[(ServiceId, Span)]) -> Option<Diagnostic> {
    let ((_, first), others) = ring.split_first()?;
    let message = format!(
        "service `{}` embeds itself: starting it never ends",
        program[start].name
    );
    let label = if others.is_empty() {
        "starts the same service again, and so on".to_owned()
    } else {
        format!(
            "starts `{}`, which leads back here",
            program[ring[0].0].name
        )
    };
    let mut finding = Diagnostic::new(Code::Q0114, *first, message).label(label);
    for (service, span) in others {
        let text = format!("starts `{}`", program[*service].name);
        finding = finding.related(*span, text);
    }
    Some(finding.help("embed a service that does not embed this one"))
}
