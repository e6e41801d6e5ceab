//! The step of "Langkah memulai" that lies with the budget: a ceiling for this month.

use std::sync::Arc;

use authz::Action;
use base::{TenantId, UtcMicros};
use db::{Failure, Tx};
use register::{StartState, StartStep};
use web::{Locale, fl};

use crate::store::start::count_lines_with_ceiling;
use crate::texts;

/// What a first voucher needs of the budget.
pub fn start_steps() -> Vec<Arc<dyn StartStep>> {
    vec![Arc::new(Ceilings)]
}

#[derive(Debug, Clone, Copy)]
struct Ceilings;

impl StartStep for Ceilings {
    fn state(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        now: UtcMicros,
        locale: Locale,
    ) -> Result<StartState, Failure> {
        let words = texts(locale);
        let zone = register::load_zone(tx, tenant)?;
        let (lines, funded) = count_lines_with_ceiling(tx, tenant, zone.month(now))?;
        let href = if lines == 0 { "/pagu/baru" } else { "/pagu" };
        Ok(StartState {
            title: fl!(words, "start-ceilings"),
            now: fl!(
                words,
                "start-ceilings-now",
                number = lines.to_string(),
                funded = funded.to_string()
            ),
            why: fl!(words, "start-ceilings-why"),
            is_done: funded > 0,
            is_needed: true,
            href: href.to_owned(),
            action: Action::BudgetLineEdit,
        })
    }
}
