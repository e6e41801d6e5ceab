use fuel::{Doubt, DriverCheck, VoucherState};

use crate::{ready, ready_with, redemption_of, steps};

testkit::both_databases! {
    steps: steps();

    fn a_scanned_voucher_becomes_a_receipt(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let token = ready.token(issued.id);
        let check = ready.scan(&token);
        check
            .assert_status(200)
            .assert_shows("DH 8123 A")
            .assert_shows("Yohanes Bria")
            .assert_shows("10\u{a0}l")
            .assert_shows("Rp\u{a0}13.650")
            .assert_shows("name=\"urutan\" value=\"0\"");
        let started = ready.start(issued.id, &[("urutan", "0")]);
        let hold = crate::hold_of(&started);
        let fill = ready.phone.follow(&started);
        fill.assert_shows("data-price=\"13650\"")
            .assert_shows("data-max-ml=\"10000\"")
            .assert_shows("data-tank-ml=\"45000\"");
        let captured = ready.fill(hold, &[("rupiah", "136.500"), ("meter", "48.210")]);
        let receipt = ready.phone.follow(&captured);
        receipt
            .assert_status(200)
            .assert_shows("Tercatat")
            .assert_shows("10\u{a0}l")
            .assert_shows("Rp\u{a0}136.500")
            .assert_shows("WITA")
            .assert_shows("Yosef Bria")
            .assert_shows("48.210 km")
            .assert_hides("Akan diperiksa dinas");
        assert_eq!(ready.lookup(issued.id).state, VoucherState::Redeemed);
        let redemption = ready.redemption(hold).unwrap();
        assert_eq!(redemption.volume.get(), 10_000);
        assert_eq!(redemption.amount.get(), 136_500);
        assert_eq!(redemption.doubts, []);
        assert_eq!(ready.lookup_hold(hold).driver_check, DriverCheck::Photo);
        ready.phone.get("/pompa").assert_shows("1 pengisian").assert_shows("DH 8123 A");
    }

    fn pressing_twice_shows_the_same_receipt(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        let fields = [("litres", "9,5"), ("meter", "48210")];
        let first = redemption_of(&ready.fill(hold, &fields));
        let again = ready.fill(hold, &fields);
        assert_eq!(redemption_of(&again), first);
        let form = ready.phone.get(&format!("/pompa/isi/{hold}"));
        form.assert_redirect(&format!("/pompa/struk/{first}"));
        let volume = ready.redemption(hold).unwrap().volume;
        assert_eq!(volume.get(), 9_500);
    }

    fn a_second_scan_goes_on_where_the_filling_was(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        ready.phone.get("/pompa").assert_shows("Lanjutkan").assert_shows(&format!("/pompa/isi/{hold}"));
        let scanned = ready.phone.post("/pompa/pindai", &[("kode", &issued.code)]);
        scanned.assert_redirect(&format!("/pompa/isi/{hold}"));
        ready.city.clock.advance_seconds(16 * 60);
        // The hold has run out, but the fuel may be in the tank.
        ready.phone.get(&format!("/pompa/isi/{hold}")).assert_shows("tetap simpan angkanya");
        let late = ready.fill(hold, &[("litres", "10"), ("meter", "48210")]);
        ready.phone.follow(&late).assert_shows("Disimpan setelah waktu pegang lewat");
        assert_eq!(ready.redemption(hold).unwrap().doubts, [Doubt::Late]);
    }

    fn nothing_filled_gives_the_voucher_back(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        ready.phone.get(&format!("/pompa/isi/{hold}")).assert_shows("Batal, BBM belum diisi");
        let path = format!("/pompa/isi/{hold}/batal");
        let released = ready.phone.post(&path, &[]);
        released.assert_redirect("/pompa");
        ready.phone.follow(&released).assert_shows("Voucher kembali kepada pengemudi").assert_hides("Lanjutkan");
        assert_eq!(ready.lookup(issued.id).state, VoucherState::Issued);
        let again = ready.phone.post(&path, &[]);
        ready.phone.follow(&again).assert_shows("sudah kembali");
        // The voucher works again.
        ready.hold(&issued);
    }

    fn wrong_codes_say_what_is_wrong_and_are_limited(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        ready.phone.get("/pompa");
        let post = |ready: &mut crate::Ready, code: &str| ready.phone.post("/pompa/pindai", &[("kode", code)]);
        post(&mut ready, "").assert_status(422).assert_shows("Pindai QR atau ketik kode");
        post(&mut ready, "7K3QF").assert_status(422).assert_shows("10 huruf dan angka");
        let mistyped = mistype(&issued.code);
        post(&mut ready, &mistyped).assert_status(422).assert_shows("salah ketik").assert_shows(&mistyped);
        let other = voucher_token::ShortCode::from_random([9; 6]).to_string();
        post(&mut ready, &other).assert_status(422).assert_shows("Voucher ini tidak ada");
        let token = ready.token(issued.id);
        let forged = forge(&token);
        post(&mut ready, &forged).assert_status(422).assert_hides(&forged);
        let mut status = 422;
        for _ in 0..30 {
            status = post(&mut ready, &other).status;
        }
        assert_eq!(status, 429);
        // A genuine QR needs no guessing and is served all the same.
        ready.scan(&token).assert_status(200).assert_shows("DH 8123 A");
    }

    fn a_used_voucher_says_when_and_whom_to_call(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        ready.fill(hold, &[("litres", "10"), ("meter", "48210")]).assert_status(303);
        ready.city.clock.advance_seconds(3_600);
        let answer = ready.scan(&issued.code);
        answer
            .assert_status(409)
            .assert_shows("Sudah dipakai")
            .assert_shows("24 Nov 2026, 08:00 WITA")
            .assert_shows("Jangan isi BBM lagi")
            .assert_shows("0812-3456-7890");
    }

    fn a_replaced_qr_is_refused_before_any_photo(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let old = ready.token(issued.id);
        ready.fuel.reissue(ready.city.db(), issued.id, 0).unwrap();
        ready.scan(&old).assert_status(409).assert_shows("Sudah diganti");
        let new = ready.token(issued.id);
        ready.scan(&new).assert_status(200);
    }

    fn a_rehearsal_leaves_nothing_behind(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        for _ in 0..3 {
            ready.scan(&issued.code).assert_status(200);
        }
        let voucher = ready.lookup(issued.id);
        assert_eq!((voucher.state, voucher.hold, voucher.revision), (VoucherState::Issued, None, 0));
    }

    fn a_pin_is_asked_where_the_city_wants_it_and_never_a_dead_end(test) {
        let mut ready = ready_with(test, |settings| register::Settings {
            driver_check: register::DriverCheck::Pin,
            ..settings
        });
        let issued = ready.issued();
        ready.scan(&issued.code).assert_shows("Belum punya PIN");
        ready.start(issued.id, &[("pin", "4271")]).assert_status(422).assert_shows("belum punya PIN");
        ready.set_driver_pin("4271");
        ready.start(issued.id, &[]).assert_status(422).assert_shows("4 angka");
        for _ in 0..5 {
            ready.start(issued.id, &[("pin", "1111")]).assert_status(422);
        }
        let locked = ready.start(issued.id, &[("pin", "4271")]);
        locked.assert_status(422).assert_shows("Terlalu banyak PIN").assert_shows("Foto cocok, mulai isi BBM");
        let unexplained = ready.start(issued.id, &[("cara", "foto")]);
        unexplained.assert_status(422).assert_shows("Pilih alasan tanpa PIN");
        let by_photo = ready.start(issued.id, &[("cara", "foto"), ("alasan_foto", "locked")]);
        let hold = crate::hold_of(&by_photo);
        assert_eq!(ready.lookup_hold(hold).driver_check, DriverCheck::Photo);
        assert_eq!(exception(&ready, hold).as_deref(), Some("locked"));
    }

    fn the_right_pin_starts_the_filling_and_forgets_wrong_tries(test) {
        let mut ready = ready_with(test, |settings| register::Settings {
            driver_check: register::DriverCheck::Pin,
            ..settings
        });
        ready.set_driver_pin("4271");
        for _ in 0..2 {
            let issued = ready.issued();
            ready.scan(&issued.code).assert_status(200);
            for _ in 0..3 {
                ready.start(issued.id, &[("pin", "1111")]).assert_status(422).assert_shows("PIN salah");
            }
            let started = ready.start(issued.id, &[("pin", "4271")]);
            let hold = crate::hold_of(&started);
            assert_eq!(ready.lookup_hold(hold).driver_check, DriverCheck::Pin);
            assert_eq!(exception(&ready, hold), None);
            ready.fill(hold, &[("litres", "5"), ("meter", "48210"), ("meter_ditanya", "48210"), ("alasan_meter", "looked_again")]).assert_status(303);
        }
    }
}

/// Changes one symbol of a short code.
fn mistype(code: &str) -> String {
    let last = if code.ends_with('7') { '8' } else { '7' };
    let mut symbols: Vec<char> = code.chars().collect();
    symbols.pop();
    symbols.push(last);
    symbols.into_iter().collect()
}

/// Changes one symbol in the middle of a token.
fn forge(token: &str) -> String {
    let middle = token.len() / 2;
    let changed =
        token
            .chars()
            .enumerate()
            .map(|(place, symbol)| match (place == middle, symbol) {
                (true, 'A') => 'B',
                (true, _) => 'A',
                (false, symbol) => symbol,
            });
    changed.collect()
}

fn exception(ready: &crate::Ready, hold: fuel::HoldId) -> Option<String> {
    let tenant = testkit::TENANT;
    ready
        .city
        .db()
        .read_blocking(tenant, db::Access::ReadOwn, move |tx| {
            let row = tx.query_opt(
                "SELECT reason FROM driver_check_exception WHERE tenant_id = $1 AND hold_id = $2",
                db::params![tenant, hold],
            )?;
            row.map(|row| row.get("reason")).transpose()
        })
        .unwrap()
}
