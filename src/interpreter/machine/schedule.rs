//! Whose turn it is: threads that can go on, timers, and what comes from outside.

use super::route::Parcel;
use super::thread::{Caller, ThreadId};
use super::{InstanceId, Machine};
use crate::interpreter::fault::Fault;
use crate::interpreter::library::{Ticket, TimerId};
use crate::interpreter::transport;
use crate::interpreter::value::growth::{self, Weight};
use crate::interpreter::value::{Text, Value};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How many operations a thread does before another has its turn.
const PORTION: u32 = 10_000;

/// The longest portion under a seed.
const SHORT: u64 = 12;

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The program ended with this status.
    Ended(i32),
    /// Nothing can happen any more, and these wait.
    Stuck(Vec<Waiting>),
    /// Nothing can happen any more, and nobody waits.
    Idle,
    /// It was interrupted.
    Interrupted,
}

/// A thread that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The service.
    pub service: Text,
    /// The number of the session.
    pub session: u64,
    /// Where it waits: file and line.
    pub place: String,
    /// What it waits for, as the end of a sentence.
    pub what: String,
}

impl std::fmt::Display for Waiting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            service,
            session,
            place,
            what,
        } = self;
        write!(formatter, "{service}#{session} waits for {what}  ({place})")
    }
}

/// Something that comes from outside of the machine.
#[derive(Debug)]
pub enum Arrival {
    /// The answer to a call.
    Answer(Ticket, Result<Value, Fault>),
    /// A line of the standard input; `None` is its end.
    Line(Option<String>),
    /// Something on the network.
    Network(transport::Event),
    /// The run is to be interrupted.
    Interrupt,
}

/// What a timer does.
#[derive(Debug)]
pub enum Alarm {
    /// A service that exits has had its time.
    End(InstanceId),
    /// A call is answered.
    Answer(Caller, Value),
    /// A call has waited long enough.
    Timeout(ThreadId, super::CallNumber),
    /// A notification.
    Notify {
        /// From.
        from: InstanceId,
        /// Its identity, to stop it.
        timer: TimerId,
        /// Again after this.
        period: Option<Duration>,
        /// The operation.
        operation: Text,
        /// What it says.
        value: Value,
    },
}

/// What happens next.
enum Next {
    /// A thread goes on.
    Thread(ThreadId),
    /// A standard service is called.
    Native(InstanceId, Parcel),
}

impl Alarm {
    /// What one takes, with its places in the tables.
    const BYTES: usize = size_of::<Self>() + size_of::<[usize; 8]>();
}

/// Who is next.
pub struct Schedule {
    ready: VecDeque<ThreadId>,
    /// Calls of standard services under a seed: in Jolie they run beside who calls, and are seen to happen later.
    put_off: VecDeque<(InstanceId, Parcel)>,
    /// By time, then by the order in which they were set.
    alarms: BinaryHeap<Reverse<(Duration, u64)>>,
    set: rustc_hash::FxHashMap<u64, Alarm>,
    /// Timeouts of calls, which all take as long: in the order of their time.
    timeouts: VecDeque<(Duration, ThreadId, super::CallNumber)>,
    next_alarm: u64,
    /// Whose turn it is.
    pub(super) running: Option<ThreadId>,
    start: Instant,
    epoch: Duration,
    /// Under a seed, the time that has passed.
    passed: Option<Duration>,
    random: u64,
    seeded: bool,
    /// What comes from outside.
    pub(super) arrivals: Receiver<Arrival>,
    sender: Sender<Arrival>,
    /// How many answers from outside are waited for, and ports that listen.
    pub(super) expected: usize,
}

