//! How far work has come, on one line of stderr: only on a terminal, and only for work of more than a second.
//!
//! The line has no colours, so `NO_COLOR` has nothing to forbid.

use crate::explore;
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Work that is shorter is not talked about.
const PATIENCE: Duration = Duration::from_secs(1);
/// The line is written anew not more often than this.
const PACE: Duration = Duration::from_millis(100);

/// The line; it goes away when this is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    shown: Instant,
    patience: Duration,
}

impl Progress {
    /// A line that is not shown yet; the second counts from here.
    pub(super) fn new() -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        Self::on(if dumb {
            ProgressDrawTarget::hidden()
        } else {
            // Hidden by itself where stderr is no terminal.
            ProgressDrawTarget::stderr()
        })
    }

    fn on(target: ProgressDrawTarget) -> Self {
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{wide_msg}");
        Self {
            bar: bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner())),
            shown: Instant::now(),
            patience: PATIENCE,
        }
    }

    /// What to call while `subject`, the name of a system, is explored: for [`explore::explore`].
    pub(super) fn of<'a>(&'a mut self, subject: &'a str) -> impl FnMut(explore::Progress) + 'a {
        move |progress| {
            let now = Instant::now();
            if self.bar.is_hidden() || now.duration_since(self.shown) < self.patience {
                return;
            }
            self.shown = now;
            self.patience = PACE;
            self.bar.set_message(line(subject, &progress));
            self.bar.tick();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn line(subject: &str, progress: &explore::Progress) -> String {
    format!(
        "{subject}: {} states, {} still to look at, {}, {} s",
        HumanCount(progress.states as u64),
        HumanCount(progress.states.saturating_sub(progress.expanded) as u64),
        HumanBytes(progress.bytes as u64),
        progress.elapsed.as_secs(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::InMemoryTerm;

    const PROGRESS: explore::Progress = explore::Progress {
        states: 1_234_567,
        expanded: 1_000_000,
        transitions: 5_000_000,
        bytes: 12 << 20,
        elapsed: Duration::from_secs(3),
    };

    #[test]
    fn it_appears_late_and_goes_away() {
        let terminal = InMemoryTerm::new(5, 100);
        let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        let mut progress = Progress::on(target);
        progress.of("shop")(PROGRESS);
        assert_eq!(terminal.contents(), "");
        progress.patience = Duration::ZERO;
        progress.of("shop")(PROGRESS);
        assert_eq!(
            terminal.contents(),
            "shop: 1,234,567 states, 234,567 still to look at, 12.00 MiB, 3 s"
        );
        drop(progress);
        assert_eq!(terminal.contents(), "");
    }
}
