//! Budget lines, monthly ceilings and what is left of them.