impl Schedule {
    pub(super) fn new(seed: Option<u64>) -> Self {
        let (sender, arrivals) = channel();
        let epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let epoch = epoch.unwrap_or_default();
        let random = seed.unwrap_or_else(|| {
            let nanos = u64::try_from(epoch.as_nanos() & u128::from(u64::MAX)).unwrap_or(1);
            nanos ^ u64::from(std::process::id()).rotate_left(32)
        });
        Self {
            ready: VecDeque::new(),
            put_off: VecDeque::new(),
            alarms: BinaryHeap::new(),
            set: rustc_hash::FxHashMap::default(),
            timeouts: VecDeque::new(),
            next_alarm: 0,
            running: None,
            start: Instant::now(),
            epoch,
            passed: seed.map(|_| Duration::ZERO),
            random,
            seeded: seed.is_some(),
            arrivals,
            sender,
            expected: 0,
        }
    }

    /// The time since the start.
    pub(super) fn now(&self) -> Duration {
        self.passed.unwrap_or_else(|| self.start.elapsed())
    }

    /// The time since 1970.
    pub(super) fn date(&self) -> Duration {
        self.epoch + self.now()
    }

    /// The next random number (splitmix64).
    pub(super) fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.random;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    pub(super) fn sender(&self) -> Sender<Arrival> {
        self.sender.clone()
    }

    pub(super) fn is_seeded(&self) -> bool {
        self.seeded
    }

    pub(super) fn ready(&mut self, thread: ThreadId) {
        self.ready.push_back(thread);
    }

    pub(super) fn set(&mut self, after: Duration, alarm: Alarm) -> u64 {
        self.next_alarm += 1;
        growth::grow(Alarm::BYTES);
        self.alarms
            .push(Reverse((self.now() + after, self.next_alarm)));
        self.set.insert(self.next_alarm, alarm);
        self.next_alarm
    }

    pub(super) fn unset(&mut self, alarm: u64) -> bool {
        self.set.remove(&alarm).is_some()
    }

    pub(super) fn set_timeout(
        &mut self,
        after: Duration,
        thread: ThreadId,
        call: super::CallNumber,
    ) {
        self.timeouts.push_back((self.now() + after, thread, call));
    }

    /// What the timers hold.
    pub(super) fn weigh(&self, weight: &mut Weight) {
        weight.add(self.set.len() * Alarm::BYTES);
        for alarm in self.set.values() {
            if let Alarm::Answer(_, value) | Alarm::Notify { value, .. } = alarm {
                weight.add_value(value);
            }
        }
    }

    /// How far the next thread goes; under a seed not far, so that others come in between.
    fn portion(&mut self) -> u32 {
        if self.seeded {
            // It fits.
            1 + u32::try_from(self.random() % SHORT).unwrap_or_default()
        } else {
            PORTION
        }
    }

    /// The next one in the order in which they became ready.
    pub(super) fn next_in_turn(&mut self) -> Option<ThreadId> {
        self.ready.pop_front()
    }

    /// A standard service is called when chance will have it.
    pub(super) fn put_off(&mut self, instance: InstanceId, parcel: Parcel) {
        self.put_off.push_back((instance, parcel));
    }

    fn next_ready(&mut self) -> Option<Next> {
        let (ready, put_off) = (self.ready.len(), self.put_off.len());
        if !self.seeded || ready + put_off == 0 {
            return self.ready.pop_front().map(Next::Thread);
        }
        let at = if ready + put_off == 1 {
            0
        } else {
            let length = (ready + put_off) as u64;
            usize::try_from(self.random() % length).unwrap_or_default()
        };
        if at < ready {
            return self.ready.swap_remove_back(at).map(Next::Thread);
        }
        let (instance, parcel) = self.put_off.swap_remove_back(at - ready)?;
        Some(Next::Native(instance, parcel))
    }
}

