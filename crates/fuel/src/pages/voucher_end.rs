//! `/voucher/{id}/batal` and `/voucher/{id}/terbit-ulang`: the two ways an issued voucher ends or
//! is replaced.

use authz::Action;
use serde::{Deserialize, Serialize};
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, PageFrame, Site, Staff, Texts, fl, redirect, render,
    render_refused,
};

use super::facts::VoucherFacts;
use super::shape::FormPage;
use super::voucher::load;
use super::words::grouped;
use crate::{
    CancelVoucher, ReissueVoucher, VoucherId, VoucherKeys, cancel_voucher, reissue_voucher, texts,
};

/// The reason, and for a re-issue which QR the page showed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ReasonForm {
    reason: String,
    sequence: String,
}

pub(crate) async fn ask_cancel(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherCancel)?;
    let facts = load(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let page = staff.page(fl!(texts, "voucher-cancel"));
    render(&cancel_form(page, texts, &facts, &ReasonForm::default()))
}

pub(crate) async fn cancel(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
    form: Form<ReasonForm>,
) -> Answer {
    let facts = load(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(reason) = errors.text("reason", &fl!(texts, "reason-what"), &form.reason, 200) {
        let input = CancelVoucher {
            voucher: id,
            reason,
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = db::Command::by(&stamp)
            .keyed(form.key.as_str(), Action::FuelVoucherCancel.code(), &input)
            .ordered_by(facts.voucher.line.uuid());
        let db = site.db()?;
        let cancelled = db.write(command, move |tx| {
            cancel_voucher(tx, &stamp.fresh(), &actor, &input)
        });
        match cancelled.await {
            Ok(()) => {
                let amount = facts.voucher.amount.to_string();
                staff.flash(&Flash::success(fl!(
                    texts,
                    "voucher-cancelled",
                    amount = amount
                )));
                return Ok(redirect(format!("/voucher/{id}")));
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    let page = staff.page(fl!(texts, "voucher-cancel")).errors(errors);
    render_refused(&cancel_form(page, texts, &facts, &form.input))
}

fn cancel_form(page: PageFrame, texts: Texts, facts: &VoucherFacts, form: &ReasonForm) -> FormPage {
    let here = format!("/voucher/{}", facts.voucher.id);
    let button = page
        .submit(fl!(texts, "voucher-cancel-do"))
        .danger()
        .cancel(&here);
    let amount = facts.voucher.amount.to_string();
    let page = page
        .crumb(fl!(texts, "vouchers"), "/voucher")
        .crumb(grouped(&facts.voucher.code), &here);
    FormPage::new(page, format!("{here}/batal"), button)
        .lead(fl!(
            texts,
            "voucher-cancel-lead",
            plate = facts.vehicle_name.as_str(),
            amount = amount
        ))
        .field(|page| {
            page.text_field("reason", fl!(texts, "reason"))
                .hint(fl!(texts, "cancel-reason-hint"))
                .value(&form.reason)
        })
}

pub(crate) async fn ask_reissue(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
) -> Answer {
    staff.may_somewhere(Action::FuelVoucherReissue)?;
    let facts = load(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let page = staff.page(fl!(texts, "reissue"));
    let sequence = facts.voucher.sequence.to_string();
    let form = ReasonForm {
        sequence,
        ..ReasonForm::default()
    };
    render(&reissue_form(page, texts, &facts, &form))
}

pub(crate) async fn reissue(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VoucherId>,
    form: Form<ReasonForm>,
) -> Answer {
    let facts = load(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let reason = errors.text("reason", &fl!(texts, "reason-what"), &form.reason, 200);
    if let (Some(reason), Ok(sequence)) = (reason, form.sequence.parse()) {
        let keys = site.part::<VoucherKeys>()?;
        let input = ReissueVoucher {
            voucher: id,
            sequence,
            reason,
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = db::Command::by(&stamp).keyed(
            form.key.as_str(),
            Action::FuelVoucherReissue.code(),
            &input,
        );
        let db = site.db()?;
        let reissued = db.write(command, move |tx| {
            reissue_voucher(tx, &stamp.fresh(), &actor, &keys, &input)
        });
        match reissued.await {
            Ok(code) => {
                let code = grouped(&code);
                staff.flash(&Flash::success(fl!(texts, "voucher-reissued", code = code)));
                return Ok(redirect(format!("/voucher/{id}")));
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    let page = staff.page(fl!(texts, "reissue")).errors(errors);
    render_refused(&reissue_form(page, texts, &facts, &form.input))
}

fn reissue_form(
    page: PageFrame,
    texts: Texts,
    facts: &VoucherFacts,
    form: &ReasonForm,
) -> FormPage {
    let here = format!("/voucher/{}", facts.voucher.id);
    let button = page.submit(fl!(texts, "reissue-do")).cancel(&here);
    let page = page
        .crumb(fl!(texts, "vouchers"), "/voucher")
        .crumb(grouped(&facts.voucher.code), &here);
    FormPage::new(page, format!("{here}/terbit-ulang"), button)
        .lead(fl!(texts, "reissue-lead"))
        .hidden("sequence", &form.sequence)
        .field(|page| {
            page.text_field("reason", fl!(texts, "reason"))
                .hint(fl!(texts, "reissue-reason-hint"))
                .value(&form.reason)
        })
}

/// Both forms as they look, for samples.
pub(crate) fn sample(locale: web::Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    let texts = texts(locale);
    let facts = super::voucher::sample_facts();
    let mut errors = FieldErrors::new(locale);
    let _ = errors.text("reason", &fl!(texts, "reason-what"), "", 200);
    let page = PageFrame::sample(locale, fl!(texts, "voucher-cancel")).errors(errors);
    let cancel = cancel_form(page, texts, &facts, &ReasonForm::default());
    let page = PageFrame::sample(locale, fl!(texts, "reissue"));
    let reissue = reissue_form(page, texts, &facts, &ReasonForm::default());
    [
        ("voucher-cancel/with-errors", cancel),
        ("voucher-reissue/usual", reissue),
    ]
    .into_iter()
    .map(|(name, page)| web::Sample {
        name: name.to_owned(),
        html: page.render().unwrap_or_else(|error| error.to_string()),
    })
    .collect()
}
