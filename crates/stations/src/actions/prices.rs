use authz::{Action, Actor, Denied, Resource};
use base::{Rupiah, Stamp};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::{authorise, refuse};
use crate::model::price::{NewPriceNotice, PriceNoticeId, PricePlace};
use crate::store::{price as store, product::lookup_product, station::lookup_station};

/// The withdrawal of a notice that was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeWithdrawal {
    /// Which notice.
    pub notice: PriceNoticeId,
    /// Why; it goes into the journal.
    pub reason: String,
}

/// Why a price notice is not added or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such notice, or it was withdrawn before.
    #[error("no such notice")]
    NotFound,
    /// There is no such product.
    #[error("no such product")]
    ProductUnknown,
    /// There is no such station.
    #[error("no such station")]
    StationUnknown,
    /// The province's code is not two digits.
    #[error("not the code of a province")]
    ProvinceInvalid,
    /// The price is not above zero, or a province has none.
    #[error("not a price")]
    PriceInvalid,
    /// The notice ends before it begins, or a province's notice has an end.
    #[error("not a period")]
    PeriodInvalid,
    /// The same price is noted from the same instant already.
    #[error("this notice is known")]
    AlreadyKnown,
    /// Another price is noted from the same instant; say that the new one takes its place.
    #[error("another price is noted from this instant")]
    InstantTaken {
        /// The noted price; none where the station follows its province.
        price: Option<Rupiah>,
    },
}

type Outcome<T> = Result<T, ActionError<PriceRefusal>>;

/// Whether a text has the shape of Kemendagri's code of a province.
pub(crate) fn is_province_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Adds a price notice; one that comes late is taken and marked.
pub fn add_price_notice(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewPriceNotice,
) -> Outcome<PriceNoticeId> {
    let action = Action::FuelPriceEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    check_notice(input)?;
    if lookup_product(tx, stamp.tenant, &input.product)?.is_none() {
        return refuse(PriceRefusal::ProductUnknown);
    }
    if let PricePlace::Station(station) = input.place
        && lookup_station(tx, stamp.tenant, station)?.is_none()
    {
        return refuse(PriceRefusal::StationUnknown);
    }
    if let Some(found) = store::lookup_notice_from(tx, stamp.tenant, input)? {
        if found.price == input.price && found.valid_until_at == input.valid_until_at {
            return refuse(PriceRefusal::AlreadyKnown);
        }
        if !input.replaces {
            return refuse(PriceRefusal::InstantTaken { price: found.price });
        }
    }
    let id = store::insert_price_notice(tx, stamp, input)?;
    journal::record(
        tx,
        stamp,
        action.code(),
        Subject::new("price_notice", id),
        None,
    )?;
    Ok(id)
}

fn check_notice(input: &NewPriceNotice) -> Outcome<()> {
    let of_station = matches!(input.place, PricePlace::Station(_));
    if let PricePlace::Province(province) = &input.place
        && !is_province_code(province)
    {
        return refuse(PriceRefusal::ProvinceInvalid);
    }
    let is_priced = input.price.map_or(of_station, Rupiah::is_positive);
    if !is_priced {
        return refuse(PriceRefusal::PriceInvalid);
    }
    let ends_well = input
        .valid_until_at
        .is_none_or(|until| of_station && until > input.valid_from_at);
    if !ends_well {
        return refuse(PriceRefusal::PeriodInvalid);
    }
    Ok(())
}

/// Withdraws a notice that was wrong; the one before it holds again.
pub fn withdraw_price_notice(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NoticeWithdrawal,
) -> Outcome<()> {
    let action = Action::FuelPriceEdit;
    authorise(actor, action, &Resource::tenant(stamp.tenant))?;
    if !store::withdraw_price_notice(tx, stamp, input.notice)? {
        return refuse(PriceRefusal::NotFound);
    }
    let subject = Subject::new("price_notice", input.notice);
    journal::record(tx, stamp, action.code(), subject, Some(&input.reason))?;
    Ok(())
}
