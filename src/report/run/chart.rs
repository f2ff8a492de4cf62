//! A run as a sequence chart for terminals: a column a participant, an arrow a message.

use super::words::{act, message};
use super::{Cast, doer, ends, list, shown};
use crate::base::Sources;
use crate::verdict::{Step, StepKind, Trace};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest chart.
const WIDTH: usize = 100;
/// The widest label of an arrow or note; what is longer is cut.
const LABEL: usize = 44;

/// A row of the chart.
struct Row {
    /// Its number, as wide as the widest.
    number: String,
    what: What,
    label: String,
}

enum What {
    /// From one column to another.
    Arrow {
        from: usize,
        to: usize,
        kind: StepKind,
    },
    /// Beside a column.
    Note(usize),
}

/// The chart, and below it who waits for what; `None` where it does not fit 100 columns, or nothing happens.
#[must_use]
pub fn render(sources: &Sources, trace: &Trace) -> Option<String> {
    let cast = Cast::of(trace);
    let shown = shown(trace);
    let names = cast.columns();
    if shown.is_empty() || names.len() > WIDTH / 2 {
        return None;
    }
    let digits = shown.len().to_string().len();
    let row = |(index, (_, step)): (usize, &(usize, &Step))| {
        let column = |actor| cast.column(&names, actor);
        let (what, label) = match ends(step) {
            Some((from, to)) if column(from) != column(to) => {
                let (from, to, kind) = (column(from), column(to), step.kind);
                (What::Arrow { from, to, kind }, message(step))
            }
            Some((from, _)) => (
                What::Note(column(from)),
                format!("to itself: {}", message(step)),
            ),
            None => (What::Note(column(doer(step))), act(sources, &cast, step)),
        };
        Row {
            number: format!("{:>digits$}", index + 1),
            what,
            label: cut(&label),
        }
    };
    let rows: Vec<Row> = shown.iter().enumerate().map(row).collect();
    let columns = columns(digits + 4, &names, &rows);
    if width(&columns, &names, &rows) > WIDTH {
        return None;
    }
    let mut text = String::from("How it happens:\n");
    let mut head = Line::default();
    for (at, name) in columns.iter().zip(&names) {
        head.put(at.saturating_sub(name.width() / 2), name);
    }
    text.push_str(&head.finish());
    for row in &rows {
        text.push_str(&line(&columns, row).finish());
    }
    text.push_str(&list::ending(sources, &cast, trace, &shown));
    Some(text)
}

/// Where the life line of each participant stands: far enough for its name and for what is written between.
fn columns(margin: usize, names: &[String], rows: &[Row]) -> Vec<usize> {
    let mut gaps: Vec<usize> = names
        .windows(2)
        .map(|pair| pair[0].width().div_ceil(2) + pair[1].width().div_ceil(2) + 2)
        .collect();
    let mut arrows: Vec<(usize, usize, usize)> = rows
        .iter()
        .filter_map(|row| match row.what {
            What::Arrow { from, to, .. } => {
                Some((from.min(to), from.max(to), row.label.width() + 6))
            }
            What::Note(_) => None,
        })
        .collect();
    // Short arrows first: what they need is there for the long ones already.
    arrows.sort_by_key(|(low, high, _)| (high - low, *low));
    for (low, high, wanted) in arrows {
        let there: usize = gaps[low..high].iter().sum();
        gaps[high - 1] += wanted.saturating_sub(there);
    }
    let first = margin + names.first().map_or(0, |name| name.width() / 2);
    let mut columns = vec![first];
    for gap in gaps {
        columns.push(columns[columns.len() - 1] + gap);
    }
    columns
}

fn width(columns: &[usize], names: &[String], rows: &[Row]) -> usize {
    let name = |(at, name): (&usize, &String)| at + name.width().div_ceil(2);
    let row = |row: &Row| match row.what {
        What::Note(column) => columns[column] + 2 + row.label.width(),
        What::Arrow { .. } => 0,
    };
    let names = columns.iter().zip(names).map(name);
    names.chain(rows.iter().map(row)).max().unwrap_or(0)
}

fn line(columns: &[usize], row: &Row) -> Line {
    let mut line = Line::default();
    line.put(2, &row.number);
    for at in columns {
        line.put(*at, "│");
    }
    match row.what {
        What::Note(column) => line.put(columns[column] + 2, &row.label),
        What::Arrow { from, to, kind } => {
            let (low, high) = (
                columns[from.min(to)] + 1,
                columns[from.max(to)].saturating_sub(1),
            );
            let (stroke, right, left) = match kind {
                StepKind::Reply => ("╌", "▶", "◀"),
                StepKind::Fault => ("╌", "✕", "✕"),
                _ => ("─", "▶", "◀"),
            };
            for at in low..=high {
                line.put(at, stroke);
            }
            if from < to {
                line.put(high, right);
            } else {
                line.put(low, left);
            }
            let label = format!(" {} ", row.label);
            let room = (high + 1 - low).saturating_sub(label.width());
            line.put(low + room.div_ceil(2), &label);
        }
    }
    line
}

/// The label, cut where it is too wide.
fn cut(label: &str) -> String {
    if label.width() <= LABEL {
        return label.to_owned();
    }
    let mut kept = String::new();
    let mut width = 1;
    for c in label.chars() {
        width += c.width().unwrap_or(0);
        if width > LABEL {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

/// A line of cells as wide as a letter; a wide character takes two, a mark is put on the one before.
#[derive(Default)]
struct Line {
    cells: Vec<String>,
}

impl Line {
    fn put(&mut self, at: usize, text: &str) {
        let mut at = at;
        for c in text.chars() {
            let width = c.width().unwrap_or(0);
            if width == 0 {
                if let Some(cell) = at.checked_sub(1).and_then(|last| self.cells.get_mut(last)) {
                    cell.push(c);
                }
                continue;
            }
            while self.cells.len() < at + width {
                self.cells.push(" ".to_owned());
            }
            self.cells[at] = c.to_string();
            for cell in &mut self.cells[at + 1..at + width] {
                cell.clear();
            }
            at += width;
        }
    }

    /// The line, with its end and nothing blank before it.
    fn finish(self) -> String {
        let line = self.cells.concat();
        format!("{}\n", line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{run, sample_with_run};

    #[test]
    fn draws_a_column_a_participant() {
        let (sample, trace) = sample_with_run();
        let text = render(&sample.sources, &trace).unwrap();
        assert_eq!(
            text,
            "\
How it happens:
     client              Shop               Bank
  1     │── buy( id = 1 ) ▶│                  │
  2     │                  │ takes the branch `price`
  3     │                  │─────── pay ─────▶│
  4     │                  │◀╌ answer of pay ╌│
Then:
  Shop waits for `paid` from Bank  (buyer.ol:3)
"
        );
    }

    #[test]
    fn what_does_not_fit_is_no_chart() {
        let mut trace = run();
        for number in 0..30 {
            let mut step = trace.steps[0].clone();
            step.from.name = format!("service{number}").into();
            trace.steps.push(step);
        }
        assert_eq!(render(&Sources::default(), &trace), None);
        assert_eq!(render(&Sources::default(), &Trace::default()), None);
    }

    #[test]
    fn long_labels_are_cut() {
        assert_eq!(cut("short"), "short");
        assert_eq!(cut(&"漢".repeat(40)).width(), LABEL - 1);
    }
}
