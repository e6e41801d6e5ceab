//! The step of "Langkah memulai" that names witnesses.

use std::sync::Arc;

use authz::Action;
use base::{TenantId, UtcMicros};
use db::{Failure, Tx};
use register::{StartState, StartStep};
use web::{Locale, fl};

use crate::store::count_addresses;
use crate::texts;

/// Fewer witnesses than this are too few: one may be away, or persuaded.
pub const WITNESSES_MIN: i64 = 2;

struct WitnessStep;

/// What a city lacks without witnesses.
pub fn start_steps() -> Vec<Arc<dyn StartStep>> {
    vec![Arc::new(WitnessStep)]
}

impl StartStep for WitnessStep {
    fn state(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: UtcMicros,
        locale: Locale,
    ) -> Result<StartState, Failure> {
        let words = texts(locale);
        let count = count_addresses(tx, tenant)?;
        Ok(StartState {
            title: fl!(words, "start-witness"),
            now: fl!(words, "start-witness-now", number = count.to_string()),
            why: fl!(words, "start-witness-why"),
            is_done: count >= WITNESSES_MIN,
            is_needed: false,
            href: "/saksi".to_owned(),
            action: Action::RegisterSettingsEdit,
        })
    }
}
