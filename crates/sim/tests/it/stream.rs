use sim::{City, Days, Purchases, Scale, Settings, Town};

#[test]
fn a_large_city_streams_the_wanted_number_of_redemptions_in_order() {
    let town = Town::build(&Settings::large(20_000));
    let redeemed: Vec<_> = Purchases::new(&town)
        .filter_map(|fill| fill.redemption)
        .take(20_000)
        .collect();
    assert_eq!(redeemed.len(), 20_000);
    assert!(redeemed.is_sorted_by_key(|redemption| redemption.at));
    for (place, redemption) in redeemed.iter().enumerate() {
        assert_eq!(redemption.no.index(), place);
    }
}

#[test]
fn the_fleet_grows_with_the_redemptions_wanted() {
    let Scale::Fleet { vehicles } = Settings::large(1_000_000).scale else {
        panic!("not a fleet")
    };
    assert!(vehicles > 9_000);
    // Two months of a fleet three times the city's give three times the city's redemptions.
    let settings = Settings {
        months: 2,
        scale: Scale::Fleet { vehicles: 3_024 },
        ..Settings::default()
    };
    let town = Town::build(&settings);
    assert_eq!(town.vehicles.len(), 3_024);
    let redeemed = Purchases::new(&town)
        .filter(|fill| fill.redemption.is_some())
        .count();
    let least = 2 * 3 * 3_024;
    assert!(redeemed >= least, "{redeemed} of at least {least}");
}

#[test]
fn the_small_city_is_one_agency_ten_vehicles_and_one_station() {
    let city = City::generate(&Settings::small());
    let town = &city.town;
    assert_eq!(
        (
            town.agencies.len(),
            town.vehicles.len(),
            town.stations.len()
        ),
        (1, 10, 1)
    );
    assert!(city.redemptions.len() > 80, "{}", city.redemptions.len());
}

#[test]
fn streamed_days_are_the_days_of_the_period() {
    let settings = Settings::small();
    let town = Town::build(&settings);
    assert_eq!(Days::new(&town).count(), 31 + 30 + 31);
}

#[test]
fn the_stream_is_repeatable_and_underlies_the_generated_city() {
    let settings = Settings::small();
    let town = Town::build(&settings);
    let stream: Vec<_> = Purchases::new(&town).collect();
    assert_eq!(stream, Purchases::new(&town).collect::<Vec<_>>());
    // Planting may add, change and remove, but most redemptions are the honest ones.
    let city = City::generate(&settings);
    let key = |it: &sim::Redemption| (it.vehicle, it.at, it.volume_ml);
    let generated: Vec<_> = city.redemptions.iter().map(key).collect();
    let honest: Vec<_> = stream
        .iter()
        .filter_map(|fill| fill.redemption.as_ref())
        .collect();
    let kept = honest
        .iter()
        .filter(|it| generated.contains(&key(it)))
        .count();
    assert!(kept * 10 > honest.len() * 6, "{kept} of {}", honest.len());
}
