//! People and their administration.

use authz::{Role, Scope};
use identity::testkit::{City, TestPerson};
use identity::{PinKind, check_pin, lookup_pin};

use crate::{NIP, STEPS, maria, shown_secret};

testkit::both_databases! {
    steps: STEPS;

    fn nobody_without_the_right_reaches_the_pages(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let home = format!("/pengguna/{person}");
        let agency = Scope::Agency(base::AgencyId::new(base::Uuid::from_u128(3)));
        let cases = [(Role::Mayor, Scope::Tenant), (Role::FuelOfficer, agency), (Role::Driver, Scope::Own), (Role::KominfoOperator, Scope::Tenant)];
        let below = ["/ubah", "/tutup", "/buka", "/akun", "/tautan", "/pin/driver", "/kode", "/peran/baru"];
        for (role, scope) in cases {
            let mut client = city.client_as(role, scope);
            let paths = ["/pengguna", "/pengguna/baru", "/integrasi", "/integrasi/baru", home.as_str()].map(str::to_owned);
            for path in paths.into_iter().chain(below.map(|rest| format!("{home}{rest}"))) {
                let status = client.get(&path).status;
                assert!(matches!(status, 403 | 404), "{role:?} gets {status} for {path}");
            }
            for path in ["/pengguna".to_owned(), "/integrasi".to_owned(), format!("{home}/peran")]
                .into_iter()
                .chain(below.map(|rest| format!("{home}{rest}")).into_iter().filter(|path| !path.ends_with("baru")))
            {
                let fields = [("name", "Penyusup"), ("nip", "199001012015011001"), ("purpose", "x"), ("role", "city_admin"), ("scope", "tenant"), ("from_on", "2026-11-24")];
                let status = client.post(&path, &fields).status;
                assert!(matches!(status, 403 | 404), "{role:?} gets {status} for POST {path}");
            }
        }
        let mut visitor = city.visitor();
        visitor.get("/pengguna").assert_redirect("/masuk?kembali=/pengguna");
    }

    fn an_inspector_sees_and_changes_nothing(db) {
        let city = City::of(db).open();
        let person = maria(&city);
        let mut inspector = city.client_as(Role::Inspector, Scope::Tenant);
        inspector.get("/pengguna").assert_status(200).assert_hides("/pengguna/baru");
        inspector.get(&format!("/pengguna/{person}")).assert_status(200).assert_hides("/tutup").assert_hides("/tautan");
        inspector.post(&format!("/pengguna/{person}/tutup"), &[]).assert_status(403);
    }

    fn adds_finds_and_edits_people(db) {
        let city = City::of(db).open();
        maria(&city);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.post("/pengguna", &[("name", ""), ("nip", "12")]).assert_status(422)
            .assert_shows("Masukkan nama lengkap").assert_shows("Tulis NIP dengan 18 angka");
        admin.post("/pengguna", &[("name", "Kembaran"), ("nip", NIP)]).assert_status(422)
            .assert_shows("sudah dipakai orang lain");
        let answer = admin.post("/pengguna", &[
            ("name", "Drs. Yosef Lado"), ("nip", "19790101 200501 1 002"), ("phone", "0812-3456-7891"), ("account", "ya"),
        ]);
        let home = answer.header("location").unwrap().to_owned();
        admin.follow(&answer).assert_shows("Drs. Yosef Lado").assert_shows("+6281234567891").assert_shows("Menunggu kata sandi pertama");
        for found in ["yosef", "LADO", "drs yosef", "1979", "197901012005011002"] {
            admin.get(&format!("/pengguna?cari={}", found.replace(' ', "+"))).assert_shows("Drs. Yosef Lado").assert_hides("Maria Nggadas");
        }
        admin.get("/pengguna?cari=maria%40kupang").assert_shows("Maria Nggadas").assert_hides("Yosef");
        admin.get("/pengguna?cari=Maria%40kupang.go.id").assert_shows("Maria Nggadas").assert_hides("Yosef");
        admin.get("/pengguna?cari=%25").assert_hides("Yosef");
        admin.get("/pengguna?peran=city_admin").assert_shows("Maria Nggadas").assert_hides("Yosef");
        let edit = admin.get(&format!("{home}/ubah"));
        let revision = edit.hidden("revision").unwrap();
        let fields = [("name", "Yosef Lado, M.Si."), ("nip", "197901012005011002"), ("revision", revision.as_str())];
        admin.post(&format!("{home}/ubah"), &fields).assert_redirect(&home);
        admin.get(&home).assert_shows("Yosef Lado, M.Si.");
        // Whoever edits an old version is told so.
        admin.post(&format!("{home}/ubah"), &fields).assert_status(422).assert_shows("baru saja diubah orang lain");
    }

    fn the_same_form_sent_twice_adds_one_person(db) {
        let city = City::of(db).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let first = admin.post_keyed("/pengguna", &[("name", "Anton Sekali")], "kunci-1");
        let second = admin.post_keyed("/pengguna", &[("name", "Anton Sekali")], "kunci-1");
        assert_eq!(first.header("location"), second.header("location"));
        let list = admin.get("/pengguna?cari=anton").text();
        assert_eq!(list.matches(">Anton Sekali<").count(), 1);
    }

    fn pages_follow_one_another_without_loss(db) {
        let city = City::of(db).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        for number in 0..7 {
            city.add(TestPerson::named(format!("Ama {}", number / 2)));
        }
        let mut path = "/pengguna?cari=ama&jumlah=3".to_owned();
        let mut seen = 0;
        for _ in 0..3 {
            let page = admin.get(&path);
            let text = page.text();
            seen += text.matches(">Ama ").count();
            let Some(start) = text.find("setelah=") else { break };
            let cursor: String = text[start + 8..].chars().take_while(char::is_ascii_hexdigit).collect();
            path = format!("/pengguna?cari=ama&jumlah=3&setelah={cursor}");
        }
        assert_eq!(seen, 7);
    }

    fn the_export_is_a_workbook(db) {
        let city = City::of(db).open();
        maria(&city);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let file = admin.get("/pengguna?cari=maria&format=xlsx");
        file.assert_status(200);
        assert!(file.header("content-type").unwrap().contains("spreadsheetml"));
        let table = tabular::TableFile::open(file.bytes.clone(), tabular::Limits::default()).unwrap();
        let rows: Vec<_> = table.rows().unwrap().collect();
        assert_eq!(rows.len(), 1);
        assert!(format!("{:?}", rows[0]).contains("198504122010012003"));
    }

    fn a_pin_is_shown_once_and_fits(db) {
        let city = City::of(db).open();
        let driver = city.add(TestPerson::named("Anton Bere").without_account());
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        for (kind, digits) in [(PinKind::Driver, 4), (PinKind::Attendant, 6)] {
            let path = format!("/pengguna/{driver}/pin/{}", kind.code());
            admin.get(&path).assert_status(200).assert_shows("Anton Bere");
            let pin = shown_secret(&admin.post(&path, &[]));
            assert_eq!(pin.len(), digits);
            let kept = city.db().read_blocking(testkit::TENANT, db::Access::ReadOwn, move |tx| {
                lookup_pin(tx, testkit::TENANT, driver, kind)
            }).unwrap().unwrap();
            assert!(check_pin(&kept.hash, &pin));
            assert!(!check_pin(&kept.hash, "0000000"));
        }
        admin.get(&format!("/pengguna/{driver}/pin/lain")).assert_status(404);
    }

    fn guessing_a_pin_is_locked_after_five_tries(db) {
        let city = City::of(db).open();
        let driver = city.add(TestPerson::named("Anton Bere").without_account());
        let try_pin = |at| {
            let stamp = testkit::stamp_at(at);
            city.db().write_blocking(db::Command::by(&stamp), move |tx| {
                let tried = identity::count_pin_try(tx, testkit::TENANT, driver, at)?;
                Ok::<_, db::ActionError<()>>(tried.is_ok())
            }).unwrap()
        };
        let now = city.now();
        assert!((0..5).all(|_| try_pin(now)));
        assert!(!try_pin(now.plus_seconds(29)));
        assert!(try_pin(now.plus_seconds(30)));
        assert!(!try_pin(now.plus_seconds(89)));
        // A day later all is forgotten.
        let later = now.plus_seconds(3 * 86_400);
        assert!((0..5).all(|_| try_pin(later)));
        assert!(!try_pin(later));
    }

    fn the_last_admin_stays_and_nobody_closes_himself(db) {
        let city = City::of(db).open();
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        let me = admin.person();
        admin.post(&format!("/pengguna/{me}/tutup"), &[]).assert_status(422).assert_shows("Akun sendiri tidak bisa ditutup");
        admin.get(&format!("/pengguna/{me}")).assert_hides("/cabut");
    }
}
