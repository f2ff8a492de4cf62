//! Lines for people, beside the output of the program: no more than so many a minute, for who is refused or dies of a
//! fault may come again and again.

use super::Machine;
use std::io::Write;
use std::time::Duration;

/// How many lines are written in a minute.
const MOST_LINES: u32 = 1_000;

/// Counts lines minute by minute.
#[derive(Debug, Default)]
pub(super) struct Lines {
    minute: u64,
    written: u32,
    left_out: u64,
}

impl Lines {
    /// How many were left out before, when one may be written now.
    fn next(&mut self, now: Duration) -> Option<u64> {
        let minute = now.as_secs() / 60;
        if minute != self.minute {
            (self.minute, self.written) = (minute, 0);
        }
        if self.written == MOST_LINES {
            self.left_out += 1;
            return None;
        }
        self.written += 1;
        Some(std::mem::take(&mut self.left_out))
    }

    /// Whether no more is written in this minute.
    fn is_full(&self) -> bool {
        self.written == MOST_LINES
    }
}

impl Machine {
    /// A line for people.
    pub(super) fn log(&mut self, text: &str) {
        let Some(left_out) = self.lines.next(self.schedule.now()) else {
            return;
        };
        // Output that cannot be written has nobody who reads it.
        let _ = self.output.flush();
        if left_out > 0 {
            let _ = writeln!(self.errors, "({left_out} lines were left out)");
        }
        let _ = writeln!(self.errors, "{text}");
        if self.lines.is_full() {
            let _ = writeln!(
                self.errors,
                "({MOST_LINES} lines a minute are written: others are left out)"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_beyond_the_limit_are_counted_and_told_of_in_the_next_minute() {
        let mut lines = Lines::default();
        let written = (0..MOST_LINES + 5).filter(|_| lines.next(Duration::ZERO).is_some());
        assert_eq!(written.count(), MOST_LINES as usize);
        assert!(lines.is_full());
        assert_eq!(lines.next(Duration::from_secs(60)), Some(5));
        assert_eq!(lines.next(Duration::from_secs(61)), Some(0));
    }
}
