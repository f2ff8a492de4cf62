//! The options that say how far systems are explored.

use crate::check::conformance::{self, Cast};
use crate::check::{network, protocol, systems};
use crate::explore::Limits;
use crate::explore::network::{Mishaps, Settings, Timeouts};
use crate::verdict::{Coverage, Property};
use clap::{Args, ValueEnum};
use std::num::NonZero;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// How much memory states take at most unless the user says otherwise, in MiB.
const MEMORY: usize = 2_000;
/// How long all systems take at most unless the user says otherwise, in seconds.
const TIME: u64 = 60;

#[derive(Debug, Args)]
#[command(next_help_heading = "Exploration")]
pub(super) struct Scope {
    /// What is judged; may be given several times
    #[arg(long, value_name = "P", value_parser = property)]
    pub property: Vec<Property>,
    /// How many messages a queue holds
    #[arg(long, value_name = "K", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..))]
    bound: u16,
    /// How many sessions of one service clients outside have open at once
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    sessions: u16,
    /// When a call that is not answered times out
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    timeouts: When,
    /// What else may go wrong, only when asked for; several with commas between them, or given several times
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',')]
    faults: Vec<Fault>,
    /// How steps that nobody else can see are taken
    #[arg(long, value_enum, default_value_t)]
    reduction: Reduction,
    /// How long it may take, in seconds
    #[arg(long, value_name = "S", default_value_t)]
    time: Seconds,
    /// How much memory the states of all systems that are judged at once may take
    #[arg(long, value_name = "MIB", default_value_t = MEMORY)]
    memory: usize,
    /// How many systems are judged at once; as many as there are processors unless this is given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// The least coverage that counts as holding
    #[arg(long, value_enum, value_name = "COVERAGE")]
    require: Option<Required>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Reduction {
    /// One by one
    None,
    /// As part of the step before; the answers are the same
    #[default]
    Sound,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum When {
    /// When nothing else can move: a warning where `Timeout` is handled, an error where not
    #[default]
    Last,
    /// At any time
    Any,
    /// Never
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Fault {
    /// A message that leaves its program may meet an IOException
    Io,
    /// A program that listens on a socket may end at any time
    Crash,
    /// A message between programs, or what answers it, may be lost
    Drop,
    /// What answers a message between programs may come too late
    Delay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Required {
    /// By a theorem or an invariant
    Proved,
    /// Every state
    Exhaustive,
    /// Up to the bounds
    Bounded,
}

/// How many threads run at once on this machine.
fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// A time that is written in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seconds(Duration);

impl Default for Seconds {
    fn default() -> Self {
        Self(Duration::from_secs(TIME))
    }
}

impl Seconds {
    /// The moment when it is over; `None` when that is beyond all clocks.
    pub(super) fn ends(self) -> Option<Instant> {
        Instant::now().checked_add(self.0)
    }
}

impl std::fmt::Display for Seconds {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.0.as_secs_f64())
    }
}

impl std::str::FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds: f64 = text
            .parse()
            .map_err(|_| "a number of seconds is wanted".to_owned())?;
        let time = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
        Ok(Self(time))
    }
}

/// How far systems are explored unless the user says otherwise; `stop` ends it.
pub(super) fn usual_limits(stop: &AtomicBool) -> Limits<'_> {
    limits(Duration::from_secs(TIME), MEMORY, stop)
}

/// Limits of so much time and so many MiB.
fn limits(time: Duration, memory: usize, stop: &AtomicBool) -> Limits<'_> {
    Limits {
        time: Some(time),
        memory: Some(memory.saturating_mul(1 << 20)),
        stop: Some(stop),
        ..Limits::default()
    }
}

/// Reads the name of a property.
fn property(text: &str) -> Result<Property, String> {
    text.parse::<Property>().map_err(|error| {
        let names: Vec<&str> = Property::ALL
            .iter()
            .map(|property| property.name())
            .collect();
        format!("{error}; known are {}", names.join(", "))
    })
}

impl Scope {
    /// How far to look; `stop` ends it.
    pub(super) fn of<'a>(
        &self,
        cast: Option<&'a Cast<'a>>,
        stop: &'a AtomicBool,
    ) -> systems::Scope<'a> {
        let mut settings = Settings {
            sessions: usize::from(self.sessions),
            queue: usize::from(self.bound),
            mishaps: self.mishaps(),
            ..Settings::default()
        };
        settings.step.eager = self.reduction == Reduction::Sound;
        settings.step.broken = settings.mishaps.breaks();
        let mut properties = self.properties();
        properties.retain(|property| !property.is_of_protocols());
        systems::Scope {
            properties,
            cast,
            settings,
            limits: limits(self.time.0, self.memory, stop),
            jobs: self.jobs.map_or_else(processors, usize::from),
        }
    }

    /// What is judged: what was named, or else what is judged by default.
    pub(super) fn properties(&self) -> Vec<Property> {
        if self.property.is_empty() {
            let defaults = [network::DEFAULT, protocol::DEFAULT, conformance::DEFAULT];
            defaults.concat()
        } else {
            self.property.clone()
        }
    }

    /// How long it may take.
    pub(super) fn time(&self) -> Duration {
        self.time.0
    }

    fn mishaps(&self) -> Mishaps {
        Mishaps {
            timeouts: match self.timeouts {
                When::Last => Timeouts::Last,
                When::Any => Timeouts::Any,
                When::None => Timeouts::Never,
            },
            broken: self.faults.contains(&Fault::Io),
            crashes: self.faults.contains(&Fault::Crash),
            drops: self.faults.contains(&Fault::Drop),
            delays: self.faults.contains(&Fault::Delay),
        }
    }

    pub(super) fn require(&self) -> Option<Coverage> {
        self.require.map(|required| match required {
            Required::Proved => Coverage::Proved,
            Required::Exhaustive => Coverage::Exhaustive,
            Required::Bounded => Coverage::Bounded,
        })
    }
}
