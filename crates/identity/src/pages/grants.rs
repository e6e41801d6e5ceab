//! Giving a role and taking it back.

use authz::{Action, Role};
use base::{CivilDate, PersonId, PostId};
use db::Command;
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, FieldErrors, Flash, Form, Locale, PageFrame, Site, Staff, WebError, fl, redirect,
    render, render_refused,
};

use super::login::NoFields;
use super::person::{frame_below, sample_person, sample_scopes, view_of};
use super::roles::{read_scope, role_choices, scope_choices};
use super::shape::{FormPage, confirm};
use crate::actions::grant_role::{GrantRefusal, grant_role, withdraw_grant};
use crate::model::grant::{GrantId, NewGrant, Validity};
use crate::parts::ScopeList;
use crate::texts;

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GrantForm {
    role: String,
    scope: String,
    from_on: String,
    until_on: String,
    acting_for: String,
    decree: String,
}

impl GrantForm {
    fn read(&self, staff: &Staff, person: PersonId, errors: &mut FieldErrors) -> Option<NewGrant> {
        let texts = texts(staff.locale);
        let role = errors.pick(
            "role",
            &fl!(texts, "role-what"),
            Role::from_code(&self.role),
        );
        let scope = errors.pick("scope", &fl!(texts, "scope-what"), read_scope(&self.scope));
        let from_on = errors.date("from_on", &fl!(texts, "from-what"), &self.from_on);
        let until_on = match self.until_on.trim() {
            "" => Some(None),
            typed => errors
                .date("until_on", &fl!(texts, "until-what"), typed)
                .map(Some),
        };
        let acting_for = match self.acting_for.as_str() {
            "" => Some(None),
            typed => errors
                .choice::<PostId>("acting_for", &fl!(texts, "post-what"), typed)
                .map(Some),
        };
        let decree = errors.optional_text("decree", &fl!(texts, "decree-what"), &self.decree, 120);
        let zone = &staff.city().zone;
        let validity = Validity::of_days(zone, from_on?, until_on?).ok()?;
        Some(NewGrant {
            person,
            role: role?,
            scope: scope?,
            validity,
            acting_for: acting_for?,
            decree: decree?,
        })
    }
}

fn form_page(page: PageFrame, form: &GrantForm, person: PersonId, scopes: &ScopeList) -> FormPage {
    let (locale, texts) = (page.locale, texts(page.locale));
    let home = format!("/pengguna/{person}");
    let button = page.submit(fl!(texts, "grant-do")).cancel(&home);
    let shape = FormPage::new(page, format!("{home}/peran"), button)
        .lead(fl!(texts, "grant-lead"))
        .field(|page| {
            page.select("role", fl!(texts, "role"))
                .options(role_choices(|role| role != Role::System, locale))
                .value(&form.role)
        })
        .field(|page| {
            page.select("scope", fl!(texts, "scope"))
                .hint(fl!(texts, "scope-hint"))
                .options(scope_choices(scopes, true, locale))
                .value(&form.scope)
        })
        .field(|page| {
            page.date_field("from_on", fl!(texts, "from-on"))
                .value(&form.from_on)
        })
        .field(|page| {
            page.date_field("until_on", fl!(texts, "until-on"))
                .hint(fl!(texts, "until-hint"))
                .value(&form.until_on)
                .optional()
        })
        .field(|page| {
            page.text_field("decree", fl!(texts, "decree"))
                .hint(fl!(texts, "decree-hint"))
                .value(&form.decree)
                .optional()
        });
    if scopes.posts.is_empty() {
        return shape;
    }
    shape.field(|page| {
        page.select("acting_for", fl!(texts, "post"))
            .hint(fl!(texts, "post-hint"))
            .option("", "")
            .options(scopes.posts.iter().map(|(id, name)| (*id, name.clone())))
            .value(&form.acting_for)
            .optional()
    })
}

