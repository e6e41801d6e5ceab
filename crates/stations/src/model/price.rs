//! What a litre costs, where and when.

use base::{ActorId, CivilDate, Rupiah, StationId, UtcMicros};
use serde::{Deserialize, Serialize};

db::ids! {
    /// Identifies a price notice.
    PriceNoticeId,
}

/// How long before and after a change of price either price is accepted, in seconds.
pub const EITHER_PRICE_SECONDS: i64 = 3_600;

/// Where a price holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PricePlace {
    /// Everywhere in a province (its code, such as `53`), save where a station's own price holds.
    Province(String),
    /// At one station.
    Station(StationId),
}

/// What a price notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPriceNotice {
    /// The product's code.
    pub product: String,
    /// Where it holds.
    pub place: PricePlace,
    /// Whole rupiah per litre; `None` lets a station follow its province again.
    pub price: Option<Rupiah>,
    /// From when.
    pub valid_from_at: UtcMicros,
    /// Until when (not included), for a station's price only.
    pub valid_until_at: Option<UtcMicros>,
    /// The number of the letter or announcement.
    pub source_number: String,
    /// Its date.
    pub source_on: Option<CivilDate>,
    /// Whether it takes the place of another notice from the same instant.
    pub replaces: bool,
}

/// A price notice as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceNotice {
    /// Which one.
    pub id: PriceNoticeId,
    /// The product's code.
    pub product: String,
    /// Where it holds.
    pub place: PricePlace,
    /// Whole rupiah per litre; `None` lets a station follow its province again.
    pub price: Option<Rupiah>,
    /// From when.
    pub valid_from_at: UtcMicros,
    /// Until when (not included).
    pub valid_until_at: Option<UtcMicros>,
    /// The number of the letter or announcement.
    pub source_number: String,
    /// Its date.
    pub source_on: Option<CivilDate>,
    /// Whether it was entered after it had begun to hold.
    pub is_late: bool,
    /// When it was entered.
    pub entered_at: UtcMicros,
    /// By whom.
    pub entered_by: ActorId,
    /// When it was withdrawn as wrong; it then says nothing.
    pub withdrawn_at: Option<UtcMicros>,
}

/// The notices that decide a product's price at one place during some stretch of time.
///
/// Of the notices of a place, the one with the latest beginning holds; of two that begin together,
/// the one entered later. A station's notice beats the province's while its own validity lasts; when
/// that is over, or it says that the station follows the province, the province's price holds.
/// An older notice of the station never comes back to life.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceTimeline {
    /// Notices of the station, in order of their beginnings and entries.
    pub station: Vec<PriceNotice>,
    /// Notices of the province, in the same order.
    pub province: Vec<PriceNotice>,
}

impl PriceTimeline {
    /// The price per litre at an instant.
    pub fn at(&self, at: UtcMicros) -> Option<Rupiah> {
        let of_station = in_force(&self.station, at)
            .filter(|notice| notice.valid_until_at.is_none_or(|until| at < until))
            .and_then(|notice| notice.price);
        of_station.or_else(|| in_force(&self.province, at)?.price)
    }

    /// Every price in force within [`EITHER_PRICE_SECONDS`] of an instant, that of the instant first.
    pub fn accepted(&self, at: UtcMicros) -> Vec<Rupiah> {
        let (first, last) = either_price_window(at);
        let notices = || self.station.iter().chain(&self.province);
        let begins = notices().map(|notice| notice.valid_from_at);
        let ends = notices().filter_map(|notice| notice.valid_until_at);
        let mut changes: Vec<_> = begins
            .chain(ends)
            .filter(|change| (first..=last).contains(change))
            .collect();
        changes.sort_unstable();
        let mut prices: Vec<Rupiah> = Vec::new();
        for instant in [at, first].into_iter().chain(changes) {
            if let Some(price) = self.at(instant)
                && !prices.contains(&price)
            {
                prices.push(price);
            }
        }
        prices
    }
}

/// From when to when prices are accepted that hold beside the one of an instant.
pub(crate) fn either_price_window(at: UtcMicros) -> (UtcMicros, UtcMicros) {
    (
        at.plus_seconds(-EITHER_PRICE_SECONDS),
        at.plus_seconds(EITHER_PRICE_SECONDS),
    )
}

