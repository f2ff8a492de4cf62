//! Ctrl-C: the first asks the work to end early and to say what it has found, the second ends the process.

use super::output;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

/// The status that shells give a process that Ctrl-C has ended.
const KILLED: i32 = 130;

static STOP: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();
/// What else the first Ctrl-C does.
static STOPPED: Mutex<Option<Box<dyn Fn() + Send>>> = Mutex::new(None);

/// The flag that the first Ctrl-C sets, for [`crate::explore::Limits::stop`]. From the first call on, Ctrl-C does not
/// end the process at once; where it cannot be listened for, it does as before.
pub(super) fn flag() -> &'static AtomicBool {
    LISTENING.call_once(|| {
        // Without a handler Ctrl-C ends the process, which is what it means.
        let _ = ctrlc::set_handler(interrupted);
    });
    &STOP
}

/// Calls `stop` at the first Ctrl-C; at once when it has come already.
pub(super) fn on_first(stop: impl Fn() + Send + 'static) {
    if flag().load(Ordering::Relaxed) {
        stop();
    }
    *STOPPED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(stop));
}

fn interrupted() {
    if STOP.swap(true, Ordering::Relaxed) {
        process::exit(KILLED);
    }
    if let Some(stop) = &*STOPPED.lock().unwrap_or_else(PoisonError::into_inner) {
        stop();
    }
    output::complain("stopping; press Ctrl-C again to end at once");
}
