//! A network as a transition system.
