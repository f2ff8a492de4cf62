//! Values through a behaviour: which variables matter, and what becomes of them.
