//! Official papers: what is handed to the worker, and how anyone checks what was printed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use authz::{Role, Scope};
use fuel::testkit::{FuelCity, found_city, steps};
use identity::testkit::{City, Client, TestPerson};
use oversight::{DocumentPrinter, Documents, NoDocument, Printing};
use register::{Capacity, HolderInput, PostInput, PostKind, appoint_holder, create_post};
use serde_json::Value;
use stations::testkit::{admin, run};
use tabular::{Cell, Limits, TableFile};
use testkit::{TENANT, TestDb, morning};

/// Keeps the requests instead of printing them.
struct Tray {
    answer: Mutex<Result<Vec<u8>, NoDocument>>,
    requests: Mutex<Vec<Value>>,
}

impl DocumentPrinter for Tray {
    fn print(&self, request: Vec<u8>) -> Printing<'_> {
        let request = serde_json::from_slice(&request).unwrap();
        self.requests.lock().unwrap().push(request);
        Box::pin(std::future::ready(self.answer.lock().unwrap().clone()))
    }
}

struct Desk {
    web: City,
    fuel: FuelCity,
    tray: Arc<Tray>,
}

impl Desk {
    /// A city whose car drew 20 litres once.
    fn open(database: TestDb) -> Self {
        let fuel = found_city(&database.db);
        fuel.redeem(&database.db, morning(), 20_000);
        let tray = Arc::new(Tray {
            answer: Mutex::new(Ok(b"%PDF-1.7 a paper".to_vec())),
            requests: Mutex::default(),
        });
        let printer: Arc<dyn DocumentPrinter> = Arc::clone(&tray) as _;
        let web = City::of(database)
            .share(fuel.keys.clone())
            .share(Documents::new(printer))
            .area(oversight::area())
            .open();
        Self { web, fuel, tray }
    }

    fn officer(&self) -> Client {
        let scope = Scope::Agency(self.fuel.agency);
        self.web.client_as(Role::FuelOfficer, scope)
    }

    fn card(&self) -> String {
        format!("/kartu/{}/2026-11", self.fuel.vehicle)
    }

    fn recap(&self) -> String {
        format!("/rekap/{}/2026-11", self.fuel.agency)
    }

    fn request(&self) -> Value {
        self.tray.requests.lock().unwrap().pop().unwrap()
    }

    /// Someone holds a post of the agency.
    fn appoint(
        &self,
        (kind, post): (PostKind, &str),
        capacity: Capacity,
        (name, nip): (&str, &str),
    ) {
        let at = morning().plus_seconds(-86_400);
        let db = self.web.db();
        let person = TestPerson::named(name)
            .nip(nip)
            .without_account()
            .insert(db, TENANT, at);
        let input = PostInput {
            agency: self.fuel.agency,
            unit: None,
            name: post.to_owned(),
            kind,
            is_active: true,
        };
        let post = run(db, at, move |tx, stamp| {
            create_post(tx, stamp, &admin(), &input)
        });
        let holder = HolderInput {
            post: post.unwrap(),
            person,
            capacity,
            from_on: "2026-01-05".parse().unwrap(),
            until_on: None,
            decree_number: Some("821/1".to_owned()),
            decree_on: None,
        };
        run(db, at, move |tx, stamp| {
            appoint_holder(tx, stamp, &admin(), &holder)
        })
        .unwrap();
    }
}

/// The shape of a value: its fields and what kind each is, lists by their first item.
fn shape(value: &Value) -> BTreeMap<String, String> {
    fn walk(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    walk(&format!("{path}.{name}"), field, found);
                }
            }
            Value::Array(items) => match items.first() {
                Some(first) => walk(&format!("{path}[]"), first, found),
                None => drop(found.insert(path.to_owned(), "empty".to_owned())),
            },
            Value::Bool(_) => drop(found.insert(path.to_owned(), "bool".to_owned())),
            Value::String(_) => drop(found.insert(path.to_owned(), "text".to_owned())),
            other => drop(found.insert(path.to_owned(), other.to_string())),
        }
    }
    let mut found = BTreeMap::new();
    walk("", value, &mut found);
    found
}

