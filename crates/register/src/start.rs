//! "Langkah memulai": what a city still lacks, and what it costs to lack it.

use std::collections::BTreeSet;
use std::sync::Arc;

use authz::{Action, Role};
use base::{TenantId, UtcMicros};
use db::{Failure, Tx};
use web::{Locale, fl};

use crate::store::calendar::count_special_days;
use crate::store::places::count_boundaries;
use crate::{list_agencies, load_settings, texts};

/// One step on the way to a first voucher and beyond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartState {
    /// What is to be done, such as "Daftarkan OPD".
    pub title: String,
    /// What is there now, such as "43 OPD".
    pub now: String,
    /// What it costs to lack it.
    pub why: String,
    /// Whether enough is there to go on.
    pub is_done: bool,
    /// Whether a first voucher needs it.
    pub is_needed: bool,
    /// Where it is done.
    pub href: String,
    /// The right without which a person cannot do it.
    pub action: Action,
}

/// A step that an area contributes to the page.
pub trait StartStep: Send + Sync {
    /// How the city stands at this step.
    ///
    /// # Errors
    /// Only where the world breaks.
    fn state(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        now: UtcMicros,
        locale: Locale,
    ) -> Result<StartState, Failure>;
}

/// All steps, in the order in which a city takes them: a shared part of the site.
#[derive(Clone, Default)]
pub struct StartSteps(Arc<[Arc<dyn StartStep>]>);

impl StartSteps {
    /// These steps.
    pub fn new(steps: impl IntoIterator<Item = Arc<dyn StartStep>>) -> Self {
        Self(steps.into_iter().collect())
    }

    /// How the city stands at each step.
    ///
    /// # Errors
    /// Only where the world breaks.
    pub fn states(
        &self,
        tx: &mut Tx<'_>,
        (tenant, now): (TenantId, UtcMicros),
        locale: Locale,
    ) -> Result<Vec<StartState>, Failure> {
        self.0
            .iter()
            .map(|step| step.state(tx, tenant, now, locale))
            .collect()
    }
}

/// The register's own steps that a first voucher needs: settings, agencies, officers.
pub fn start_steps() -> Vec<Arc<dyn StartStep>> {
    vec![
        Arc::new(RegisterStep::Settings),
        Arc::new(RegisterStep::Agencies),
        Arc::new(RegisterStep::Officers),
    ]
}

/// The register's steps that may follow later: calendar and boundaries.
pub fn later_steps() -> Vec<Arc<dyn StartStep>> {
    vec![
        Arc::new(RegisterStep::Calendar),
        Arc::new(RegisterStep::Boundaries),
    ]
}

#[derive(Debug, Clone, Copy)]
enum RegisterStep {
    Settings,
    Agencies,
    Officers,
    Calendar,
    Boundaries,
}

impl StartStep for RegisterStep {
    fn state(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        now: UtcMicros,
        locale: Locale,
    ) -> Result<StartState, Failure> {
        match self {
            Self::Settings => settings(tx, tenant, locale),
            Self::Agencies => agencies(tx, tenant, locale),
            Self::Officers => officers(tx, (tenant, now), locale),
            Self::Calendar => calendar(tx, (tenant, now), locale),
            Self::Boundaries => boundaries(tx, tenant, locale),
        }
    }
}

fn settings(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let (words, settings) = (texts(locale), load_settings(tx, tenant)?);
    // Prices hold in a province: without the city's code there is none.
    let is_done = settings.revision >= 0 && !settings.city_code.is_empty();
    let now = if is_done {
        settings.city_name
    } else {
        fl!(words, "start-settings-none")
    };
    Ok(StartState {
        title: fl!(words, "start-settings"),
        now,
        why: fl!(words, "start-settings-why"),
        is_done,
        is_needed: true,
        href: "/pengaturan".to_owned(),
        action: Action::RegisterSettingsEdit,
    })
}

fn agencies(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let (words, number) = (texts(locale), list_agencies(tx, tenant)?.len());
    Ok(StartState {
        title: fl!(words, "start-agencies"),
        now: fl!(words, "start-agencies-now", number = number.to_string()),
        why: fl!(words, "start-agencies-why"),
        is_done: number > 0,
        is_needed: true,
        href: "/opd".to_owned(),
        action: Action::RegisterAgencyEdit,
    })
}

/// Who issues vouchers and who fills in ceilings; nobody gives himself a role.
fn officers(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    locale: Locale,
) -> Result<StartState, Failure> {
    let words = texts(locale);
    let mut count = |roles: &[Role]| {
        let mut people = BTreeSet::new();
        for role in roles {
            let holders = identity::list_holders(tx, tenant, *role, now)?;
            people.extend(holders.into_iter().map(|(person, _)| person));
        }
        Ok::<_, Failure>(people.len())
    };
    let fuel = count(&[Role::FuelOfficer])?;
    let money = count(Action::BudgetLineEdit.roles())?;
    Ok(StartState {
        title: fl!(words, "start-officers"),
        now: fl!(
            words,
            "start-officers-now",
            fuel = fuel.to_string(),
            money = money.to_string()
        ),
        why: fl!(words, "start-officers-why"),
        is_done: fuel > 0 && money > 0,
        is_needed: true,
        href: "/pengguna".to_owned(),
        action: Action::IdentityGrantEdit,
    })
}

fn calendar(
    tx: &mut Tx<'_>,
    (tenant, now): (TenantId, UtcMicros),
    locale: Locale,
) -> Result<StartState, Failure> {
    let words = texts(locale);
    let zone = base::Zone::named(&load_settings(tx, tenant)?.zone);
    let year = zone.map_or(1970, |zone| zone.date(now).year());
    let days = count_special_days(tx, tenant, year)?;
    Ok(StartState {
        title: fl!(words, "start-calendar", year = year.to_string()),
        now: fl!(words, "start-calendar-now", number = days.to_string()),
        why: fl!(words, "start-calendar-why"),
        is_done: days > 0,
        is_needed: false,
        href: "/kalender".to_owned(),
        action: Action::RegisterCalendarEdit,
    })
}

fn boundaries(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<StartState, Failure> {
    let words = texts(locale);
    let number = count_boundaries(tx, tenant)?;
    Ok(StartState {
        title: fl!(words, "start-boundaries"),
        now: fl!(words, "start-boundaries-now", number = number.to_string()),
        why: fl!(words, "start-boundaries-why"),
        is_done: number > 0,
        is_needed: false,
        href: "/impor/baru/boundaries".to_owned(),
        action: Action::RegisterPlaceEdit,
    })
}
