//! The sample budget line with its ceilings.

use authz::Role;
use base::{Rupiah, Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use register::{
    SampleHand, SampleOwner, SampleRefusal, blocked, load_zone, record_deletion, unmark_sample,
};
use web::{Locale, fl};

use crate::store::samples as store;
use crate::{
    Ceilings, Document, DocumentKind, FundSource, LineState, LineWords, NewLine, SetCeilings,
    add_line, lookup_line, set_ceilings, texts,
};

/// What each month may use.
const MONTHLY: Rupiah = Rupiah::new(10_000_000);

/// The line, its ceilings and its months' accounts.
#[derive(Debug, Clone, Copy, Default)]
pub struct BudgetSamples;

impl SampleOwner for BudgetSamples {
    fn plan(&self, locale: Locale) -> Vec<String> {
        vec![fl!(texts(locale), "samples-plan-line")]
    }

    fn area(&self) -> Option<&'static str> {
        Some("budget")
    }

    fn fill(
        &self,
        tx: &mut Tx<'_>,
        hand: &SampleHand<'_>,
    ) -> Result<(), ActionError<SampleRefusal>> {
        let agency = hand.agency(tx)?;
        let today = load_zone(tx, hand.stamp.tenant)?.date(hand.stamp.at);
        let officer = hand.within(agency, Role::FinanceOfficer);
        let new = NewLine {
            agency,
            year: today.year(),
            words: LineWords {
                activity_code: "1.01.01.2.06.0001".to_owned(),
                activity_name: "Penyediaan BBM kendaraan dinas".to_owned(),
                account_code: "5.1.02.01.01.0004".to_owned(),
                account_name: "Belanja bahan bakar dan pelumas".to_owned(),
                fund_source: FundSource::Apbd,
                state: LineState::Open,
            },
        };
        let line = add_line(tx, hand.stamp, &officer, &new).map_err(blocked("budget_line"))?;
        hand.mark(tx, "budget_line", line)?;
        let revision = lookup_line(tx, hand.stamp.tenant, line)?.map_or(0, |line| line.revision);
        let ceilings = Ceilings::new([MONTHLY; 12])
            .map_err(|error| Failure::other("the samples' ceilings", error))?;
        let document = Document {
            kind: DocumentKind::Dpa,
            number: format!("CONTOH/{}", today.year()),
            on: today,
            reason: None,
        };
        let input = SetCeilings {
            line,
            revision,
            ceilings,
            document,
        };
        set_ceilings(tx, hand.stamp, &officer, &input).map_err(blocked("ceilings"))?;
        Ok(())
    }

    fn count(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        locale: Locale,
    ) -> Result<Vec<(String, i64)>, Failure> {
        let lines = store::count_sample_lines(tx, tenant)?;
        Ok(vec![(fl!(texts(locale), "samples-lines"), lines)])
    }

    fn delete(&self, tx: &mut Tx<'_>, stamp: &Stamp, most: i64) -> Result<i64, Failure> {
        let lines = store::list_sample_lines(tx, stamp.tenant, most)?;
        for line in &lines {
            store::delete_sample_line(tx, stamp.tenant, *line)?;
            unmark_sample(tx, stamp.tenant, "budget_line", *line)?;
            record_deletion(tx, stamp, "budget_line", *line)?;
        }
        Ok(i64::try_from(lines.len()).unwrap_or(i64::MAX))
    }
}