testkit::both_databases! {
    steps: steps();

    fn requests_have_the_shape_that_the_worker_reads(db) {
        let desk = Desk::open(db);
        let mut officer = desk.officer();
        for (page, example) in [
            (
                desk.card(),
                include_str!("../../../documents/samples/kartu-kendali.json"),
            ),
            (
                desk.recap(),
                include_str!("../../../documents/samples/rekap-bulanan.json"),
            ),
        ] {
            let answer = officer.get(&format!("{page}?format=pdf"));
            answer.assert_status(200);
            assert_eq!(answer.header("content-type"), Some("application/pdf"));
            assert_eq!(answer.bytes, b"%PDF-1.7 a paper");
            let example: Value = serde_json::from_str(example).unwrap();
            assert_eq!(shape(&desk.request()), shape(&example), "{page}");
        }
    }

    fn a_card_says_what_was_drawn_and_until_when(db) {
        let desk = Desk::open(db);
        let answer = desk
            .officer()
            .get(&format!("{}?format=pdf&lang=en", desk.card()));
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename=\"kartu-kendali-DH8123A-2026-11.pdf\"")
        );
        let request = desk.request();
        let data = &request["data"];
        assert_eq!(data["vehicle"]["name"], "DH 8123 A");
        assert_eq!(data["rows"][0]["volume"], "20");
        assert_eq!(data["rows"][0]["price"], "13.650");
        assert_eq!(data["rows"][0]["amount"], "273.000");
        assert_eq!(data["total"]["count"], "1");
        assert_eq!(data["total"]["amount"], "273.000");
        let heading = &data["heading"];
        // The month is not over: a paper of today says so, in Indonesian for readers in English too.
        assert_eq!(heading["period"], "November 2026 (sampai 24 November 2026)");
        assert_eq!(heading["seal"]["subject"], "pelat DH 8123 A");
        assert_eq!(heading["letterhead"]["agency"], "Dinas PUPR");
        assert_eq!(heading["signatures"][0]["post"], "Kepala OPD");
        // One driver drew everything: he signs.
        assert_eq!(heading["signatures"][2]["name"], "Yohanes Bria");
    }

    fn those_sign_who_hold_the_posts_when_the_period_ends(db) {
        let desk = Desk::open(db);
        let (head, deputy) = ("198001012005012001", "198203042006041002");
        desk.appoint((PostKind::AgencyHead, "Kepala Dinas PUPR"), Capacity::Acting, ("Maria Lada", head));
        desk.appoint((PostKind::FuelOfficer, "Pengelola BBM"), Capacity::Definitive, ("Petrus Manafe", deputy));
        let mut officer = desk.officer();
        officer
            .get(&format!("{}?format=pdf", desk.recap()))
            .assert_status(200);
        let signatures = desk.request()["data"]["heading"]["signatures"].clone();
        assert_eq!(signatures[0]["post"], "Plt. Kepala Dinas PUPR");
        assert_eq!(signatures[0]["name"], "Maria Lada");
        assert_eq!(signatures[0]["nip"], head);
        assert_eq!(signatures[1]["name"], "");
        assert_eq!(signatures[2]["name"], "Petrus Manafe");
        officer
            .get(&desk.card())
            .assert_shows("Plt. Kepala Dinas PUPR")
            .assert_shows(head);
        // Before he held it, he signs nothing.
        officer
            .get(&format!("/rekap/{}/2025-12", desk.fuel.agency))
            .assert_hides("Maria Lada");
    }

    fn without_a_worker_a_person_is_told_what_is_left(db) {
        let desk = Desk::open(db);
        let mut officer = desk.officer();
        for (reason, status, says) in [
            (NoDocument::Missing, 503, "sihebat-documents tidak ada"),
            (NoDocument::Busy, 503, "Banyak PDF sedang dibuat"),
            (NoDocument::Failed, 500, "gagal dibuat"),
        ] {
            *desk.tray.answer.lock().unwrap() = Err(reason);
            let answer = officer.get(&format!("{}?format=pdf", desk.card()));
            answer.assert_status(status).assert_shows(says);
            officer
                .get(&format!("{}?format=xlsx", desk.card()))
                .assert_status(200);
        }
    }

    fn workbooks_carry_letterhead_seal_and_total(db) {
        let desk = Desk::open(db);
        let mut officer = desk.officer();
        for (page, title, checked, label) in [
            (desk.card(), "Kartu Kendali Bahan Bakar Minyak", "/periksa/kartu/", 6),
            (desk.recap(), "Rekapitulasi Pemakaian Bahan Bakar Minyak", "/periksa/rekap/", 2),
        ] {
            let answer = officer.get(&format!("{page}?format=xlsx"));
            let file = TableFile::open(answer.bytes.clone(), Limits::default()).unwrap();
            let above: Vec<String> = file
                .preamble()
                .iter()
                .map(|row| row.cell(0).stored().to_owned())
                .collect();
            let above = above.join("\n");
            for line in [title, "Bulan: November 2026", "Titik periksa: ", "Sidik: ", checked] {
                assert!(above.contains(line), "{line} in {above}");
            }
            let rows = file.sample();
            let total = rows.last().unwrap();
            assert_eq!((total.cell(0).stored(), total.cell(label).stored()), ("Jumlah", "20"));
            if title.starts_with("Kartu") {
                assert!(matches!(rows[0].cell(0), Cell::Moment(_)), "{:?}", rows[0].cell(0));
            }
        }
    }

    fn a_program_prints_the_same_papers_with_the_same_rights(db) {
        let desk = Desk::open(db);
        let mut officer = desk.officer();
        let program = desk.web.api_as(Role::FuelOfficer, Scope::Agency(desk.fuel.agency));
        let stranger = desk.web.api_as(Role::FuelOfficer, Scope::Agency(desk.fuel.other_agency));
        let (vehicle, agency) = (desk.fuel.vehicle, desk.fuel.agency);
        for (page, path) in [
            (desk.card(), format!("/api/v1/cards/{vehicle}/2026-11/pdf")),
            (desk.recap(), format!("/api/v1/recaps/{agency}/2026-11/pdf")),
        ] {
            officer.get(&format!("{page}?format=pdf")).assert_status(200);
            let shown = desk.request();
            let answer = program.get(&path);
            answer.assert_status(200);
            assert_eq!(answer.header("content-type"), Some("application/pdf"));
            assert_eq!(desk.request()["data"], shown["data"], "{path}");
            stranger.get(&path).assert_status(404);
            program.with_token("sihebat_salah").get(&path).assert_status(401);
        }
        *desk.tray.answer.lock().unwrap() = Err(NoDocument::Busy);
        program
            .get(&format!("/api/v1/cards/{vehicle}/2026-11/pdf"))
            .assert_status(503)
            .assert_shows("documents_busy");
    }

    fn nobody_prints_the_papers_of_another_agency(db) {
        let desk = Desk::open(db);
        let scope = Scope::Agency(desk.fuel.other_agency);
        let mut stranger = desk.web.client_as(Role::FuelOfficer, scope);
        for page in [desk.card(), desk.recap()] {
            stranger
                .get(&format!("{page}?format=pdf"))
                .assert_status(404);
        }
        let sign_in = desk
            .web
            .visitor()
            .get(&format!("{}?format=pdf", desk.card()));
        assert_eq!(
            sign_in
                .header("location")
                .map(|to| to.starts_with("/masuk")),
            Some(true)
        );
        assert!(desk.tray.requests.lock().unwrap().is_empty());
    }

    fn a_paper_is_checked_without_an_account_by_its_code_or_by_hand(db) {
        let desk = Desk::open(db);
        let mut officer = desk.officer();
        for (page, object, shown) in [
            (desk.card(), "dh 8123-a", "DH 8123 A"),
            (desk.recap(), "1.03.01", "Dinas PUPR"),
        ] {
            officer
                .get(&format!("{page}?format=pdf"))
                .assert_status(200);
            let seal = desk.request()["data"]["heading"]["seal"].clone();
            let url = seal["url"].as_str().unwrap();
            let path = url.split_once("://").unwrap().1.split_once('/').unwrap().1;
            let mut visitor = desk.web.visitor();
            visitor
                .get(&format!("/{path}"))
                .assert_status(200)
                .assert_shows("cocok dengan catatan")
                .assert_shows(shown)
                .assert_shows("Rp\u{a0}273.000");
            // What stands beside the code leads to the same answer.
            let digest = seal["digest"].as_str().unwrap().to_uppercase();
            let typed = format!(
                "/periksa?objek={}&bulan=2026-11&sidik={digest}",
                object.replace(' ', "+")
            );
            let found = visitor.get(&typed);
            visitor
                .follow(&found)
                .assert_shows("cocok dengan catatan")
                .assert_shows(shown);
            // Another digest shows nothing of the figures.
            let wrong = format!(
                "/periksa?objek={}&bulan=2026-11&sidik=0000",
                object.replace(' ', "+")
            );
            let found = visitor.get(&wrong);
            visitor
                .follow(&found)
                .assert_shows("tidak cocok")
                .assert_hides("273.000");
        }
        let mut visitor = desk.web.visitor();
        visitor
            .get("/periksa?objek=DH+9999+ZZ&bulan=2026-11&sidik=0000")
            .assert_status(200)
            .assert_shows("tidak cocok");
        visitor
            .get("/periksa?objek=DH+8123+A&sidik=0000")
            .assert_shows("Pilih bulan");
        visitor
            .get("/periksa")
            .assert_status(200)
            .assert_shows("Tidak perlu masuk akun");
    }

    fn a_machine_without_plate_is_checked_by_its_code(db) {
        let desk = Desk::open(db);
        let machine = fleet::testkit::car(desk.fuel.agency);
        let id = run(desk.web.db(), morning(), move |tx, stamp| machine.clone().add(tx, stamp)).unwrap();
        let mut officer = desk.officer();
        let card = format!("/kartu/{id}/2026-11");
        officer.get(&format!("{card}?format=pdf")).assert_status(200);
        let seal = desk.request()["data"]["heading"]["seal"].clone();
        let code = fleet::short_code(id);
        assert_eq!(seal["subject"], format!("kode mesin {code}"));
        officer.get(&card).assert_shows(&code);
        let typed = code.replace('-', "").to_lowercase();
        let digest = seal["digest"].as_str().unwrap();
        let mut visitor = desk.web.visitor();
        let found = visitor.get(&format!("/periksa?objek={typed}&bulan=2026-11&sidik={digest}"));
        visitor.follow(&found).assert_shows("cocok dengan catatan");
    }

    fn a_paper_no_longer_agrees_when_fuel_was_added_later(db) {
        let desk = Desk::open(db);
        desk.officer()
            .get(&format!("{}?format=pdf", desk.card()))
            .assert_status(200);
        let url = desk.request()["data"]["heading"]["seal"]["url"]
            .as_str()
            .unwrap()
            .to_owned();
        let path = url
            .split_once("://")
            .unwrap()
            .1
            .split_once('/')
            .unwrap()
            .1
            .to_owned();
        let mut visitor = desk.web.visitor();
        visitor
            .get(&format!("/{path}"))
            .assert_shows("cocok dengan catatan");
        desk.fuel
            .redeem(desk.web.db(), morning().plus_seconds(3_600), 5_000);
        visitor
            .get(&format!("/{path}"))
            .assert_shows("tidak cocok")
            .assert_hides("Rp");
    }
}
