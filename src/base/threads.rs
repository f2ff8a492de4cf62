//! Work on several threads, each with a stack on which recursion may go deep.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, Builder};

/// Types that link to types and definitions that call definitions are followed by recursion; a chain of them may be as
/// long as its file. Only the part of a stack that is used takes memory.
pub const STACK: usize = 1 << 30;

/// Does work on a stack on which recursion may go deep; where there is none to be had, on the one at hand. A panic of the
/// work is one of this thread.
pub fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let work = Mutex::new(Some(work));
    let run = || {
        let work = work.lock().unwrap_or_else(PoisonError::into_inner).take();
        work.map(|work| work())
    };
    let done = thread::scope(|scope| {
        let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        thread.ok().map(thread::ScopedJoinHandle::join)
    });
    match done {
        Some(Ok(Some(value))) => value,
        Some(Err(panic)) => resume_unwind(panic),
        _ => match run() {
            Some(value) => value,
            None => unreachable!("the work is done by one of the two"),
        },
    }
}

/// Does the work of each number below `count`, on up to `threads` threads at once; the results come in the order of the
/// numbers, whoever is ready first. What the work tells meanwhile is passed to `told` on this thread, with its number.
/// Where threads are not to be had, there are fewer. A panic of the work is one of this thread.
pub fn each<T: Send, M: Send>(
    threads: usize,
    count: usize,
    work: impl Fn(usize, &mut dyn FnMut(M)) -> T + Sync,
    told: &mut dyn FnMut(usize, M),
) -> Vec<T> {
    // One at a time is done here.
    let others = match threads.min(count) {
        1 => 0,
        several => several,
    };
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        let mut workers = Vec::new();
        for _ in 0..others {
            let sender = sender.clone();
            let (next, done, work) = (&next, &done, &work);
            let run = move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    // Nobody listens any more only when this thread panics.
                    let result = work(number, &mut |message| drop(sender.send((number, message))));
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.insert(number, result);
                }
            };
            workers.extend(Builder::new().stack_size(STACK).spawn_scoped(scope, run));
        }
        drop(sender);
        for (number, message) in receiver {
            told(number, message);
        }
        for worker in workers {
            if let Err(panic) = worker.join() {
                resume_unwind(panic);
            }
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Those that no other thread has done are done here.
    (0..count)
        .map(|number| {
            done.remove(&number)
                .unwrap_or_else(|| work(number, &mut |message| told(number, message)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_on_any_number_of_threads() {
        for threads in [0, 1, 2, 3, 64] {
            let mut told = [0; 40];
            let work = |number: usize, tell: &mut dyn FnMut(usize)| {
                // The first take longest.
                for step in 0..(40 - number) * 100 {
                    tell(step);
                }
                number * number
            };
            let found = each(threads, 40, work, &mut |number, _| told[number] += 1);
            assert_eq!(found, (0..40).map(|n| n * n).collect::<Vec<_>>());
            assert!((0..40).all(|number| told[number] == (40 - number) * 100));
        }
    }

    #[test]
    #[should_panic(expected = "number 3")]
    fn a_panic_comes_through() {
        let work = |number: usize, _: &mut dyn FnMut(())| assert_ne!(number, 3, "number 3");
        let _ = each(2, 9, work, &mut |_, ()| {});
    }
}
