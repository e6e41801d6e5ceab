//! Contracts with stations.

use base::{CivilDate, Rupiah, StationId};
use serde::{Deserialize, Serialize};

use super::words;

db::ids! {
    /// Identifies a contract with a station.
    ContractId,
}

words! {
    /// How the city pays a station.
    MeansOfPayment {
        /// On account: fuel first, a bill afterwards.
        OnAccount = "on_account",
        /// From a deposit paid before.
        Prepaid = "prepaid",
        /// With the regional government's credit card (Permendagri 79/2022).
        CreditCard = "kkpd",
        /// With a fuel card of the seller.
        FleetCard = "fleet_card",
    }
}

/// What a contract says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewContract {
    /// The station.
    pub station: StationId,
    /// The contract's number.
    pub number: String,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day.
    pub until_on: CivilDate,
    /// How it is paid.
    pub means: MeansOfPayment,
    /// The deposit in whole rupiah, for prepaid contracts.
    pub deposit: Option<Rupiah>,
}

impl NewContract {
    /// Whether both hold on some day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from_on <= other.until_on && other.from_on <= self.until_on
    }
}

/// A contract as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Which one.
    pub id: ContractId,
    /// What it says.
    pub content: NewContract,
    /// Raised with each change; a form sends it back.
    pub revision: i64,
}

impl std::ops::Deref for Contract {
    type Target = NewContract;

    fn deref(&self) -> &NewContract {
        &self.content
    }
}

impl Contract {
    /// Whether it holds on a day.
    pub fn holds_on(&self, on: CivilDate) -> bool {
        (self.from_on..=self.until_on).contains(&on)
    }
}
