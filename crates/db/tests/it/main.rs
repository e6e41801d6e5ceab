//! The contract of `db`, on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod commands;
mod migrations;
mod statements;

use db::Step;

/// A small schema with a balance that must not be overdrawn.
const STEPS: [Step; 1] = [Step {
    area: "example",
    number: 1,
    sql: "CREATE TABLE account (
        tenant_id ID NOT NULL,
        id ID NOT NULL,
        name TEXT NOT NULL,
        balance BIGINT NOT NULL,
        open BOOL NOT NULL,
        note BYTES,
        revision BIGINT NOT NULL DEFAULT 0,
        CHECK (balance >= 0),
        PRIMARY KEY (tenant_id, id),
        UNIQUE (tenant_id, name)
    ) STRICT;",
}];
