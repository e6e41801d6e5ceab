//! What people see and do, through the composed site.

use std::sync::Arc;

use authz::{Role, Scope};
use base::{ManualClock, SystemEntropy};
use identity::testkit::{City, Client, TestPerson};
use register::{
    AuditBook, ImportDesk, ImportTargets, PeopleAudit, RegisterAudit, RegisterSamples,
    SampleOwners, StartSteps, import_targets, start_steps,
};
use testkit::{TENANT, TestDb, morning};
use web::{Locale, PageFrame};

use crate::support::{FactTarget, STEPS, add_agency, count};

fn city(database: TestDb) -> City {
    let facts: Arc<dyn register::ImportTarget> = Arc::new(FactTarget::default());
    let targets = ImportTargets::new(import_targets().into_iter().chain([facts]));
    let clock = Arc::new(ManualClock::at(morning()));
    let desk = ImportDesk::new(
        database.db.clone(),
        targets,
        (clock, Arc::new(SystemEntropy)),
    );
    City::of(database)
        .area(register::area())
        .share(desk)
        .share(StartSteps::new(start_steps()))
        .share(AuditBook::new([
            Arc::new(RegisterAudit) as Arc<dyn register::AuditWords>,
            Arc::new(PeopleAudit),
        ]))
        .share(SampleOwners::new([
            Arc::new(RegisterSamples) as Arc<dyn register::SampleOwner>
        ]))
        .open()
}

fn admin(city: &City) -> Client {
    city.client_as(Role::CityAdmin, Scope::Tenant)
}

/// Where a redirect leads.
fn target(answer: &identity::testkit::Answer) -> String {
    answer.assert_status(303);
    answer.header("location").unwrap().to_owned()
}

const AGENCY: [(&str, &str); 6] = [
    ("code", "1.03"),
    ("name", "Dinas PUPR"),
    ("short_name", ""),
    ("head_title", "Kepala Dinas"),
    ("head_name", "Yohanes Contoh"),
    ("head_nip", ""),
];