impl Machine {
    /// Runs until the program ends or nothing can happen any more.
    pub fn run(&mut self) -> Outcome {
        let mut turns = self.settings.turns;
        growth::allow(self.settings.limits.values / 2);
        let outcome = loop {
            if let Some(status) = self.status {
                break Outcome::Ended(status);
            }
            match &mut turns {
                Some(0) => break Outcome::Interrupted,
                Some(left) => *left -= 1,
                None => {}
            }
            if self.arrivals() {
                break Outcome::Interrupted;
            }
            self.alarms();
            match self.schedule.next_ready() {
                Some(Next::Thread(thread)) => {
                    let portion = self.schedule.portion();
                    self.take_turn(thread, portion);
                }
                Some(Next::Native(instance, parcel)) => self.call_native(instance, parcel),
                None => {
                    if let Some(outcome) = self.wait() {
                        break outcome;
                    }
                }
            }
        };
        // What cannot be written any more has nobody who reads it.
        let _ = self.output.flush();
        outcome
    }

    /// It is the turn of a thread.
    pub(super) fn take_turn(&mut self, thread: ThreadId, portion: u32) {
        self.schedule.running = Some(thread);
        self.turn(thread, portion);
        self.schedule.running = None;
    }

    /// Takes what has come from outside; true when the run is interrupted.
    fn arrivals(&mut self) -> bool {
        while let Ok(arrival) = self.schedule.arrivals.try_recv() {
            if self.arrived(arrival) {
                return true;
            }
        }
        false
    }

    fn arrived(&mut self, arrival: Arrival) -> bool {
        match arrival {
            Arrival::Interrupt => return true,
            Arrival::Answer(ticket, result) => {
                self.schedule.expected = self.schedule.expected.saturating_sub(1);
                self.answer_ticket(ticket, result);
            }
            Arrival::Line(line) => self.line(line),
            Arrival::Network(event) => self.network(event),
        }
        false
    }

    /// Rings the alarms whose time has come.
    fn alarms(&mut self) {
        let now = self.schedule.now();
        self.drop_past_timeouts();
        while let Some((time, thread, call)) = self.schedule.timeouts.front().copied() {
            if time > now {
                break;
            }
            self.schedule.timeouts.pop_front();
            self.time_out(thread, call);
        }
        while let Some(Reverse((time, number))) = self.schedule.alarms.peek().copied() {
            if !self.schedule.set.contains_key(&number) {
                self.schedule.alarms.pop();
                continue;
            }
            if time > now {
                break;
            }
            self.schedule.alarms.pop();
            if let Some(alarm) = self.schedule.set.remove(&number) {
                self.ring(alarm, number);
            }
        }
    }

    fn ring(&mut self, alarm: Alarm, number: u64) {
        match alarm {
            Alarm::End(instance) => self.end_instance(instance, 0),
            Alarm::Answer(caller, value) => self.answer(caller, Ok(value)),
            Alarm::Timeout(thread, call) => self.time_out(thread, call),
            Alarm::Notify {
                from,
                timer,
                period,
                operation,
                value,
            } => {
                self.notify_embedder(from, &operation, value.clone());
                let Some(after) = period else {
                    self.timers.remove(&timer);
                    return;
                };
                let again = Alarm::Notify {
                    from,
                    timer,
                    period,
                    operation,
                    value,
                };
                let time = self.schedule.now() + after.max(Duration::from_millis(1));
                self.schedule.alarms.push(Reverse((time, number)));
                self.schedule.set.insert(number, again);
            }
        }
    }

    /// Forgets the timeouts of calls that were answered, as far as they are the next ones.
    fn drop_past_timeouts(&mut self) {
        while let Some((_, thread, call)) = self.schedule.timeouts.front() {
            if self.waits_for(*thread, *call) {
                break;
            }
            self.schedule.timeouts.pop_front();
        }
    }

    /// The time at which something will happen by itself.
    fn next_alarm(&self) -> Option<Duration> {
        let alarm = self.schedule.alarms.peek().map(|Reverse((time, _))| *time);
        let timeout = self.schedule.timeouts.front().map(|(time, ..)| *time);
        match (alarm, timeout) {
            (Some(alarm), Some(timeout)) => Some(alarm.min(timeout)),
            (alarm, timeout) => alarm.or(timeout),
        }
    }

