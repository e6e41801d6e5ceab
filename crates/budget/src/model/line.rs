//! Budget lines.

use base::{AgencyId, MonthOfYear};
use serde::Serialize;

use super::coded;

db::ids! {
    /// Identifies a budget line.
    BudgetLineId
}

coded! {
    /// Where the money of a line comes from.
    FundSource {
        /// The city's own budget (Anggaran Pendapatan dan Belanja Daerah).
        Apbd = "apbd",
        /// A public service agency's income (Badan Layanan Umum Daerah).
        Blud = "blud",
        /// Unforeseen spending (Belanja Tidak Terduga), for emergencies.
        Btt = "btt",
        /// A special allocation of the state (Dana Alokasi Khusus).
        Dak = "dak",
    }
}

coded! {
    /// Whether a line can be used.
    LineState {
        /// In use.
        Open = "open",
        /// No longer used for anything new; its figures stay.
        Closed = "closed",
    }
}

/// A line of an agency's budget for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetLine {
    /// Its id, which is also the owner of its accounts in the ledger.
    pub id: BudgetLineId,
    /// The agency whose budget it is.
    pub agency: AgencyId,
    /// The budget year.
    pub year: i16,
    /// The code of the sub-activity.
    pub activity_code: String,
    /// The name of the sub-activity.
    pub activity_name: String,
    /// The account, such as `5.1.02.01.01.0004` (Permendagri 90/2019 and its updates).
    pub account_code: String,
    /// The account's name.
    pub account_name: String,
    /// Where its money comes from.
    pub fund_source: FundSource,
    /// Whether it can be used.
    pub state: LineState,
    /// Raised by each change of the line or its ceilings: an edit form sends it back.
    pub revision: i64,
}

/// What a new line says; agency and year never change afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLine {
    /// The agency.
    pub agency: AgencyId,
    /// The budget year.
    pub year: i16,
    /// What may change later.
    pub words: LineWords,
}

/// The words of a line, which may be put right later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineWords {
    /// The code of the sub-activity.
    pub activity_code: String,
    /// The name of the sub-activity.
    pub activity_name: String,
    /// The account.
    pub account_code: String,
    /// The account's name.
    pub account_name: String,
    /// Where the money comes from.
    pub fund_source: FundSource,
    /// Whether it can be used.
    pub state: LineState,
}

impl LineWords {
    /// What a line says now, to be changed.
    pub fn of(line: &BudgetLine) -> Self {
        Self {
            activity_code: line.activity_code.clone(),
            activity_name: line.activity_name.clone(),
            account_code: line.account_code.clone(),
            account_name: line.account_name.clone(),
            fund_source: line.fund_source,
            state: line.state,
        }
    }
}

/// The longest code of an activity or account, in characters.
pub const CODE_MAX: usize = 40;

/// The budget years that can be kept.
pub const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

/// Reads an account code as typed: digits in groups with dots; spaces are dropped.
///
/// `None` where it is none.
pub fn read_account_code(typed: &str) -> Option<String> {
    read_code(typed, |c| c.is_ascii_digit())
}

/// Reads the code of a sub-activity as typed: letters and digits in groups with dots.
///
/// `None` where it is none.
pub fn read_activity_code(typed: &str) -> Option<String> {
    read_code(typed, |c| c.is_ascii_alphanumeric())
}

fn read_code(typed: &str, allowed: impl Fn(char) -> bool) -> Option<String> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let code = code.trim_end_matches('.').to_ascii_uppercase();
    let fits = code.len() <= CODE_MAX
        && code
            .split('.')
            .all(|group| !group.is_empty() && group.chars().all(&allowed));
    fits.then_some(code)
}

/// The twelve months of a budget year.
pub(crate) fn months_of(year: i16) -> impl Iterator<Item = MonthOfYear> {
    (1..=12).filter_map(move |month| MonthOfYear::new(year, month).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_codes_as_people_type_them() {
        let account = |typed| read_account_code(typed);
        assert_eq!(
            account(" 5.1.02.01.01.0004 ").as_deref(),
            Some("5.1.02.01.01.0004")
        );
        assert_eq!(
            account("5.1.02. 01.01.0004.").as_deref(),
            Some("5.1.02.01.01.0004")
        );
        assert_eq!(account("5..1"), None);
        assert_eq!(account("lima"), None);
        assert_eq!(account(""), None);
        assert_eq!(account(&"1.".repeat(30)), None);
        assert_eq!(
            read_activity_code("x.xx.01.2.06.0009").as_deref(),
            Some("X.XX.01.2.06.0009")
        );
    }

    #[test]
    fn a_year_has_its_twelve_months() {
        let months: Vec<String> = months_of(2026).map(String::from).collect();
        assert_eq!(months.len(), 12);
        assert_eq!(months.first().map(String::as_str), Some("2026-01"));
        assert_eq!(months.last().map(String::as_str), Some("2026-12"));
    }
}
