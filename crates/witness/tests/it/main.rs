//! Witnesses and their letters, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing test stops here"
)]

use std::sync::Arc;

use authz::{Role, Scope};
use base::{TenantId, UtcMicros};
use db::{Access, ActionError, Command, Step};
use identity::testkit::{City, Client};
use testkit::{OTHER_TENANT, TENANT, TestDb, both_databases};
use web::{Failure, Locale, Looking};
use witness::{
    Day, Letter, Mailroom, Proof, ProofDay, Proofs, Shelf, count_addresses, has_unwritten,
    list_due, purge_letters, queue_letters, record_failed, record_sent,
};

fn steps() -> Vec<Step> {
    [
        journal::STEPS.as_slice(),
        &identity::STEPS,
        &register::STEPS,
        &witness::STEPS,
    ]
    .concat()
}

/// A city whose journal has one day.
struct OneDay;

impl Proofs for OneDay {
    fn of(&self, tenant: TenantId) -> Looking<'_, Result<Proof, Failure>> {
        assert_eq!(tenant, TENANT);
        let day = ProofDay {
            at: testkit::morning(),
            size: 4_711,
            code: "9F2C-44A1-0B7D-77E1".to_owned(),
        };
        let proof = Proof {
            verifier: "sihebat-1+aa+bb".to_owned(),
            days: vec![day],
        };
        Box::pin(std::future::ready(Ok(proof)))
    }
}

fn city(test: TestDb) -> City {
    let mailroom = Mailroom {
        sender: Some("sihebat@uji.test".to_owned()),
    };
    City::of(test)
        .area(witness::area())
        .share(mailroom)
        .share(Shelf(Arc::new(OneDay)))
        .open()
}

fn add(admin: &mut Client, email: &str) -> identity::testkit::Answer {
    admin.get("/saksi").assert_status(200);
    admin.post("/saksi", &[("office", "Inspektorat"), ("email", email)])
}

fn day(city: &City) -> Day {
    Day {
        on: base::Zone::named("Asia/Makassar").unwrap().date(city.now()),
        city: "Kota Kupang".to_owned(),
        checkpoint: "sihebat.id/x\n1\nAA==\nat 1\n\n\u{2014} sihebat-1 AAAA\n".to_owned(),
        rotations: Vec::new(),
        verifier: "sihebat-1+aa+bb".to_owned(),
    }
}

fn queue(city: &City, tenant: TenantId) -> usize {
    let (day, mut stamp) = (day(city), testkit::stamp_at(city.now()));
    stamp.tenant = tenant;
    let queued = city.db().write_blocking(Command::by(&stamp), move |tx| {
        Ok::<_, ActionError<()>>(queue_letters(tx, &stamp.fresh(), &day)?)
    });
    queued.unwrap()
}

fn due_at(city: &City, now: UtcMicros) -> Vec<Letter> {
    let read = move |tx: &mut db::Tx<'_>| list_due(tx, TENANT, now, 10);
    city.db()
        .read_blocking(TENANT, Access::ReadOwn, read)
        .unwrap()
}

fn record(city: &City, letter: &Letter, problem: Option<&'static str>) {
    let (letter, stamp) = (letter.clone(), testkit::stamp_at(city.now()));
    let at = city.now();
    let done = city.db().write_blocking(Command::by(&stamp), move |tx| {
        match problem {
            Some(problem) => record_failed(tx, TENANT, &letter, (problem, at))?,
            None => record_sent(tx, TENANT, &letter, at)?,
        }
        Ok::<_, ActionError<()>>(())
    });
    done.unwrap();
}