    /// Nobody can go on: waits for an alarm or for something from outside.
    fn wait(&mut self) -> Option<Outcome> {
        let _ = self.output.flush();
        self.drop_past_timeouts();
        let next = self.next_alarm();
        if self.schedule.expected == 0 {
            return match (next, &mut self.schedule.passed) {
                // Time runs ahead to what happens next.
                (Some(time), Some(passed)) => {
                    *passed = time.max(*passed);
                    None
                }
                (Some(time), None) => {
                    self.tell_standstill();
                    self.receive(Some(time))
                }
                (None, _) => Some(self.stuck()),
            };
        }
        self.receive(next)
    }

    fn receive(&mut self, until: Option<Duration>) -> Option<Outcome> {
        let arrivals = &self.schedule.arrivals;
        let arrival = match until {
            None => arrivals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(time) => arrivals.recv_timeout(time.saturating_sub(self.schedule.start.elapsed())),
        };
        match arrival {
            Ok(arrival) => self.arrived(arrival).then_some(Outcome::Interrupted),
            Err(RecvTimeoutError::Timeout) => {
                if let (Some(passed), Some(time)) = (&mut self.schedule.passed, until) {
                    *passed = time.max(*passed);
                }
                None
            }
            Err(RecvTimeoutError::Disconnected) => Some(Outcome::Idle),
        }
    }

    /// Says who waits when nothing but the timeouts of calls will make anybody go on: calls in a circle, a partner that
    /// does not answer.
    fn tell_standstill(&mut self) {
        let mut alarms = self.schedule.set.values();
        if !alarms.all(|alarm| matches!(alarm, Alarm::Timeout(..))) {
            return;
        }
        let waiting = self.all_waiting();
        if waiting.is_empty() {
            return;
        }
        self.log("nobody can go on until a call times out:");
        for one in waiting {
            self.log(&format!("  {one}"));
        }
    }

    fn stuck(&self) -> Outcome {
        let waiting = self.all_waiting();
        if waiting.is_empty() {
            return Outcome::Idle;
        }
        Outcome::Stuck(waiting)
    }

    /// Everybody who waits for somebody else, session by session.
    pub(super) fn all_waiting(&self) -> Vec<Waiting> {
        let mut waiting: Vec<Waiting> = (self.threads.values())
            .filter_map(|thread| self.waiting(thread))
            .collect();
        waiting.sort_by(|one, other| (one.session, &one.place).cmp(&(other.session, &other.place)));
        waiting
    }

    /// Waits for what a standard service does elsewhere, not for long; false when none does anything.
    pub(super) fn wait_for_work(&mut self) -> bool {
        if self.tickets.is_empty() || self.schedule.expected == 0 {
            return false;
        }
        let arrival = self.schedule.arrivals.recv_timeout(Duration::from_secs(2));
        arrival.is_ok_and(|arrival| {
            self.arrived(arrival);
            true
        })
    }

    /// Lets time run ahead to what happens next by itself, under a seed; false when nothing does.
    pub(super) fn pass_time(&mut self) -> bool {
        let next = self.schedule.alarms.peek().map(|Reverse((time, _))| *time);
        let (Some(time), Some(passed)) = (next, &mut self.schedule.passed) else {
            return false;
        };
        *passed = time.max(*passed);
        self.alarms();
        true
    }

    /// From here on chance goes on from another number: runs that begin alike can be led apart.
    pub fn reseed(&mut self, seed: u64) {
        self.schedule.random = seed;
    }

    /// What stops the machine from outside: Ctrl-C.
    pub fn interrupter(&self) -> impl Fn() + Send + use<> {
        let sender = self.schedule.sender();
        move || {
            // A machine that has gone needs no interruption.
            let _ = sender.send(Arrival::Interrupt);
        }
    }
}
