//! `/saksi`: who gets the day's checkpoint, and whether it arrives.

use askama::Template;
use authz::{Action, Resource};
use db::{Access, ActionError, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Samples, Site, Staff, StatusTone, Tag,
    Texts, WebError, fl, redirect, render, render_refused,
};

use super::Mailroom;
use crate::{
    AddAddress, Address, AddressId, AddressLine, WITNESSES_MIN, add_address, list_addresses,
    remove_address, texts,
};

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AddressForm {
    office: String,
    email: String,
}

impl AddressForm {
    fn read(&self, texts: Texts, errors: &mut FieldErrors) -> Option<AddAddress> {
        let office = errors.text("office", &fl!(texts, "office-what"), &self.office, 100);
        let email = errors.text("email", &fl!(texts, "email-what"), &self.email, 254);
        let email = email.and_then(|typed| {
            let read = identity::read_email(&typed);
            if read.is_none() {
                errors.add("email", fl!(texts, "email-wrong"));
            }
            read
        });
        Some(AddAddress {
            office: office?,
            email: email?,
        })
    }
}

/// A witness as the page shows him.
#[derive(Debug)]
struct Line {
    id: AddressId,
    office: String,
    email: String,
    state: Tag,
    /// When the last letter left, and what hinders the next.
    what: String,
    remove: String,
}

/// The list with a form below it.
#[derive(Debug, Template)]
#[template(path = "witness/addresses.html")]
pub(crate) struct AddressesPage {
    page: PageFrame,
    texts: Texts,
    form: AddressForm,
    lines: Vec<Line>,
    is_few: bool,
    sender: Option<String>,
}

impl AddressesPage {
    fn new(
        page: PageFrame,
        form: AddressForm,
        (lines, mailroom): (Vec<AddressLine>, Mailroom),
    ) -> Self {
        let texts = texts(page.locale);
        let is_few = lines.len() < usize::try_from(WITNESSES_MIN).unwrap_or_default();
        let lines = lines.into_iter().map(|line| shown(&page, texts, line));
        Self {
            lines: lines.collect(),
            is_few,
            sender: mailroom.sender,
            page,
            texts,
            form,
        }
    }
}

fn shown(page: &PageFrame, texts: Texts, line: AddressLine) -> Line {
    let state = match (line.sent_at, line.waiting) {
        (_, waiting) if waiting > 0 && line.problem.is_some() => {
            Tag::new(fl!(texts, "state-failing"), StatusTone::Warn)
        }
        (_, waiting) if waiting > 0 => Tag::new(fl!(texts, "state-waiting"), StatusTone::Going),
        (Some(_), _) => Tag::new(fl!(texts, "state-sent"), StatusTone::Good),
        (None, _) => Tag::new(fl!(texts, "state-new"), StatusTone::Quiet),
    };
    let sent = match line.sent_at {
        Some(at) => fl!(texts, "last-sent", at = page.at(at)),
        None => fl!(texts, "never-sent"),
    };
    let what = match line.problem {
        Some(problem) => format!("{sent} {}", fl!(texts, "last-problem", problem = problem)),
        None => sent,
    };
    let Address { id, office, email } = line.address;
    Line {
        remove: fl!(texts, "remove", email = email.as_str()),
        id,
        office,
        email,
        state,
        what,
    }
}

async fn page_of(
    staff: &Staff,
    site: &Site,
    form: AddressForm,
    errors: FieldErrors,
) -> Result<AddressesPage, WebError> {
    let tenant = staff.tenant();
    staff.may(Action::RegisterSettingsEdit, &Resource::tenant(tenant))?;
    let read = move |tx: &mut db::Tx<'_>| list_addresses(tx, tenant);
    let lines = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    let page = staff
        .page(fl!(texts(staff.locale), "witnesses"))
        .errors(errors);
    let mailroom = site.part::<Mailroom>()?;
    Ok(AddressesPage::new(page, form, (lines, mailroom)))
}

/// All addresses.
pub(crate) async fn list(staff: Staff, State(site): State<Site>) -> Answer {
    let errors = FieldErrors::new(staff.locale);
    render(&page_of(&staff, &site, AddressForm::default(), errors).await?)
}

/// Names a witness.
pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<AddressForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(texts, &mut errors) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let email = input.email.clone();
        let command = Command::by(&stamp).keyed(form.key.as_str(), "witness.address.add", &input);
        let db = site.db()?;
        let added = db.write(command, move |tx| {
            add_address(tx, &stamp.fresh(), &actor, &input)
        });
        match added.await {
            Ok(_) => {
                staff.flash(&Flash::success(fl!(texts, "added", email = email)));
                return Ok(redirect("/saksi"));
            }
            Err(error) => errors.catch("email", error)?,
        }
    }
    render_refused(&page_of(&staff, &site, form.input, errors).await?)
}

/// What a removal needs: nothing but its place in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NoFields {}

/// Takes a witness back.
pub(crate) async fn delete(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<AddressId>,
    form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp).keyed(form.key.as_str(), "witness.address.remove", &id);
    let db = site.db()?;
    let removed = db.write(command, move |tx| {
        remove_address(tx, &stamp.fresh(), &actor, id)
    });
    match removed.await {
        Ok(email) => {
            let text = fl!(texts(staff.locale), "removed", email = email);
            staff.flash(&Flash::success(text));
            Ok(redirect("/saksi"))
        }
        Err(ActionError::Refused(crate::AddressRefusal::Unknown)) => Err(WebError::not_found()),
        Err(error) => Err(WebError::action(error, staff.locale)),
    }
}

impl Samples for AddressesPage {
    const NAME: &'static str = "witness-addresses";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let frame = |errors| PageFrame::sample(locale, fl!(texts, "witnesses")).errors(errors);
        let now = frame(FieldErrors::new(locale)).now;
        let line = |number, office: &str, problem: Option<&str>| AddressLine {
            address: Address {
                id: AddressId::new(base::Uuid::from_u128(number)),
                office: office.to_owned(),
                email: format!("arsip-{number}@inspektorat.kupangkota.go.id"),
            },
            sent_at: (number != 3).then_some(now),
            waiting: i64::from(number > 1),
            problem: problem.map(str::to_owned),
        };
        let lines = vec![
            line(1, "Inspektorat Kota Kupang", None),
            line(2, "Penghubung BPK", Some("connection refused (111)")),
            line(3, "Bagian Hukum", None),
        ];
        let mut errors = FieldErrors::new(locale);
        errors.add("email", fl!(texts, "email-wrong"));
        let typed = AddressForm {
            office: "Inspektorat".to_owned(),
            email: "inspektorat".to_owned(),
        };
        let mailroom = Mailroom {
            sender: Some("sihebat@kupangkota.go.id".to_owned()),
        };
        let empty = AddressForm::default;
        vec![
            (
                "usual",
                Self::new(
                    frame(FieldErrors::new(locale)),
                    empty(),
                    (lines, mailroom.clone()),
                ),
            ),
            (
                "empty",
                Self::new(
                    frame(FieldErrors::new(locale)),
                    empty(),
                    (Vec::new(), Mailroom::default()),
                ),
            ),
            (
                "with-errors",
                Self::new(frame(errors), typed, (Vec::new(), mailroom)),
            ),
        ]
    }
}
