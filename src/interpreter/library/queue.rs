//! `joliex.util.QueueUtils`.

use super::super::value::Value;
use super::super::value::growth::{NODE, Weight};
use super::request::{field, text};
use super::{Answer, Host, Native};
use std::collections::{HashMap, VecDeque};

/// The service, with its queues by name.
#[derive(Default)]
pub(super) struct Queues(HashMap<String, VecDeque<Value>>);

impl Native for Queues {
    fn call(&mut self, operation: &str, request: &Value, _: &mut dyn Host) -> Option<Answer> {
        let name = request.as_string();
        let nothing = Value::VOID;
        Some(Answer::Value(match operation {
            "new_queue" => {
                let fresh = !self.0.contains_key(&*name);
                self.0.entry(name.to_string()).or_default();
                fresh.into()
            }
            "delete_queue" => self.0.remove(&*name).is_some().into(),
            "push" => match self.0.get_mut(&*text(request, "queue_name")) {
                Some(queue) => {
                    queue.push_back(field(request, "element").clone());
                    true.into()
                }
                None => false.into(),
            },
            "peek" => self
                .0
                .get(&*name)
                .and_then(VecDeque::front)
                .cloned()
                .unwrap_or(nothing),
            "poll" => self
                .0
                .get_mut(&*name)
                .and_then(VecDeque::pop_front)
                .unwrap_or(nothing),
            "size" => (self.0.get(&*name))
                .and_then(|queue| i32::try_from(queue.len()).ok())
                .map_or(nothing, Value::from),
            _ => return None,
        }))
    }

    fn weigh(&self, weight: &mut Weight) {
        for queue in self.0.values() {
            weight.add(queue.capacity() * NODE);
            queue.iter().for_each(|value| weight.add_value(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{FakeHost, outcome};
    use super::*;

    #[test]
    fn elements_leave_in_the_order_in_which_they_came() {
        let (mut queues, mut host) = (Queues::default(), FakeHost::default());
        let mut call = |operation: &str, request: Value| {
            outcome(queues.call(operation, &request, &mut host)).unwrap()
        };
        assert!(!call("size", "q".into()).is_defined());
        assert!(call("new_queue", "q".into()).as_bool());
        assert!(!call("new_queue", "q".into()).as_bool());
        for element in [1, 2] {
            let request = Value::VOID.with("queue_name", "q").with("element", element);
            assert!(call("push", request).as_bool());
        }
        assert_eq!(call("peek", "q".into()).as_int(), 1);
        assert_eq!(call("poll", "q".into()).as_int(), 1);
        assert_eq!(call("size", "q".into()).as_int(), 1);
        assert_eq!(call("poll", "q".into()).as_int(), 2);
        assert!(!call("poll", "q".into()).is_defined());
        assert!(call("delete_queue", "q".into()).as_bool());
        assert!(!call("push", Value::VOID.with("queue_name", "q")).as_bool());
    }
}
