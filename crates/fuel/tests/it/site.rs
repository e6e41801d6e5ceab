//! The composed site of the tests: identity and fuel over the ready city.

use authz::{Role, Scope};
use fuel::testkit::{FuelCity, found_city, steps};
use identity::testkit::{ApiClient, City, Client};
use testkit::TestDb;

/// A site with its ready city.
pub(crate) struct TestSite {
    pub(crate) site: City,
    pub(crate) city: FuelCity,
}

impl TestSite {
    /// Opens the site over SQLite.
    pub(crate) fn open() -> Self {
        let database = TestDb::sqlite(&steps());
        let city = found_city(&database.db);
        let site = City::of(database)
            .share(city.keys.clone())
            .area(fuel::area())
            .open();
        Self { site, city }
    }

    pub(crate) fn db(&self) -> &db::Db {
        self.site.db()
    }

    /// The agency's fuel officer, signed in.
    pub(crate) fn officer(&self) -> Client {
        self.site
            .client_as(Role::FuelOfficer, Scope::Agency(self.city.agency))
    }

    /// The fuel officer of the other agency, signed in.
    pub(crate) fn stranger(&self) -> Client {
        self.site
            .client_as(Role::FuelOfficer, Scope::Agency(self.city.other_agency))
    }

    /// A city admin, signed in.
    pub(crate) fn admin(&self) -> Client {
        self.site.client_as(Role::CityAdmin, Scope::Tenant)
    }

    /// A program that issues for the agency.
    pub(crate) fn issuing_program(&self) -> ApiClient {
        self.site
            .api_as(Role::FuelOfficer, Scope::Agency(self.city.agency))
    }

    /// A station's till.
    pub(crate) fn till(&self) -> ApiClient {
        self.site
            .api_as(Role::Attendant, Scope::Station(self.city.pump.station))
    }
}