fn in_force(notices: &[PriceNotice], at: UtcMicros) -> Option<&PriceNotice> {
    notices
        .iter()
        .filter(|notice| notice.valid_from_at <= at && notice.withdrawn_at.is_none())
        .max_by_key(|notice| (notice.valid_from_at, notice.entered_at, notice.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Uuid;

    const STATION: StationId = StationId::new(Uuid::from_u128(9));

    fn notice(number: u128, place: PricePlace, price: i64, from: i64) -> PriceNotice {
        PriceNotice {
            id: PriceNoticeId::new(Uuid::from_u128(number)),
            product: "pertamax".to_owned(),
            place,
            price: Some(Rupiah::new(price)),
            valid_from_at: hour(from),
            valid_until_at: None,
            source_number: "1".to_owned(),
            source_on: None,
            is_late: false,
            entered_at: hour(0),
            entered_by: ActorId::new(Uuid::nil()),
            withdrawn_at: None,
        }
    }

    fn hour(hour: i64) -> UtcMicros {
        UtcMicros::new(0).plus_seconds(hour * 3_600)
    }

    fn province(number: u128, price: i64, from: i64) -> PriceNotice {
        notice(number, PricePlace::Province("53".to_owned()), price, from)
    }

    fn station(number: u128, price: i64, from: i64) -> PriceNotice {
        notice(number, PricePlace::Station(STATION), price, from)
    }

    fn price(timeline: &PriceTimeline, at: UtcMicros) -> Option<i64> {
        timeline.at(at).map(Rupiah::get)
    }

    #[test]
    fn before_the_first_notice_there_is_no_price() {
        let timeline = PriceTimeline {
            province: vec![province(1, 10, 5)],
            ..Default::default()
        };
        assert_eq!(price(&timeline, hour(5).plus_seconds(-1)), None);
        assert_eq!(price(&timeline, hour(5)), Some(10));
    }

    #[test]
    fn a_station_price_beats_the_province_only_while_it_is_valid() {
        let mut own = station(2, 12, 4);
        own.valid_until_at = Some(hour(8));
        let timeline = PriceTimeline {
            station: vec![own],
            province: vec![province(1, 10, 0), province(3, 11, 6)],
        };
        assert_eq!(price(&timeline, hour(3)), Some(10));
        assert_eq!(price(&timeline, hour(6)), Some(12));
        assert_eq!(price(&timeline, hour(8)), Some(11));
    }

    #[test]
    fn an_older_station_price_does_not_come_back() {
        let mut short = station(2, 12, 4);
        short.valid_until_at = Some(hour(5));
        let timeline = PriceTimeline {
            station: vec![station(1, 13, 0), short],
            province: vec![province(3, 10, 0)],
        };
        assert_eq!(price(&timeline, hour(4)), Some(12));
        assert_eq!(price(&timeline, hour(5)), Some(10));
    }

    #[test]
    fn a_station_may_follow_its_province_again() {
        let mut follows = station(2, 0, 6);
        follows.price = None;
        let timeline = PriceTimeline {
            station: vec![station(1, 13, 0), follows],
            province: vec![province(3, 10, 0)],
        };
        assert_eq!(price(&timeline, hour(5)), Some(13));
        assert_eq!(price(&timeline, hour(6)), Some(10));
    }

    #[test]
    fn of_two_notices_from_one_instant_the_later_entry_holds() {
        let mut correction = province(1, 11, 5);
        correction.entered_at = hour(9);
        let timeline = PriceTimeline {
            province: vec![correction, province(2, 10, 5)],
            ..Default::default()
        };
        assert_eq!(price(&timeline, hour(5)), Some(11));
    }

    #[test]
    fn a_withdrawn_notice_says_nothing() {
        let mut wrong = province(2, 99, 5);
        wrong.withdrawn_at = Some(hour(6));
        let timeline = PriceTimeline {
            province: vec![province(1, 10, 0), wrong],
            ..Default::default()
        };
        assert_eq!(price(&timeline, hour(7)), Some(10));
    }

    #[test]
    fn either_price_is_accepted_within_an_hour_of_a_change() {
        let timeline = PriceTimeline {
            province: vec![province(1, 10, 0), province(2, 11, 5)],
            ..Default::default()
        };
        let accepted = |at| {
            timeline
                .accepted(at)
                .into_iter()
                .map(Rupiah::get)
                .collect::<Vec<_>>()
        };
        assert_eq!(accepted(hour(4).plus_seconds(-1)), [10]);
        assert_eq!(accepted(hour(4)), [10, 11]);
        assert_eq!(accepted(hour(5)), [11, 10]);
        assert_eq!(accepted(hour(6).plus_seconds(-1)), [11, 10]);
        assert_eq!(accepted(hour(6)), [11]);
    }

    #[test]
    fn the_end_of_a_station_price_is_a_change_too() {
        let mut own = station(2, 12, 0);
        own.valid_until_at = Some(hour(8));
        let timeline = PriceTimeline {
            station: vec![own],
            province: vec![province(1, 10, 0)],
        };
        assert_eq!(
            timeline.accepted(hour(8)),
            [Rupiah::new(10), Rupiah::new(12)]
        );
        assert_eq!(
            timeline.accepted(hour(7)),
            [Rupiah::new(12), Rupiah::new(10)]
        );
    }
}
