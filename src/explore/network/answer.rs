//! A request is answered, by values or by a fault, which the thread that waits for it feels.

use super::configuration::Configuration;
use super::local::{Changed, LocalStep, Standing};
use super::mishap::TIMEOUT;
use super::route::received;
use super::step::{Move, MoveKind, Mover, Owner};
use super::system::{NetworkSystem, Outcome, Steps};
use crate::automata::network::step::{self, Effect};
use crate::automata::network::{Caller, FaultName, InstanceId, OperationId, Value};
use crate::base::{Name, Span};

impl NetworkSystem<'_> {
    /// Answers a request: `next` has the one who answers after it.
    pub(super) fn reply(
        &mut self,
        next: &mut Configuration,
        one: &LocalStep,
        caller: Caller,
        answer: Result<&Vec<Value>, FaultName>,
        steps: &mut Steps<'_>,
    ) {
        // Who feels it: the caller, or else the one who answers.
        let felt = match caller {
            Caller::Session { slot, .. } => next.session(slot).map(|key| (slot, key)),
            Caller::Environment | Caller::Gone => None,
        };
        let (slot, key) = felt.unwrap_or((one.actor.slot, one.after.session));
        let standing = self.standing(next, slot, key);
        let instance = self.parts.instance(key);
        let root = |of: InstanceId| self.network[of].root;
        let leaves = felt.is_some() && root(instance) != root(one.actor.instance);
        let lost = self.settings.mishaps.drops && leaves;
        for lost in [false, true].into_iter().filter(|one| !one || lost) {
            let asked = (one.number, lost, standing);
            let outcome = self.answers.get(&asked).copied().unwrap_or_else(|| {
                let outcome = match caller {
                    Caller::Session { thread, .. } if lost => {
                        self.unanswered(one, standing, thread)
                    }
                    _ => self.answer(one, caller, answer, standing),
                };
                self.answers.insert(asked, outcome);
                outcome
            });
            outcome.after.put(next, instance, slot);
            (steps.emit)(next.row(), outcome.label);
        }
    }

    /// An answer is lost on its way to the thread that waits for it.
    fn unanswered(&mut self, one: &LocalStep, standing: Standing, thread: u8) -> Outcome {
        let fault = Name::from(TIMEOUT);
        let after = self.change(standing, |context, session| {
            step::refused(context, session, thread, fault)
        });
        let from = Mover::Thread {
            instance: self.parts.instance(standing.session),
            slot: standing.slot,
            thread,
        };
        let label = self.label(Move {
            kind: MoveKind::Refuse(self.answers_to(one), fault),
            owner: Owner::Mishap,
            certain: true,
            from,
            to: Some(one.actor.mover()),
            origin: self.waits_at(standing, thread).unwrap_or(one.origin),
        });
        Outcome { after, label }
    }

    /// The line where a thread waits.
    fn waits_at(&self, standing: Standing, thread: u8) -> Option<Span> {
        let session = self.parts.session(standing.session);
        let at = session.threads.get(usize::from(thread))?.as_ref()?.at;
        let behaviour = self.network.behaviour_of(session.of);
        behaviour.nodes.get(at.index()).map(|node| node.origin)
    }

    /// What comes of an answer, to the thread that waits for it or to the one who answers somebody outside.
    fn answer(
        &mut self,
        one: &LocalStep,
        caller: Caller,
        answer: Result<&Vec<Value>, FaultName>,
        standing: Standing,
    ) -> Outcome {
        let Standing {
            session,
            shared,
            slot: felt,
            ..
        } = standing;
        let unchanged = Changed { session, shared };
        let (after, to) = match caller {
            Caller::Session { slot, thread } if slot == felt => {
                let after = self.answered(standing, thread, answer);
                let instance = self.parts.instance(session);
                let to = Mover::Thread {
                    instance,
                    slot,
                    thread,
                };
                (after, Some(to))
            }
            Caller::Environment => {
                let session = self.tell(session, felt);
                (Changed { session, shared }, Some(Mover::Environment))
            }
            Caller::Session { .. } | Caller::Gone => (unchanged, None),
        };
        let operation = self.answers_to(one);
        let kind = match answer {
            Ok(_) => MoveKind::Reply(operation),
            Err(fault) => MoveKind::ReplyFault(operation, fault),
        };
        let label = self.label(Move {
            kind,
            owner: Owner::System,
            certain: true,
            from: one.actor.mover(),
            to,
            origin: one.origin,
        });
        Outcome { after, label }
    }

    /// The answer reaches the thread that waits for it.
    fn answered(
        &mut self,
        standing: Standing,
        thread: u8,
        answer: Result<&Vec<Value>, FaultName>,
    ) -> Changed {
        match answer {
            Ok(values) => {
                let values = received(values);
                self.change(standing, |context, session| {
                    step::answered(context, session, thread, &values)
                })
            }
            Err(fault) => self.change(standing, |context, session| {
                step::refused(context, session, thread, fault)
            }),
        }
    }

    /// Which operation a reply answers.
    fn answers_to(&self, one: &LocalStep) -> OperationId {
        match &one.effect {
            Effect::Reply { input, .. } | Effect::ReplyFault { input, .. } => {
                self.network.behaviour_of(one.actor.instance).inputs[input.index()].operation
            }
            _ => OperationId(0),
        }
    }
}