both_databases! {
    steps: steps();

    fn an_admin_names_witnesses_and_takes_them_back(db) {
        let city = city(db);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        admin.get("/saksi").assert_shows("paling sedikit dua saksi");
        add(&mut admin, "Arsip@Inspektorat.uji.test").assert_redirect("/saksi");
        add(&mut admin, "arsip@inspektorat.uji.test").assert_status(422).assert_shows("sudah menjadi saksi");
        add(&mut admin, "inspektorat").assert_status(422).assert_shows("tidak lengkap");
        add(&mut admin, "bpk@uji.test").assert_redirect("/saksi");
        let page = admin.get("/saksi");
        page.assert_shows("arsip@inspektorat.uji.test").assert_hides("paling sedikit dua saksi");
        assert_eq!(queue(&city, TENANT), 2);

        let text = page.text();
        let (_, rest) = text.split_once("action=\"/saksi/").unwrap();
        let (id, _) = rest.split_once("/hapus\"").unwrap();
        admin.post(&format!("/saksi/{id}/hapus"), &[]).assert_redirect("/saksi");
        assert_eq!(due_at(&city, city.now()).len(), 1, "what waited for him is not sent");
        admin.post(&format!("/saksi/{id}/hapus"), &[]).assert_status(404);
    }

    fn nobody_else_sees_or_names_witnesses(db) {
        let city = city(db);
        let mut verifier = city.client_as(Role::Verifier, Scope::Tenant);
        let status = verifier.get("/saksi").status;
        assert!([403, 404].contains(&status), "{status}");
        let sent = verifier.post("/saksi", &[("office", "x"), ("email", "x@uji.test")]);
        assert!([403, 404, 422].contains(&sent.status), "{}", sent.status);
        let read = |tx: &mut db::Tx<'_>| count_addresses(tx, TENANT);
        assert_eq!(city.db().read_blocking(TENANT, Access::ReadOwn, read).unwrap(), 0);
        city.visitor().get("/saksi").assert_status(303);
    }

    fn a_letter_for_a_day_exists_once_and_is_sent_once(db) {
        let city = city(db);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        add(&mut admin, "arsip@uji.test");
        assert_eq!((queue(&city, TENANT), queue(&city, TENANT)), (1, 0));
        assert_eq!(queue(&city, OTHER_TENANT), 0, "another city has no witness");
        let unwritten = |day: &'static str| {
            let read = move |tx: &mut db::Tx<'_>| has_unwritten(tx, TENANT, day);
            city.db().read_blocking(TENANT, Access::ReadOwn, read).unwrap()
        };
        assert!(!unwritten("2026-11-24") && unwritten("2026-11-25"));
        let letters = due_at(&city, city.now());
        assert_eq!((letters.len(), letters[0].email.as_str()), (1, "arsip@uji.test"));
        record(&city, &letters[0], None);
        assert_eq!(due_at(&city, city.now().plus_seconds(86_400)), []);
        admin.get("/saksi").assert_shows("Terkirim");
    }

    fn a_failed_letter_waits_longer_each_time_and_says_why(db) {
        let city = city(db);
        let mut admin = city.client_as(Role::CityAdmin, Scope::Tenant);
        add(&mut admin, "arsip@uji.test");
        queue(&city, TENANT);
        for pause in [60, 120, 240] {
            let letter = due_at(&city, city.now()).remove(0);
            record(&city, &letter, Some("kotak surat penuh"));
            assert_eq!(due_at(&city, city.now().plus_seconds(pause - 1)), []);
            city.clock.advance_seconds(pause);
            assert_eq!(due_at(&city, city.now()).len(), 1);
        }
        admin.get("/saksi").assert_shows("Belum sampai").assert_shows("kotak surat penuh");
    }

    fn letters_are_kept_for_four_hundred_days(db) {
        let city = city(db);
        add(&mut city.client_as(Role::CityAdmin, Scope::Tenant), "arsip@uji.test");
        queue(&city, TENANT);
        let purge = |days: i64| {
            let (now, stamp) = (city.now().plus_seconds(days * 86_400), testkit::stamp_at(city.now()));
            let purged = city.db().write_blocking(Command::by(&stamp), move |tx| {
                Ok::<_, ActionError<()>>(purge_letters(tx, TENANT, now)?)
            });
            purged.unwrap()
        };
        assert_eq!((purge(400), purge(401)), (0, 1));
    }

    fn everybody_sees_the_proof(db) {
        let city = city(db);
        city.visitor()
            .get("/bukti")
            .assert_status(200)
            .assert_shows("9F2C-44A1-0B7D-77E1")
            .assert_shows("4.711")
            .assert_shows("--trust sihebat-1+aa+bb");
    }
}

#[test]
fn samples_of_both_languages_have_no_faults() {
    for locale in [Locale::Id, Locale::En] {
        for sample in (witness::area().samples)(locale) {
            let frame = web::PageFrame::sample(locale, "");
            assert_eq!(sample.faults(&frame), Vec::<String>::new());
        }
    }
}
