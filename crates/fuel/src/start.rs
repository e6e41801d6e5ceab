//! The step of "Langkah memulai" that lies with vouchers: a quota decree, which may come later.

use std::sync::Arc;

use authz::Action;
use base::{TenantId, UtcMicros};
use db::{Failure, Tx};
use register::{StartState, StartStep};
use web::{Locale, fl};

use crate::store::start::count_decrees_in_force;
use crate::texts;

/// What may follow a first voucher.
pub fn start_steps() -> Vec<Arc<dyn StartStep>> {
    vec![Arc::new(Quotas)]
}

#[derive(Debug, Clone, Copy)]
struct Quotas;

impl StartStep for Quotas {
    fn state(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        now: UtcMicros,
        locale: Locale,
    ) -> Result<StartState, Failure> {
        let words = texts(locale);
        let zone = register::load_zone(tx, tenant)?;
        let count = count_decrees_in_force(tx, tenant, zone.date(now))?;
        Ok(StartState {
            title: fl!(words, "start-quotas"),
            now: fl!(words, "start-quotas-now", number = count.to_string()),
            why: fl!(words, "start-quotas-why"),
            is_done: count > 0,
            is_needed: false,
            href: "/kuota/baru".to_owned(),
            action: Action::FuelQuotaEdit,
        })
    }
}
