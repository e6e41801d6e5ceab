//! Forms for contracts with a station.

use authz::{Action, Resource};
use base::{Rupiah, StationId};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, WebError, fl, redirect,
    render, render_refused,
};

use super::shapes::FormPage;
use super::station_forms::{edit_page, find};
use super::{read, submit};
use crate::actions::{ContractEnding, add_contract, end_contract};
use crate::model::contract::{Contract, ContractId, MeansOfPayment, NewContract};
use crate::model::station::Station;
use crate::store;
use crate::{texts, words};

/// What is typed for a contract.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ContractForm {
    number: String,
    from_on: String,
    until_on: String,
    means: String,
    deposit: String,
}

impl ContractForm {
    fn read(
        &self,
        station: StationId,
        locale: Locale,
        errors: &mut FieldErrors,
    ) -> Option<NewContract> {
        let texts = texts(locale);
        let number = errors.text(
            "number",
            &fl!(texts, "contract-number-what"),
            &self.number,
            80,
        );
        let from_on = errors.date("from_on", &fl!(texts, "contract-from-what"), &self.from_on);
        let until_on = errors.date(
            "until_on",
            &fl!(texts, "contract-until-what"),
            &self.until_on,
        );
        let means = errors.choice("means", &fl!(texts, "contract-means-what"), &self.means);
        let deposit = if self.deposit.trim().is_empty() {
            Some(None)
        } else {
            let what = fl!(texts, "contract-deposit-what");
            let range = Rupiah::new(1)..=Rupiah::new(1_000_000_000_000);
            errors
                .rupiah("deposit", &what, &self.deposit, range)
                .map(Some)
        };
        Some(NewContract {
            station,
            number: number?,
            from_on: from_on?,
            until_on: until_on?,
            means: means?,
            deposit: deposit?,
        })
    }
}

fn contract_page(page: PageFrame, station: StationId, form: &ContractForm) -> FormPage {
    let texts = texts(page.locale);
    let means = MeansOfPayment::ALL.iter();
    let means = means.map(|means| (means.word(), words::means_name(*means, texts)));
    let fields = vec![
        page.text_field("number", fl!(texts, "contract-number"))
            .value(&form.number)
            .to_string(),
        page.date_field("from_on", fl!(texts, "contract-from"))
            .value(&form.from_on)
            .to_string(),
        page.date_field("until_on", fl!(texts, "contract-until"))
            .value(&form.until_on)
            .to_string(),
        page.radios("means", fl!(texts, "contract-means"))
            .options(means)
            .value(&form.means)
            .to_string(),
        page.whole("deposit", fl!(texts, "contract-deposit"))
            .hint(fl!(texts, "contract-deposit-hint"))
            .before("Rp")
            .value(&form.deposit)
            .optional()
            .to_string(),
    ];
    let back = format!("/spbu/{station}");
    FormPage {
        button: page.submit(fl!(texts, "contract-add")).cancel(back),
        page,
        lead: String::new(),
        action: format!("/spbu/{station}/kontrak"),
        hidden: Vec::new(),
        fields,
    }
}

pub(crate) async fn new_contract(staff: Staff, Path(id): Path<StationId>) -> Answer {
    staff.may(
        Action::FuelContractEdit,
        &Resource::tenant(staff.tenant()).station(id),
    )?;
    let station = find(&staff, id).await?;
    let page = edit_page(&staff, &station, fl!(texts(staff.locale), "contract-new"));
    render(&contract_page(page, id, &ContractForm::default()))
}

pub(crate) async fn create_contract(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<StationId>,
    form: Form<ContractForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(id, staff.locale, &mut errors) {
        let code = Action::FuelContractEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &input);
        let (actor, contract) = (staff.actor().clone(), input.clone());
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            add_contract(tx, stamp, &actor, &contract)
        });
        if done.await?.is_some() {
            staff.flash(&Flash::success(fl!(
                texts,
                "contract-added",
                number = input.number
            )));
            return Ok(redirect(format!("/spbu/{id}")));
        }
    }
    let station = find(&staff, id).await?;
    let page = edit_page(&staff, &station, fl!(texts, "contract-new")).errors(errors);
    render_refused(&contract_page(page, id, &form))
}

/// What is typed to end a contract.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EndingForm {
    revision: String,
    until_on: String,
    reason: String,
}

async fn find_contract(staff: &Staff, id: ContractId) -> Result<(Contract, Station), WebError> {
    let tenant = staff.tenant();
    let found = read(staff, move |tx| {
        store::contract::lookup_contract(tx, tenant, id)
    });
    let contract = found.await?.ok_or_else(WebError::not_found)?;
    let place = Resource::tenant(tenant).station(contract.station);
    staff.may(Action::FuelContractEdit, &place)?;
    let station = find(staff, contract.station).await?;
    Ok((contract, station))
}

fn ending_page(page: PageFrame, contract: &Contract, form: &EndingForm) -> FormPage {
    let texts = texts(page.locale);
    let fields = vec![
        page.date_field("until_on", fl!(texts, "contract-last-day"))
            .value(&form.until_on)
            .to_string(),
        page.text_field("reason", fl!(texts, "contract-reason"))
            .value(&form.reason)
            .to_string(),
    ];
    FormPage {
        lead: fl!(
            texts,
            "contract-end-lead",
            number = contract.number.as_str(),
            until = page.date(contract.until_on)
        ),
        button: page
            .submit(fl!(texts, "contract-end"))
            .danger()
            .cancel(format!("/spbu/{}", contract.station)),
        page,
        action: format!("/kontrak-spbu/{}/akhiri", contract.id),
        hidden: vec![("revision", form.revision.clone())],
        fields,
    }
}

pub(crate) async fn new_ending(staff: Staff, Path(id): Path<ContractId>) -> Answer {
    let (contract, station) = find_contract(&staff, id).await?;
    let form = EndingForm {
        revision: contract.revision.to_string(),
        ..EndingForm::default()
    };
    let page = edit_page(&staff, &station, fl!(texts(staff.locale), "contract-end"));
    render(&ending_page(page, &contract, &form))
}

pub(crate) async fn end(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ContractId>,
    form: Form<EndingForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let (contract, station) = find_contract(&staff, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let until_on = errors.date(
        "until_on",
        &fl!(texts, "contract-last-day-what"),
        &form.until_on,
    );
    let reason = errors.text(
        "reason",
        &fl!(texts, "contract-reason-what"),
        &form.reason,
        300,
    );
    if let Some((until_on, reason)) = until_on.zip(reason) {
        let ending = ContractEnding {
            contract: id,
            revision: form.revision.parse().unwrap_or(-1),
            until_on,
            reason,
        };
        let code = Action::FuelContractEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &ending);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            end_contract(tx, stamp, &actor, &ending)
        });
        if done.await?.is_some() {
            let number = contract.content.number;
            staff.flash(&Flash::success(fl!(
                texts,
                "contract-ended",
                number = number
            )));
            return Ok(redirect(format!("/spbu/{}", station.id)));
        }
    }
    let page = edit_page(&staff, &station, fl!(texts, "contract-end")).errors(errors);
    render_refused(&ending_page(page, &contract, &form))
}
