//! People, accounts and rights over HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

mod admin;
mod erasing;
mod grants;
mod integrations;
mod journal_entries;
mod links;
mod login;
mod pages;
mod second_factor;
mod sessions;
mod setup;

use authz::{Role, Scope};
use db::Step;
use identity::testkit::{City, Client, TestPerson};

/// The schema under test.
const STEPS: [Step; 2] = [journal::STEPS[0], identity::STEPS[0]];

const NIP: &str = "198504122010012003";
const PASSWORD: &str = "kerbau naik lontar";

/// Maria, a city admin who signs in with NIP or address.
fn maria(city: &City) -> base::PersonId {
    city.add(
        TestPerson::named("Maria Nggadas")
            .nip(NIP)
            .email("maria@kupang.go.id")
            .phone("+6281234567890")
            .role(Role::CityAdmin, Scope::Tenant)
            .password(PASSWORD),
    )
}

/// Tries to sign in.
fn try_login(client: &mut Client, login: &str, password: &str) -> identity::testkit::Answer {
    client.post("/masuk", &[("login", login), ("password", password)])
}

/// The text between two marks of a page.
fn between(text: &str, start: &str, end: &str) -> String {
    let (_, rest) = text.split_once(start).expect("the page holds the start");
    rest.split_once(end)
        .expect("the page holds the end")
        .0
        .to_owned()
}

/// The secret a page shows once.
fn shown_secret(answer: &identity::testkit::Answer) -> String {
    between(&answer.text(), "<p class=\"lead\"><code>", "</code>")
}
