//! Durable queue and schedule in the database.