testkit::both_databases! {
    steps: STEPS;

    fn every_page_opens_for_the_admin_in_both_languages(db) {
        let city = city(db);
        let agency = add_agency(city.db(), "1.03", "Dinas PUPR");
        let mut client = admin(&city);
        let mut paths: Vec<String> = [
            "/opd", "/opd/baru", "/unit", "/unit/baru", "/jabatan", "/jabatan/baru", "/wilayah",
            "/wilayah/baru", "/kalender", "/kalender?tahun=2027", "/pengaturan", "/langkah", "/impor",
        ]
        .map(str::to_owned)
        .to_vec();
        paths.extend([format!("/opd/{agency}"), format!("/opd/{agency}/ubah"), format!("/jejak/agency/{agency}")]);
        for kind in ["agencies", "posts", "places", "boundaries", "calendar"] {
            paths.push(format!("/impor/baru/{kind}"));
        }
        for path in paths {
            for (language, locale) in [("id", Locale::Id), ("en", Locale::En)] {
                let sign = if path.contains('?') { '&' } else { '?' };
                let answer = client.get(&format!("{path}{sign}lang={language}"));
                answer.assert_status(200);
                let sample = web::Sample { name: path.clone(), html: answer.text() };
                assert_eq!(sample.faults(&PageFrame::sample(locale, "")), Vec::<String>::new());
            }
        }
        for list in ["/opd", "/unit", "/jabatan", "/wilayah", "/kalender"] {
            let answer = client.get(&format!("{list}?format=xlsx"));
            answer.assert_status(200);
            assert!(answer.bytes.starts_with(b"PK"), "{list}");
        }
    }

    fn an_agency_is_typed_changed_and_leaves_a_trail(db) {
        let city = city(db);
        let mut client = admin(&city);
        client.get("/opd/baru");
        let page = target(&client.post("/opd", &AGENCY));
        client.get(&page).assert_shows("Yohanes Contoh").assert_shows("Dinas PUPR disimpan.");
        client.get("/opd/baru");
        client.post("/opd", &AGENCY).assert_status(422).assert_shows("sudah dipakai OPD lain");
        let edit = client.get(&format!("{page}/ubah"));
        let revision = edit.hidden("revision").unwrap();
        let mut changed = AGENCY.to_vec();
        changed[1] = ("name", "Dinas Pekerjaan Umum");
        changed[4] = ("head_name", "Maria Contoh");
        changed.push(("revision", &revision));
        target(&client.post(&page, &changed));
        client.post(&page, &changed).assert_status(422).assert_shows("sudah diubah orang lain");
        let id = page.rsplit('/').next().unwrap();
        let trail = client.get(&format!("/jejak/agency/{id}"));
        trail
            .assert_status(200)
            .assert_shows("Nama: Dinas PUPR → Dinas Pekerjaan Umum")
            .assert_shows("Nama kepala dengan gelar diubah")
            .assert_shows("Orang 1")
            .assert_shows("24 Nov 2026, 08:00 WITA")
            .assert_shows("belum disegel")
            .assert_hides("Maria Contoh");
    }

    fn a_stranger_sees_neither_forms_nor_trails(db) {
        let city = city(db);
        let agency = add_agency(city.db(), "1.03", "Dinas PUPR");
        let other = add_agency(city.db(), "1.04", "Dinas Lain");
        let mut officer = city.client_as(Role::FuelOfficer, Scope::Agency(agency));
        officer.get("/opd").assert_status(200).assert_shows("Dinas PUPR").assert_hides("Dinas Lain");
        officer.get(&format!("/opd/{other}")).assert_status(404);
        officer.get(&format!("/jejak/agency/{other}")).assert_status(404);
        officer.get(&format!("/jejak/agency/{agency}")).assert_status(200);
        officer.get("/opd/baru").assert_status(403);
        officer.get("/impor/baru/agencies").assert_status(403);
        officer.get("/pengaturan").assert_status(404);
        city.client_as(Role::Driver, Scope::Own).get("/langkah").assert_status(403);
        city.visitor().get("/opd").assert_redirect("/masuk?kembali=/opd");
    }

    fn a_post_gets_its_holder_by_nip_and_refuses_a_second(db) {
        let city = city(db);
        let agency = add_agency(city.db(), "1.03", "Dinas PUPR").to_string();
        city.add(TestPerson::named("Maria Contoh").nip("197505052000122002").without_account());
        let mut client = admin(&city);
        client.get("/jabatan/baru");
        let fields = [("agency", agency.as_str()), ("unit", ""), ("name", "Kepala Dinas"), ("kind", "agency_head")];
        let page = target(&client.post("/jabatan", &fields));
        client.get(&page);
        let holder = [("nip", "19750505 200012 2 002"), ("capacity", "definitive"), ("from_on", "2022-01-03"), ("until_on", ""), ("decree_number", ""), ("decree_on", "")];
        target(&client.post(&format!("{page}/pejabat"), &holder));
        client.get(&page).assert_shows("Maria Contoh").assert_shows("menjabat sekarang");
        client.post(&format!("{page}/pejabat"), &holder).assert_status(422).assert_shows("Sudah ada pejabat");
        let unknown = [("nip", "1"), ("capacity", "plt"), ("from_on", "2022-01-03"), ("until_on", ""), ("decree_number", ""), ("decree_on", "")];
        client.post(&format!("{page}/pejabat"), &unknown).assert_status(422).assert_shows("Daftarkan lebih dahulu");
    }

    fn a_holder_is_chosen_by_name_and_a_post_renamed_and_closed(db) {
        let city = city(db);
        let agency = add_agency(city.db(), "1.03", "Dinas PUPR").to_string();
        city.add(TestPerson::named("Maria Contoh").nip("197505052000122002").without_account());
        let second = city.add(TestPerson::named("Maria Goreti").nip("198001012005012001").without_account());
        let mut client = admin(&city);
        client.get("/jabatan/baru");
        let fields = [("agency", agency.as_str()), ("name", "Kepala Bidang"), ("kind", "other")];
        let page = target(&client.post("/jabatan", &fields));
        let holder = |person: &'static str, chosen: &str| {
            [("nip", person.to_owned()), ("person", chosen.to_owned()), ("capacity", "definitive".to_owned()), ("from_on", "2022-01-03".to_owned())]
        };
        let send = |client: &mut Client, fields: [(&'static str, String); 4]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post(&format!("{page}/pejabat"), &fields)
        };
        client.get(&page);
        send(&mut client, holder("maria", ""))
            .assert_status(422)
            .assert_shows("Ada beberapa orang dengan nama itu.")
            .assert_shows("Maria Goreti (198001012005012001)");
        target(&send(&mut client, holder("maria", &second.to_string())));
        client.get(&page).assert_shows("Maria Goreti").assert_shows("menjabat sekarang");
        client.get(&format!("{page}/ubah")).assert_status(200).assert_shows("Jabatan ini masih ada");
        let revision = client.get(&format!("{page}/ubah")).hidden("revision").unwrap();
        let change = |name, open, revision| [("name", name), ("kind", "other"), ("unit", ""), ("is_active", open), ("revision", revision)];
        target(&client.post(&format!("{page}/ubah"), &change("Kepala Bidang Jalan", "", &revision)));
        client.get(&page).assert_shows("Kepala Bidang Jalan").assert_hides("Catat pejabat");
        // Somebody who still sees the old record overwrites nothing.
        client.post(&format!("{page}/ubah"), &change("Lain", "1", &revision)).assert_status(422);
        city.client_as(Role::FuelOfficer, Scope::Tenant).get(&format!("{page}/ubah")).assert_status(403);
    }

    fn a_file_goes_from_upload_to_result(db) {
        let city = city(db);
        let mut client = admin(&city);
        client.get("/impor/baru/agencies").assert_shows("Unduh contoh kosong");
        let file = "Kode;Nama OPD\n1.03;Dinas PUPR\n;Tanpa kode\n2.15;Dishub\n".as_bytes();
        let run = target(&client.post_file("/impor/baru/agencies", &[], ("file", "opd.csv", file)));
        client.get(&run).assert_shows("Cocokkan kolom").assert_shows("Kode — 1.03 · 2.15");
        let wrong = [("kolom-code", ""), ("kolom-name", "Nama OPD")];
        client.post(&format!("{run}/kolom"), &wrong).assert_status(422).assert_shows("Kode OPD wajib ada");
        client.get(&run);
        let mapping = [("kolom-code", "Kode"), ("kolom-name", "Nama OPD")];
        target(&client.post(&format!("{run}/kolom"), &mapping));
        client
            .get(&run)
            .assert_shows("Masukkan 2 baris")
            .assert_shows("Kode OPD kosong. Isi kolom ini.");
        client.get(&format!("{run}?baris=masalah")).assert_shows("Tanpa kode").assert_hides("Dishub");
        assert_eq!(count(city.db(), "agency"), 0);
        client.get(&run);
        target(&client.post(&format!("{run}/masukkan"), &[]));
        client.get(&run).assert_shows("3 baris sudah terhitung semuanya, 1 di antaranya ditolak");
        assert_eq!(count(city.db(), "agency"), 2);
        let rejected = client.get(&format!("{run}/masalah"));
        rejected.assert_status(200).assert_shows(";Tanpa kode;Kode OPD kosong. Isi kolom ini.");
        assert_eq!(rejected.header("content-disposition"), Some("attachment; filename=\"opd-masalah.csv\""));
        client.get("/impor").assert_shows("opd.csv").assert_shows("Selesai");
        client.get(&run);
        client.post(&format!("{run}/masukkan"), &[]).assert_status(409);
        // Another admin may look, a person without the right may not know.
        admin(&city).get(&run).assert_status(200);
        city.client_as(Role::FuelOfficer, Scope::Tenant).get(&run).assert_status(403);
    }

    fn a_large_file_is_worked_on_behind_a_page_that_reloads_itself(db) {
        let city = city(db);
        let mut client = admin(&city);
        client.get("/impor/baru/facts");
        let mut file = "Nopol,Liter\n".to_owned();
        for row in 0..5_000 {
            file.extend([format!("DH {row} A,{row}\n")]);
        }
        let run = target(&client.post_file("/impor/baru/facts", &[], ("file", "besar.csv", file.as_bytes())));
        client.get(&run);
        let mapping = [("kolom-plate", "Nopol"), ("kolom-volume", "Liter"), ("satuan-volume", "litre"), ("angka", "koma")];
        target(&client.post(&format!("{run}/kolom"), &mapping));
        let waiting = client.get(&run);
        waiting.assert_shows("http-equiv=\"refresh\"").assert_shows("Baris terbaca").assert_shows("2.000");
        let id = run.rsplit('/').next().unwrap().parse().unwrap();
        crate::support::desk(city.db()).advance_run(TENANT, id, usize::MAX).unwrap();
        client.get(&run).assert_shows("Masukkan 5.000 baris");
    }

    fn unreadable_files_are_explained_beside_the_field(db) {
        let city = city(db);
        let mut client = admin(&city);
        client.get("/impor/baru/agencies");
        let answer = client.post_file("/impor/baru/agencies", &[], ("file", "a.xls", b"<html><table>"));
        answer.assert_status(422).assert_shows("Berkas ini halaman web yang diberi nama Excel");
        let answer = client.post("/impor/baru/agencies", &[]);
        answer.assert_status(400);
        assert!(client.get("/impor/contoh/agencies").bytes.starts_with(b"PK"));
    }

    fn a_history_of_people_is_there_for_who_may_see_people(db) {
        let city = city(db);
        let mut client = admin(&city);
        let person = city.add(TestPerson::named("Rini Lado"));
        let trail = format!("/jejak/person/{person}");
        client.get(&trail).assert_status(200).assert_shows("Rini Lado").assert_shows("Pengguna simulasi dibuat");
        // A treasurer may look at histories, but not at people: to him there is none.
        let mut treasurer = city.client_as(Role::Treasurer, Scope::Tenant);
        treasurer.get(&trail).assert_status(404);
        treasurer.get("/jejak/nothing/00000000-0000-0000-0000-000000000001").assert_status(404);
    }

    fn steps_show_what_is_missing_until_it_is_there(db) {
        let city = city(db);
        let mut client = admin(&city);
        client.get("/langkah").assert_shows("0 dari 3").assert_shows("Belum diisi");
        client.get("/pengaturan");
        let settings = [
            ("city_name", "Kota Kupang"), ("government_name", "Pemerintah Kota Kupang"), ("city_code", "53.71"),
            ("province_name", "Nusa Tenggara Timur"), ("zone", "Asia/Makassar"), ("driver_check", "pin"),
            ("photo_policy", "sampled"), ("photo_sample_percent", "10"), ("year_end_cutoff", "2026-12-18"),
            ("voucher_valid_days", "7"), ("help_contact", ""), ("revision", "-1"),
        ];
        client.post("/pengaturan", &settings).assert_redirect("/pengaturan");
        client.get("/langkah").assert_shows("1 dari 3").assert_shows("Kota Kupang");
        add_agency(city.db(), "1.03", "Dinas PUPR");
        client.get("/langkah").assert_shows("2 dari 3").assert_shows("0 petugas BBM, 0 pengisi pagu");
        for role in [Role::FuelOfficer, Role::FinanceOfficer] {
            city.client_as(role, Scope::Tenant);
        }
        client.get("/langkah").assert_shows("3 dari 3").assert_shows("voucher pertama dapat terbit");
        client.get("/kalender?tahun=2026");
        let day = [("on", "2026-08-17"), ("kind", "holiday"), ("name", "Hari Kemerdekaan"), ("source", "")];
        client.post("/kalender?tahun=2026", &day).assert_redirect("/kalender?tahun=2026");
        client.get("/kalender?tahun=2026").assert_shows("17 Agustus 2026").assert_shows("260 hari kerja");
    }
}

#[test]
fn every_sample_is_a_sound_page() {
    for locale in [Locale::Id, Locale::En] {
        for sample in (register::area().samples)(locale) {
            let faults = sample.faults(&PageFrame::sample(locale, ""));
            assert_eq!(faults, Vec::<String>::new());
        }
    }
}
