//! People, accounts and rights over HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod sessions;

use db::Step;

/// The schema under test.
const STEPS: [Step; 2] = [journal::STEPS[0], identity::STEPS[0]];
