use sim::{City, Noise, Settings};

/// Targets of the real export (reference E1), per ten thousand pairs.
///
/// A year has about 36,000 pairs, so one standard error is 16 for 11 % and 23 for 24 %; the bounds
/// are three of them, wider where a planted case adds readings.
#[test]
fn wrong_readings_and_odd_intervals_match_the_real_export() {
    let noise = Noise::measure(&crate::year());
    assert!(noise.pairs > 30_000);
    for (name, part, target, bound) in [
        ("backwards", noise.backwards, 630, 40),
        ("unchanged", noise.unchanged, 90, 20),
        ("jumps", noise.jumps, 370, 30),
        ("wrong", noise.wrong(), 1_090, 50),
        ("odd", noise.odd, 2_400, 75),
    ] {
        let share = noise.per_myriad(part);
        assert!(
            (share - target).abs() <= bound,
            "{name}: {share} instead of {target}"
        );
    }
}

#[test]
fn every_honest_wrong_reading_is_in_the_answers() {
    let city = City::generate(&Settings {
        months: 2,
        ..Settings::default()
    });
    let honest: Vec<_> = city
        .answers()
        .wrong_readings
        .iter()
        .map(|it| it.redemption)
        .collect();
    let readings = city
        .redemptions
        .iter()
        .filter(|it| it.meter.is_some())
        .count();
    // 7.2 % of readings make 10.9 % of pairs wrong; a first reading cannot be.
    let per_mille = honest.len() * 1000 / readings;
    assert!((40..=75).contains(&per_mille), "{per_mille} per mille");
}
