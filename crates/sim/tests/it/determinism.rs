use std::fmt::Write;

use jiff::civil::date;
use sha2::{Digest, Sha256};
use sim::{City, Settings};

fn fingerprint(settings: &Settings) -> String {
    let bytes = serde_json::to_vec(&City::generate(settings)).unwrap();
    Sha256::digest(&bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

/// The city of seed 1, one month. A change of this snapshot changes everyone's demo city: say so
/// in the changelog.
#[test]
fn seed_1_gives_the_city_of_the_snapshot() {
    let settings = Settings {
        months: 1,
        end_on: date(2026, 3, 31),
        ..Settings::default()
    };
    assert_eq!(
        fingerprint(&settings),
        "97fefa6113324754caacbc8615f52f53b06296a41a6659dde922b41c2d1f0e03"
    );
}

#[test]
fn the_small_city_of_seed_1_is_the_one_of_the_snapshot() {
    assert_eq!(
        fingerprint(&Settings::small()),
        "2cd42ca58e9c5af8aea6313c1fc85856702e4e8ab24ea9762a8a906f69c6a83b"
    );
}

#[test]
fn another_seed_gives_another_city() {
    let other = Settings {
        seed: 2,
        ..Settings::small()
    };
    assert_ne!(fingerprint(&Settings::small()), fingerprint(&other));
}

#[test]
fn soak_thirty_seeds_give_thirty_whole_cities_each_the_same_again() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 1..=30 {
        let settings = Settings {
            seed,
            ..Settings::small()
        };
        let city = City::generate(&settings);
        assert!(!city.redemptions.is_empty(), "seed {seed}");
        let mut sums = city.redemptions.iter().map(|one| one.amount_rupiah);
        assert!(sums.all(|amount| amount > 0), "seed {seed}");
        assert!(!city.answers().cases.is_empty(), "seed {seed}");
        let print = fingerprint(&settings);
        assert_eq!(print, fingerprint(&settings), "seed {seed}");
        assert!(seen.insert(print), "seed {seed} gives another seed's city");
    }
}

#[test]
fn a_longer_past_does_not_change_the_register() {
    let short = City::generate(&Settings::small());
    let long = City::generate(&Settings {
        months: 6,
        ..Settings::small()
    });
    let chassis = |city: &City| -> Vec<String> {
        city.town
            .vehicles
            .iter()
            .map(|vehicle| vehicle.chassis_no.clone())
            .collect()
    };
    assert_eq!(chassis(&short), chassis(&long));
}

#[test]
fn answers_are_never_serialised() {
    let city = City::generate(&Settings::small());
    let value = serde_json::to_value(&city).unwrap();
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert!(!keys.iter().any(|key| key.contains("answer")), "{keys:?}");
    let town: Vec<&String> = value["town"].as_object().unwrap().keys().collect();
    for hidden in ["strays", "habits", "dirt"] {
        assert!(
            !town.iter().any(|key| *key == hidden),
            "{hidden} is in {town:?}"
        );
    }
    assert!(!city.answers().habits.is_empty());
}
