//! The pages of this area with a few people, for looking at and for axe:
//! `cargo run -p identity --features testkit --example pages`.
//!
//! Every sample stands under `/contoh/0`, `/contoh/1`, …; the live pages are there too: sign in with
//! `maria@kupang.go.id` and `kerbau naik lontar`.
#![expect(
    clippy::print_stdout,
    reason = "an example tells its address on the terminal"
)]

use authz::{Role, Scope};
use identity::testkit::{City, TestPerson};
use web::axum::Router;
use web::axum::extract::Path;
use web::axum::response::Html;
use web::axum::routing::get;
use web::{Area, Assets, Locale, WebError};

fn main() -> std::io::Result<()> {
    let steps: Vec<_> = journal::STEPS.into_iter().chain(identity::STEPS).collect();
    let city = City::of(testkit::TestDb::sqlite(&steps))
        .area(samples())
        .with(|parts| parts.assets = Assets::from_source())
        .open();
    city.add(
        TestPerson::named("Maria Nggadas, S.E., M.Si.")
            .nip("198504122010012003")
            .email("maria@kupang.go.id")
            .role(Role::CityAdmin, Scope::Tenant)
            .password("kerbau naik lontar"),
    );
    for (name, role) in [
        ("Drs. Yosef Lado", Role::Inspector),
        ("Anton Bere", Role::Driver),
    ] {
        let scope = if role == Role::Driver {
            Scope::Own
        } else {
            Scope::Tenant
        };
        city.add(TestPerson::named(name).role(role, scope));
    }
    println!("ready http://127.0.0.1:8093");
    city.serve("127.0.0.1:8093")
}

/// Every sample of this area, in Indonesian from 0 and in English from 100.
fn samples() -> Area {
    async fn show(Path(number): Path<usize>) -> Result<Html<String>, WebError> {
        let locale = if number < 100 { Locale::Id } else { Locale::En };
        let samples = (identity::area().samples)(locale);
        let sample = samples.get(number % 100).ok_or_else(WebError::not_found)?;
        Ok(Html(sample.html.clone()))
    }
    Area::new("samples").pages(Router::new().route("/contoh/{number}", get(show)))
}
