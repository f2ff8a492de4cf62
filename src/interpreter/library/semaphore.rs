//! `joliex.util.SemaphoreUtils`: whoever comes takes what is there; those who wait are served in order.

use super::super::value::Value;
use super::request::{exception, int, text};
use super::{Answer, Host, Native, Ticket};
use std::collections::{HashMap, VecDeque};

/// A semaphore.
#[derive(Default)]
struct Semaphore {
    permits: i32,
    waiting: VecDeque<(Ticket, i32)>,
}

/// The service, with its semaphores by name. One that is new has no permits.
#[derive(Default)]
pub(super) struct Semaphores(HashMap<String, Semaphore>);

impl Native for Semaphores {
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer> {
        if !matches!(operation, "acquire" | "release") {
            return None;
        }
        let permits = match int(request, "permits") {
            0 => 1,
            permits => permits,
        };
        let semaphore = self.0.entry(text(request, "name").to_string()).or_default();
        if permits < 0 {
            return Some(Answer::Fault(exception("IllegalArgumentException", "")));
        }
        if operation == "acquire" {
            if semaphore.permits < permits {
                let ticket = host.ticket();
                semaphore.waiting.push_back((ticket, permits));
                return Some(Answer::Later(ticket));
            }
            semaphore.permits -= permits;
            return Some(Answer::Value(true.into()));
        }
        let Some(sum) = semaphore.permits.checked_add(permits) else {
            return Some(Answer::Fault(exception(
                "Error",
                "Maximum permit count exceeded",
            )));
        };
        semaphore.permits = sum;
        while let Some((ticket, wanted)) = semaphore.waiting.front().copied()
            && wanted <= semaphore.permits
        {
            semaphore.permits -= wanted;
            semaphore.waiting.pop_front();
            host.answer(ticket, Ok(true.into()));
        }
        Some(Answer::Value(true.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::FakeHost;
    use super::*;

    fn request(permits: i32) -> Value {
        Value::VOID.with("name", "s").with("permits", permits)
    }

    #[test]
    fn those_who_wait_are_served_in_order() {
        let (mut service, mut host) = (Semaphores::default(), FakeHost::default());
        let mut tickets = Vec::new();
        for permits in [2, 0] {
            match service
                .call("acquire", &request(permits), &mut host)
                .unwrap()
            {
                Answer::Later(ticket) => tickets.push(ticket),
                other => panic!("{other:?}"),
            }
        }
        service.call("release", &request(1), &mut host).unwrap();
        assert!(host.answered.is_empty());
        service.call("release", &request(2), &mut host).unwrap();
        let answered: Vec<Ticket> = host.answered.iter().map(|(ticket, _)| *ticket).collect();
        assert_eq!(answered, tickets);
        service
            .call("release", &request(i32::MAX), &mut host)
            .unwrap();
        let answer = service.call("release", &request(1), &mut host).unwrap();
        assert!(matches!(answer, Answer::Fault(fault) if fault.name == "Error"));
        let answer = service.call("acquire", &request(5), &mut host).unwrap();
        assert!(matches!(answer, Answer::Value(_)));
        let answer = service.call("acquire", &request(-1), &mut host).unwrap();
        assert!(matches!(answer, Answer::Fault(_)));
    }
}
