//! For the tests of other areas: a line with its twelve ceilings.
//!
//! ```ignore
//! let line = TestLine::of(agency).every_month(10_000_000).add(&db, &stamp);
//! ```
#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has to stop and say why"
)]

use authz::{Actor, Grant, Role, Scope};
use base::{AgencyId, CivilDate, Rupiah, Stamp};
use db::{ActionError, Command, Db, Failure, Tx};

use crate::{
    BudgetLine, Ceilings, Document, DocumentKind, FundSource, LineState, LineWords, NewLine,
    SetCeilings, add_line, lookup_line, set_ceilings,
};

/// A line to be added, usual unless said otherwise.
#[derive(Debug, Clone)]
pub struct TestLine {
    new: NewLine,
    ceilings: Ceilings,
}

impl TestLine {
    /// A line of an agency in 2026 over APBD money, with Rp 100.000.000 each month.
    pub fn of(agency: AgencyId) -> Self {
        Self {
            new: NewLine {
                agency,
                year: 2026,
                words: LineWords {
                    activity_code: "1.03.01.2.09.0002".to_owned(),
                    activity_name: "Pemeliharaan kendaraan dinas operasional".to_owned(),
                    account_code: "5.1.02.01.01.0004".to_owned(),
                    account_name: "Belanja Bahan-Bahan Bakar dan Pelumas".to_owned(),
                    fund_source: FundSource::Apbd,
                    state: LineState::Open,
                },
            },
            ceilings: Ceilings::default(),
        }
        .every_month(100_000_000)
    }

    /// Sets the budget year.
    #[must_use]
    pub fn year(mut self, year: i16) -> Self {
        self.new.year = year;
        self
    }

    /// Sets the code of the sub-activity, which tells lines of one agency apart.
    #[must_use]
    pub fn activity(mut self, code: &str) -> Self {
        code.clone_into(&mut self.new.words.activity_code);
        self
    }

    /// Sets the source of funds.
    #[must_use]
    pub fn fund(mut self, fund: FundSource) -> Self {
        self.new.words.fund_source = fund;
        self
    }

    /// Gives each month so many rupiah.
    #[must_use]
    pub fn every_month(self, rupiah: i64) -> Self {
        let ceilings = Ceilings::new([Rupiah::new(rupiah); 12]).expect("a fair amount");
        self.ceilings(ceilings)
    }

    /// Gives each month its own ceiling; with none at all the line stays empty.
    #[must_use]
    pub fn ceilings(mut self, ceilings: Ceilings) -> Self {
        self.ceilings = ceilings;
        self
    }

    /// Adds the line inside a command.
    ///
    /// # Errors
    /// A failure, also where the line was refused.
    pub fn add_in(&self, tx: &mut Tx<'_>, stamp: &Stamp) -> Result<BudgetLine, Failure> {
        let grant = Grant::new(Role::CityTreasury, Scope::Tenant);
        let treasury = Actor::person(stamp.tenant, stamp.actor, vec![grant]);
        let id = add_line(tx, stamp, &treasury, &self.new).map_err(failed)?;
        if self.ceilings.total().is_positive() {
            let input = SetCeilings {
                line: id,
                revision: 0,
                ceilings: self.ceilings,
                document: Document {
                    kind: DocumentKind::Dpa,
                    number: "DPA/UJI".to_owned(),
                    on: CivilDate::constant(self.new.year, 1, 2),
                    reason: None,
                },
            };
            set_ceilings(tx, stamp, &treasury, &input).map_err(failed)?;
        }
        let line = lookup_line(tx, stamp.tenant, id)?;
        line.ok_or_else(|| Failure::bug("a fresh line vanished"))
    }

    /// Adds the line in a command of its own, from a thread without a runtime.
    ///
    /// # Panics
    /// Where it is refused or the database fails.
    pub fn add(&self, db: &Db, stamp: &Stamp) -> BudgetLine {
        let (wanted, stamp) = (self.clone(), stamp.fresh());
        let tenant = stamp.tenant;
        let command = Command::by(&stamp);
        let added = db.write_blocking(command, move |tx| {
            let line = wanted.add_in(tx, &stamp.fresh())?;
            Ok::<_, ActionError<()>>(line.id)
        });
        let id = added.expect("the line is added");
        let line = db.read_blocking(tenant, db::Access::ReadOwn, move |tx| {
            lookup_line(tx, tenant, id)
        });
        line.expect("the line is read").expect("the line is there")
    }
}

fn failed<R: std::fmt::Debug>(error: ActionError<R>) -> Failure {
    match error {
        ActionError::Failed(failure) => failure,
        other => Failure::bug(format!("a line of the tests was not added: {other:?}")),
    }
}
