use fuel::Doubt;

use crate::{ready, steps};

testkit::both_databases! {
    steps: steps();

    fn more_than_the_tank_is_asked_back_in_words_without_script(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        let asked = ready.fill(hold, &[("litres", "350"), ("meter", "48210")]);
        asked
            .assert_status(422)
            .assert_shows("350\u{a0}l? Tangki 45\u{a0}l.")
            .assert_shows("paling banyak 10\u{a0}l atau Rp\u{a0}136.500")
            .assert_shows("name=\"yakin\" value=\"over_tank,over_voucher\"")
            .assert_shows("Ambil foto untuk pengisian ini");
        assert_eq!(ready.redemption(hold), None);
        // Half an answer is asked for the rest.
        let half = ready.fill(hold, &[("litres", "350"), ("meter", "48210"), ("yakin", "over_voucher")]);
        half.assert_status(422).assert_shows("value=\"over_tank\"");
        let yes = ready.fill(hold, &[("litres", "350"), ("meter", "48210"), ("yakin", "over_tank,over_voucher")]);
        let receipt = ready.phone.follow(&yes);
        receipt.assert_shows("Lebih dari isi tangki").assert_shows("Lebih dari isi voucher").assert_shows("Foto tidak ada");
        let doubts = ready.redemption(hold).unwrap().doubts;
        assert!(doubts.contains(&Doubt::AboveTank) && doubts.contains(&Doubt::AboveVoucher));
    }

    fn one_amount_is_typed_and_no_other(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        let meter = ("meter", "48210");
        ready.fill(hold, &[meter]).assert_status(422).assert_shows("Isi rupiah atau liter");
        let both = ready.fill(hold, &[("rupiah", "136500"), ("litres", "10"), meter]);
        both.assert_status(422).assert_shows("salah satu saja").assert_shows("value=\"136500\"");
        ready.fill(hold, &[("litres", "sepuluh"), meter]).assert_status(422).assert_shows("sepuluh");
        ready.fill(hold, &[("rupiah", "0"), meter]).assert_status(422);
        assert_eq!(ready.redemption(hold), None);
    }

    fn a_missing_meter_is_asked_for_once(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        let asked = ready.fill(hold, &[("litres", "10")]);
        asked.assert_status(422).assert_shows("Angka meter belum diisi").assert_shows("name=\"meter_ditanya\" value=\"-\"");
        let answered = ready.fill(hold, &[("litres", "10"), ("meter_ditanya", "-"), ("alasan_meter", "unreadable")]);
        ready.phone.follow(&answered).assert_shows("Angka meter tidak diisi");
        assert!(ready.redemption(hold).unwrap().doubts.contains(&Doubt::MeterMissing));
    }

    fn an_odd_odometer_gets_a_second_look_and_is_never_refused(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        ready.fill(hold, &[("litres", "10"), ("meter", "48210")]).assert_status(303);
        ready.city.clock.advance_seconds(3 * 3_600);
        let issued = ready.issued();
        ready.scan(&issued.code).assert_shows("Terakhir 48.210");
        let asked = ready.start(issued.id, &[("meter", "848620")]);
        asked.assert_status(422).assert_shows("848.620 km? Terakhir 48.210 km.");
        // A reason for one number is no reason for another.
        let other = ready.start(issued.id, &[("meter", "948620"), ("meter_ditanya", "848620"), ("alasan_meter", "looked_again")]);
        other.assert_status(422).assert_shows("948.620 km?");
        let started = ready.start(issued.id, &[("meter", "848620"), ("meter_ditanya", "848620"), ("alasan_meter", "looked_again")]);
        let hold = crate::hold_of(&started);
        let fill = ready.phone.follow(&started);
        fill.assert_shows("type=\"hidden\" name=\"meter\" value=\"848620\"");
        let fields = [("litres", "10"), ("meter", "848620"), ("meter_ditanya", "848620"), ("alasan_meter", "looked_again")];
        let captured = ready.fill(hold, &fields);
        ready.phone.follow(&captured).assert_shows("Angka meter tidak biasa");
    }

    fn the_slips_rupiah_stand_beside_litres(test) {
        let mut ready = ready(test);
        let issued = ready.issued();
        let hold = ready.hold(&issued);
        let fields = [("litres", "10"), ("meter", "48210"), ("struk", "150.000")];
        let captured = ready.fill(hold, &fields);
        ready.phone.follow(&captured).assert_shows("Rp\u{a0}150.000").assert_shows("Rupiah struk berbeda");
        assert_eq!(ready.redemption(hold).unwrap().doubts, [Doubt::SlipDiffers]);
    }
}
