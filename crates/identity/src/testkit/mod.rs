//! For the tests of every area: a composed city with people who are signed in.
//!
//! ```
//! use authz::{Role, Scope};
//! use identity::testkit::City;
//!
//! let steps: Vec<_> = journal::STEPS.into_iter().chain(identity::STEPS).collect();
//! let city = City::of(testkit::TestDb::sqlite(&steps)).open();
//! let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
//! admin.get("/akun").assert_status(200);
//! city.visitor().get("/akun").assert_redirect("/masuk?kembali=/akun");
//! ```
#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has to stop and say why"
)]

mod answer;
mod city;
mod client;
mod people;

pub use answer::Answer;
pub use city::{City, CityPlan, TEST_SETUP_CODE};
pub use client::{ApiClient, Client};
pub use people::{TestPerson, second_factor_code, sign_in};