/// Gives the right its early no; the action asks again with the exact scope.
fn ensure(staff: &Staff) -> Result<(), WebError> {
    Ok(staff.may_somewhere(Action::IdentityGrantEdit)?)
}

pub(crate) async fn new_grant(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
) -> Answer {
    ensure(&staff)?;
    let view = view_of(&staff, &site, id).await?;
    let page = frame_below(&staff, &view.person, fl!(texts(staff.locale), "grant-new"));
    let today: CivilDate = staff.city().zone.date(staff.now());
    let form = GrantForm {
        from_on: today.to_string(),
        ..GrantForm::default()
    };
    render(&form_page(page, &form, id, &view.scopes))
}

/// Beside which field a refusal belongs.
fn field_of(error: &db::ActionError<GrantRefusal>) -> &'static str {
    match error {
        db::ActionError::Refused(GrantRefusal::ScopeUnfit) => "scope",
        db::ActionError::Refused(GrantRefusal::DatesCrossed) => "until_on",
        db::ActionError::Refused(GrantRefusal::DeputyIncomplete) => "decree",
        _ => "",
    }
}

pub(crate) async fn create_grant(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<PersonId>,
    form: Form<GrantForm>,
) -> Answer {
    ensure(&staff)?;
    let view = view_of(&staff, &site, id).await?;
    let mut errors = FieldErrors::new(staff.locale);
    let new = form
        .read(&staff, id, &mut errors)
        .filter(|_| errors.is_empty());
    if let Some(new) = new {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let content = (
            id,
            new.role.code(),
            &form.scope,
            new.validity,
            &new.decree,
            new.acting_for,
        );
        let command = Command::by(&stamp).keyed(form.key.as_str(), "identity.grant.edit", &content);
        let give = move |tx: &mut db::Tx<'_>| grant_role(tx, &stamp.fresh(), &actor, &new);
        match site.db()?.write(command, give).await {
            Ok(_) => {
                staff.flash(&Flash::success(fl!(texts(staff.locale), "grant-given")));
                return Ok(redirect(format!("/pengguna/{id}")));
            }
            Err(error) => errors.catch(field_of(&error), error)?,
        }
    }
    let page =
        frame_below(&staff, &view.person, fl!(texts(staff.locale), "grant-new")).errors(errors);
    render_refused(&form_page(page, &form, id, &view.scopes))
}

pub(crate) async fn ask_withdraw(
    staff: Staff,
    State(site): State<Site>,
    Path((id, grant)): Path<(PersonId, GrantId)>,
) -> Answer {
    ensure(&staff)?;
    let texts = texts(staff.locale);
    let view = view_of(&staff, &site, id).await?;
    let page = frame_below(&staff, &view.person, fl!(texts, "withdraw-title"));
    let home = format!("/pengguna/{id}");
    let action = format!("{home}/peran/{grant}/cabut");
    let form = confirm(page, action, fl!(texts, "withdraw-title"), home);
    render(&form.lead(fl!(
        texts,
        "withdraw-lead",
        name = view.person.name.as_str()
    )))
}

pub(crate) async fn withdraw(
    staff: Staff,
    State(site): State<Site>,
    Path((id, grant)): Path<(PersonId, GrantId)>,
    _form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let take = move |tx: &mut db::Tx<'_>| withdraw_grant(tx, &stamp.fresh(), &actor, grant);
    site.db()?
        .write(command, take)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts(staff.locale), "grant-taken")));
    Ok(redirect(format!("/pengguna/{id}")))
}

pub(crate) fn sample(locale: Locale) -> (&'static str, FormPage) {
    let page = PageFrame::sample(locale, fl!(texts(locale), "grant-new"));
    let form = GrantForm {
        from_on: "2026-11-24".to_owned(),
        ..GrantForm::default()
    };
    (
        "grant",
        form_page(page, &form, sample_person().id, &sample_scopes()),
    )
}
