//! `joliex.util.TimeService`.
//!
//! Timers are the machine's. The formats that Java takes from its locale are those of English.

mod dates;

use super::super::fault::Fault;
use super::super::value::{Text, Value};
use super::request::{caused, field, has, text};
use super::{Answer, Host, Native, Outcome, TimerId};
use std::collections::HashMap;
use std::time::Duration;

/// What `setNextTimeoutByDateTime` is written in.
const DATE_AND_TIME: &str = "M/d/yy, h:mm:ss a";

/// The service.
#[derive(Default)]
pub(super) struct Time {
    /// The one timer of `setNextTimeout`.
    next: Option<TimerId>,
    /// Those of `scheduleTimeout`, by the numbers that were answered.
    scheduled: HashMap<i64, TimerId>,
    /// How many there were.
    count: i64,
}

impl Native for Time {
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer> {
        match operation {
            "setNextTimeout" => self.set_next(i64::from(request.as_int()), request, host),
            "setNextTimeoutByDateTime" => {
                let written = request.as_string().replace('\u{202f}', " ");
                let moment = dates::read(DATE_AND_TIME, &written, host).ok().flatten();
                let wait = moment.map_or(0, |moment| moment - host.now());
                self.set_next(wait, request, host);
            }
            // Java puts a date before the time that it then cannot read for want of a comma, and does not wait.
            "setNextTimeoutByTime" => self.set_next(0, request, host),
            "stopNextTimeout" => {
                if let Some(timer) = self.next.take() {
                    host.cancel(timer);
                }
            }
            "sleep" => {
                let time = u64::try_from(request.as_int()).unwrap_or_default();
                return Some(Answer::After(Duration::from_millis(time), Value::VOID));
            }
            "getCurrentTimeMillis" => return Some(Answer::Value(host.now().into())),
            "scheduleTimeout" => return Some(self.schedule(request, host).into()),
            "cancelTimeout" => {
                let timer = self.scheduled.remove(&request.as_long());
                let cancelled = timer.is_some_and(|timer| host.cancel(timer));
                return Some(Answer::Value(cancelled.into()));
            }
            _ => return Some(dates::carry_out(operation, request, host)?.into()),
        }
        Some(Answer::Value(Value::VOID))
    }
}

impl Time {
    /// Starts the one timer, in place of the one that may run.
    fn set_next(&mut self, wait: i64, request: &Value, host: &mut dyn Host) {
        if let Some(timer) = self.next.take() {
            host.cancel(timer);
        }
        let wait = Duration::from_millis(u64::try_from(wait).unwrap_or_default());
        let message = field(request, "message").clone();
        self.next = Some(host.schedule(wait, None, &operation_of(request), message));
    }

    fn schedule(&mut self, request: &Value, host: &mut dyn Host) -> Outcome {
        let number = self.count;
        self.count += 1;
        let unit = if has(request, "timeunit") {
            unit_of(&text(request, "timeunit").to_uppercase())?
        } else {
            Duration::from_millis(1)
        };
        let delay = u32::try_from(request.as_int()).unwrap_or_default();
        let wait = unit.saturating_mul(delay);
        let message = field(request, "message").clone();
        let timer = host.schedule(wait, None, &operation_of(request), message);
        self.scheduled.insert(number, timer);
        Ok(number.into())
    }
}

/// What is called when the time has come.
fn operation_of(request: &Value) -> Text {
    if has(request, "operation") {
        text(request, "operation")
    } else {
        Text::new_static("timeout")
    }
}

/// How long a unit is.
fn unit_of(name: &str) -> Result<Duration, Fault> {
    Ok(match name {
        "NANOSECONDS" => Duration::from_nanos(1),
        "MICROSECONDS" => Duration::from_micros(1),
        "MILLISECONDS" => Duration::from_millis(1),
        "SECONDS" => Duration::from_secs(1),
        "MINUTES" => Duration::from_secs(60),
        "HOURS" => Duration::from_secs(3_600),
        "DAYS" => Duration::from_secs(86_400),
        _ => {
            let message = format!("No enum constant java.util.concurrent.TimeUnit.{name}");
            return Err(caused(
                "InvalidTimeUnit",
                "IllegalArgumentException",
                message,
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{FakeHost, outcome};
    use super::*;

    fn call(time: &mut Time, host: &mut FakeHost, operation: &str, request: &Value) -> Outcome {
        outcome(time.call(operation, request, host))
    }

    #[test]
    fn there_is_one_next_timeout() {
        let (mut time, mut host) = (Time::default(), FakeHost::default());
        let request = Value::from(1000)
            .with("operation", "tick")
            .with("message", "m");
        call(&mut time, &mut host, "setNextTimeout", &Value::from(5)).unwrap();
        call(&mut time, &mut host, "setNextTimeout", &request).unwrap();
        assert_eq!(host.timers.len(), 1);
        let (_, delay, operation, message) = &host.timers[0];
        assert_eq!(
            (*delay, operation.as_str()),
            (Duration::from_secs(1), "tick")
        );
        assert_eq!(message.as_string(), "m");
        call(&mut time, &mut host, "stopNextTimeout", &Value::VOID).unwrap();
        assert!(host.timers.is_empty());
        call(&mut time, &mut host, "setNextTimeout", &Value::from(-5)).unwrap();
        assert_eq!(
            (host.timers[0].1, host.timers[0].2.as_str()),
            (Duration::ZERO, "timeout")
        );
    }

    #[test]
    fn scheduled_timeouts_can_be_cancelled_once() {
        let (mut time, mut host) = (Time::default(), FakeHost::default());
        let request = Value::from(2).with("timeunit", "seconds");
        for number in 0..2 {
            let answer = call(&mut time, &mut host, "scheduleTimeout", &request).unwrap();
            assert_eq!(answer.as_long(), number);
        }
        assert_eq!(host.timers[1].1, Duration::from_secs(2));
        for expected in [true, false] {
            let answer = call(&mut time, &mut host, "cancelTimeout", &Value::from(1i64)).unwrap();
            assert_eq!(answer.as_bool(), expected);
        }
        let wrong = Value::from(2).with("timeunit", "weeks");
        let fault = call(&mut time, &mut host, "scheduleTimeout", &wrong).unwrap_err();
        assert_eq!(fault.name, "InvalidTimeUnit");
        let far = Value::from(i32::MAX).with("timeunit", "DAYS");
        call(&mut time, &mut host, "scheduleTimeout", &far).unwrap();
    }

    #[test]
    fn a_date_is_waited_for() {
        let (mut time, mut host) = (Time::default(), FakeHost::default());
        let moment = dates::read(DATE_AND_TIME, "5/4/26, 3:00:00 PM", &host)
            .unwrap()
            .unwrap();
        host.time = moment - 1500;
        let request = Value::from("5/4/26, 3:00:00\u{202f}PM");
        call(&mut time, &mut host, "setNextTimeoutByDateTime", &request).unwrap();
        assert_eq!(host.timers[0].1, Duration::from_millis(1500));
        call(
            &mut time,
            &mut host,
            "setNextTimeoutByDateTime",
            &Value::from("soon"),
        )
        .unwrap();
        assert_eq!(host.timers[0].1, Duration::ZERO);
    }
}
