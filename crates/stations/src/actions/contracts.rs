use authz::{Action, Actor, Denied, Resource};
use base::{CivilDate, Rupiah, Stamp};
use db::{ActionError, Tx};
use journal::Subject;
use serde::{Deserialize, Serialize};

use super::{authorise, refuse};
use crate::model::contract::{ContractId, MeansOfPayment, NewContract};
use crate::store::contract as store;

/// The early end of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractEnding {
    /// Which contract.
    pub contract: ContractId,
    /// The revision that was seen.
    pub revision: i64,
    /// Its last day.
    pub until_on: CivilDate,
    /// Why; it goes into the journal.
    pub reason: String,
}

/// Why a contract is not added or ended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContractRefusal {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such contract or station.
    #[error("no such contract or station")]
    NotFound,
    /// The contract ends before it begins, or would end later than agreed.
    #[error("not a period")]
    PeriodInvalid,
    /// Another contract of the station holds on some of the days.
    #[error("contract {number} holds on some of these days")]
    Overlaps {
        /// Its number.
        number: String,
    },
    /// Only a prepaid contract has a deposit, and it needs one above zero.
    #[error("deposit and means of payment do not fit")]
    DepositUnfit,
    /// Someone else changed the contract meanwhile.
    #[error("the contract was changed meanwhile")]
    ChangedMeanwhile,
}

type Outcome<T> = Result<T, ActionError<ContractRefusal>>;

/// Adds a contract with a station.
pub fn add_contract(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &NewContract,
) -> Outcome<ContractId> {
    let action = Action::FuelContractEdit;
    authorise(
        actor,
        action,
        &Resource::tenant(stamp.tenant).station(input.station),
    )?;
    if input.until_on < input.from_on {
        return refuse(ContractRefusal::PeriodInvalid);
    }
    let is_prepaid = input.means == MeansOfPayment::Prepaid;
    let has_deposit = input.deposit.is_some_and(Rupiah::is_positive);
    if is_prepaid != has_deposit || input.deposit.is_some() != has_deposit {
        return refuse(ContractRefusal::DepositUnfit);
    }
    if !store::lock_contracts(tx, stamp, input.station)? {
        return refuse(ContractRefusal::NotFound);
    }
    let others = store::list_contracts(tx, stamp.tenant, input.station)?;
    if let Some(other) = others.into_iter().find(|other| other.overlaps(input)) {
        let number = other.content.number;
        return refuse(ContractRefusal::Overlaps { number });
    }
    let id = store::insert_contract(tx, stamp, input)?;
    journal::record(tx, stamp, action.code(), Subject::new("contract", id), None)?;
    Ok(id)
}

/// Ends a contract before its last day.
pub fn end_contract(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    input: &ContractEnding,
) -> Outcome<()> {
    let action = Action::FuelContractEdit;
    let Some(contract) = store::lookup_contract(tx, stamp.tenant, input.contract)? else {
        return refuse(ContractRefusal::NotFound);
    };
    authorise(
        actor,
        action,
        &Resource::tenant(stamp.tenant).station(contract.station),
    )?;
    if !(contract.from_on..=contract.until_on).contains(&input.until_on) {
        return refuse(ContractRefusal::PeriodInvalid);
    }
    let change = (input.revision, input.until_on);
    if !store::update_contract_end(tx, stamp.tenant, input.contract, change)? {
        return refuse(ContractRefusal::ChangedMeanwhile);
    }
    let subject = Subject::new("contract", input.contract);
    journal::record(tx, stamp, action.code(), subject, Some(&input.reason))?;
    Ok(())
}
