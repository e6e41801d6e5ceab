//! Rights: the matrix as a snapshot, scopes, forbidding roles, separation of duties.

mod matrix;
mod rules;
