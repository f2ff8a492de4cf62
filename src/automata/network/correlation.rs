//! The rules of queues and correlation, as pure functions: the explorer and the interpreter use the same.
