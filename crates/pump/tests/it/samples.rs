use web::{Locale, PageFrame};

#[test]
fn pages_have_no_plain_faults() {
    for locale in [Locale::Id, Locale::En] {
        let samples = (pump::area().samples)(locale);
        assert!(samples.len() >= 18, "{} samples", samples.len());
        for sample in samples {
            let faults = sample.faults(&PageFrame::sample(locale, ""));
            assert_eq!(faults, Vec::<String>::new());
        }
    }
}

#[test]
fn samples_name_every_control_and_every_question() {
    let samples = (pump::area().samples)(Locale::Id);
    let html = |name: &str| {
        let found = samples.iter().find(|sample| sample.name == name);
        found
            .unwrap_or_else(|| panic!("no sample {name}"))
            .html
            .clone()
    };
    assert!(html("pump-fill/asked").contains("value=\"over_tank,over_voucher\""));
    assert!(html("pump-check/odd-meter").contains("name=\"meter_ditanya\" value=\"223456\""));
    assert!(html("pump-scan/busy").contains(">Lanjutkan</a>"));
    assert!(html("pump-receipt/doubtful").contains("Lebih dari isi tangki"));
}
