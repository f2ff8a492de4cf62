//! Ctrl-C: the first asks the work to end early and to say what it has found, the second ends the process.

use super::output;
use std::process;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// The status that shells give a process that Ctrl-C has ended.
const KILLED: i32 = 130;

static STOP: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// The flag that the first Ctrl-C sets, for [`crate::explore::Limits::stop`]. From the first call on, Ctrl-C does not
/// end the process at once; where it cannot be listened for, it does as before.
pub(super) fn flag() -> &'static AtomicBool {
    LISTENING.call_once(|| {
        // Without a handler Ctrl-C ends the process, which is what it means.
        let _ = ctrlc::set_handler(interrupted);
    });
    &STOP
}

fn interrupted() {
    if STOP.swap(true, Ordering::Relaxed) {
        process::exit(KILLED);
    }
    output::complain("stopping; press Ctrl-C again to end at once");
}
