//! The latest shifts at a station's pumps, on the station's page.

use authz::Action;
use base::{PageSize, StationId, TenantId};
use db::{Failure, Tx};
use web::{PageFrame, StatusTone, Tag, fl};

use super::shapes::{Item, Section};
use super::trail;
use crate::model::shift::Shift;
use crate::{store, texts};

/// Shifts shown: about the last days of a station.
const SHIFTS_SHOWN: u16 = 10;

/// The latest shifts with the names of their attendants.
pub(super) fn latest_shifts(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    station: StationId,
) -> Result<Vec<(Shift, String)>, Failure> {
    let size = PageSize::clamped(SHIFTS_SHOWN);
    let shifts = store::shift::list_shifts(tx, tenant, station, None, size)?.items;
    let people: Vec<_> = shifts.iter().map(|shift| shift.attendant).collect();
    let people = identity::list_people_by_ids(tx, tenant, &people)?;
    let named = |shift: Shift| {
        let person = people.iter().find(|person| person.id == shift.attendant);
        (
            shift,
            person.map_or_else(String::new, |person| person.name.clone()),
        )
    };
    Ok(shifts.into_iter().map(named).collect())
}

/// The section of the page; each shift leads to its recap and its history.
pub(super) fn shift_section(page: &PageFrame, shifts: &[(Shift, String)]) -> Section {
    let texts = texts(page.locale);
    let may_open = page.may(Action::FuelRedemptionView);
    let item = |(shift, name): &(Shift, String)| {
        let is_open = shift.is_open(page.now);
        let over = shift.closed_at.unwrap_or(shift.ends_at);
        let text = if is_open {
            fl!(texts, "shift-since", from = page.at(shift.opened_at))
        } else {
            let (from, until) = (page.at(shift.opened_at), page.at(over));
            fl!(texts, "shift-between", from = from, until = until)
        };
        let recap = (
            fl!(texts, "shift-recap"),
            format!("/pompa/rekap/{}", shift.id),
        );
        Item {
            title: name.clone(),
            text,
            tag: is_open.then(|| Tag::new(fl!(texts, "shift-is-open"), StatusTone::Going)),
            links: may_open
                .then_some(recap)
                .into_iter()
                .chain(trail(page, "shift", shift.id.uuid()))
                .collect(),
            ..Item::default()
        }
    };
    let lead = if shifts.is_empty() {
        fl!(texts, "shifts-none")
    } else {
        String::new()
    };
    Section {
        title: fl!(texts, "shifts-latest"),
        lead,
        items: shifts.iter().map(item).collect(),
        ..Section::default()
    }
}
