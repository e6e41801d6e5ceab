//! The guides at the level of HTTP.

use authz::{Role, Scope};
use identity::testkit::City;
use testkit::{TestDb, both_databases};
use web::Locale;

fn city(database: TestDb) -> City {
    City::of(database).area(guides::area()).open()
}

both_databases! {
    steps: [journal::STEPS.as_slice(), &identity::STEPS].concat();

    fn everybody_reads_the_guides(database) {
        let city = city(database);
        city.visitor()
            .get("/panduan")
            .assert_status(200)
            .assert_shows("href=\"/panduan/petugas-bbm\"")
            .assert_hides("Panduan Anda");
        city.visitor()
            .get("/panduan/pengemudi")
            .assert_status(200)
            .assert_shows("<article class=\"guide\" lang=\"id\">");
        city.visitor().get("/panduan/tidak-ada").assert_status(404);
        city.visitor().get("/panduan/..%2FREADME").assert_status(404);
    }

    fn every_page_leads_to_the_guide_of_the_role(database) {
        let city = city(database);
        city.client_as(Role::Verifier, Scope::Tenant)
            .get("/panduan")
            .assert_shows("class=\"person-name\">Panduan</a>")
            .assert_shows("Panduan Anda: Verifikator dan Inspektorat");
        city.client_as(Role::Mayor, Scope::Tenant)
            .get("/panduan/pengemudi")
            .assert_shows("href=\"/panduan/wali-kota\"");
    }

    fn a_search_leads_to_the_part(database) {
        let city = city(database);
        city.visitor()
            .get("/panduan?cari=akhir+bulan")
            .assert_shows("href=\"/panduan/petugas-bbm#b-akhir-bulan\"");
        city.visitor()
            .get("/panduan?cari=zzz")
            .assert_shows("Tidak ada bagian yang cocok");
    }
}

#[test]
fn samples_have_no_faults() {
    for locale in [Locale::Id, Locale::En] {
        for sample in (guides::area().samples)(locale) {
            let faults = sample.faults(&web::PageFrame::sample(locale, ""));
            assert_eq!(faults, Vec::<String>::new(), "{}", sample.name);
        }
    }
}
