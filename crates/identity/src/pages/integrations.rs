//! Other programs and their tokens.

use authz::{Action, Grant, Resource, Role, Scope};
use base::{CivilDate, Uuid};
use db::{Access, Command};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Flash, Form, ListPage, Locale,
    PageFrame, Paging, Site, Staff, StatusTone, Tag, WebError, fl, redirect, render,
    render_refused, token_hash,
};

use super::login::NoFields;
use super::roles::{read_scope, role_choices, role_name, scope_choices, scope_name};
use super::shape::{DetailPage, FormPage, SecretPage, Section, confirm};
use crate::actions::make_integration::{
    IntegrationRefusal, NewIntegration, NewToken, close_integration, make_integration, make_token,
    revoke_token, suits_integration,
};
use crate::parts::ScopeList;
use crate::secrets::draw_token;
use crate::store::integrations::{
    ApiTokenId, ApiTokenLine, Integration, IntegrationId, list_integrations, list_tokens,
    lookup_integration,
};
use crate::{Identity, texts};

/// Every token begins so: secret scanners and people recognise it.
const TOKEN_PREFIX: &str = "sihebat_";

fn ensure(staff: &Staff) -> Result<(), WebError> {
    Ok(staff.may(
        Action::IdentityIntegrationEdit,
        &Resource::tenant(staff.tenant()),
    )?)
}

fn frame(staff: &Staff, title: impl Into<String>) -> PageFrame {
    staff
        .page(title)
        .crumb(fl!(texts(staff.locale), "integrations"), "/integrasi")
}

fn status(integration: &Integration, locale: Locale) -> Tag {
    let texts = texts(locale);
    if integration.closed_at.is_some() {
        Tag::new(fl!(texts, "integration-closed"), StatusTone::Quiet)
    } else {
        Tag::new(fl!(texts, "integration-open"), StatusTone::Good)
    }
}

async fn scopes_of(staff: &Staff, site: &Site) -> Result<ScopeList, WebError> {
    let (tenant, scopes) = (staff.tenant(), site.part::<Identity>()?.scopes);
    let read = move |tx: &mut db::Tx<'_>| scopes.list(tx, tenant);
    Ok(site.db()?.read(tenant, Access::ReadOwn, read).await?)
}

pub(crate) async fn list(staff: Staff, State(site): State<Site>, paging: Paging) -> Answer {
    ensure(&staff)?;
    let (locale, texts, tenant) = (staff.locale, texts(staff.locale), staff.tenant());
    let scopes = scopes_of(&staff, &site).await?;
    let read = move |tx: &mut db::Tx<'_>| {
        list_integrations(tx, tenant, (paging.after.as_ref(), paging.size))
    };
    let found = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    let page = staff.page(fl!(texts, "integrations"));
    let columns = [
        Column::text(fl!(texts, "name")),
        Column::text(fl!(texts, "role")),
        Column::text(fl!(texts, "scope")),
        Column::text(fl!(texts, "status")),
    ];
    let table = DataTable::new(&page.title, columns).rows(found.items.iter().map(|integration| {
        [
            Cell::link(&integration.name, format!("/integrasi/{}", integration.id))
                .below(&integration.purpose),
            Cell::text(role_name(integration.grant.role, locale)),
            Cell::text(scope_name(integration.grant.scope, &scopes, locale)),
            Cell::tag(status(integration, locale)),
        ]
    }));
    let empty = EmptyState::new(
        fl!(texts, "integrations-none"),
        fl!(texts, "integrations-none-text"),
    )
    .step(fl!(texts, "integration-new"), "/integrasi/baru");
    let list = ListPage::new(page, table, empty)
        .lead(fl!(texts, "integrations-lead"))
        .action(fl!(texts, "integration-new"), "/integrasi/baru")
        .next(found.next);
    render(&list)
}

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct IntegrationForm {
    name: String,
    purpose: String,
    role: String,
    scope: String,
}

fn form_page(page: PageFrame, form: &IntegrationForm, scopes: &ScopeList) -> FormPage {
    let (locale, texts) = (page.locale, texts(page.locale));
    let button = page.submit(fl!(texts, "save")).cancel("/integrasi");
    FormPage::new(page, "/integrasi", button)
        .field(|page| {
            page.text_field("name", fl!(texts, "integration-name"))
                .value(&form.name)
        })
        .field(|page| {
            page.text_field("purpose", fl!(texts, "purpose"))
                .hint(fl!(texts, "purpose-hint"))
                .value(&form.purpose)
        })
        .field(|page| {
            page.select("role", fl!(texts, "role"))
                .hint(fl!(texts, "integration-role-hint"))
                .options(role_choices(suits_integration, locale))
                .value(&form.role)
        })
        .field(|page| {
            page.select("scope", fl!(texts, "scope"))
                .options(scope_choices(scopes, false, locale))
                .value(&form.scope)
        })
}

pub(crate) async fn new(staff: Staff, State(site): State<Site>) -> Answer {
    ensure(&staff)?;
    let scopes = scopes_of(&staff, &site).await?;
    let page = frame(&staff, fl!(texts(staff.locale), "integration-new"));
    render(&form_page(page, &IntegrationForm::default(), &scopes))
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<IntegrationForm>,
) -> Answer {
    ensure(&staff)?;
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let name = errors.text("name", &fl!(texts, "integration-name-what"), &form.name, 80);
    let purpose = errors.text("purpose", &fl!(texts, "purpose-what"), &form.purpose, 300);
    let role = errors.pick(
        "role",
        &fl!(texts, "role-what"),
        Role::from_code(&form.role),
    );
    let scope = errors.pick("scope", &fl!(texts, "scope-what"), read_scope(&form.scope));
    if let (Some(name), Some(purpose), Some(role), Some(scope)) = (name, purpose, role, scope) {
        let content = (&name, &purpose, &form.role, &form.scope);
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command =
            Command::by(&stamp).keyed(form.key.as_str(), "identity.integration.edit", &content);
        let new = NewIntegration {
            name,
            purpose,
            role,
            scope,
        };
        let make = move |tx: &mut db::Tx<'_>| make_integration(tx, &stamp.fresh(), &actor, &new);
        match site.db()?.write(command, make).await {
            Ok(id) => return Ok(redirect(format!("/integrasi/{id}"))),
            Err(error) => {
                let unfit = matches!(
                    error,
                    db::ActionError::Refused(IntegrationRefusal::RoleUnfit)
                );
                errors.catch(if unfit { "scope" } else { "" }, error)?;
            }
        }
    }
    let scopes = scopes_of(&staff, &site).await?;
    let page = frame(&staff, fl!(texts, "integration-new")).errors(errors);
    render_refused(&form_page(page, &form, &scopes))
}

async fn integration_of(
    staff: &Staff,
    site: &Site,
    id: IntegrationId,
) -> Result<Integration, WebError> {
    ensure(staff)?;
    let tenant = staff.tenant();
    let read = move |tx: &mut db::Tx<'_>| lookup_integration(tx, tenant, id);
    site.db()?
        .read(tenant, Access::ReadOwn, read)
        .await?
        .ok_or_else(WebError::not_found)
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<IntegrationId>,
) -> Answer {
    let integration = integration_of(&staff, &site, id).await?;
    let scopes = scopes_of(&staff, &site).await?;
    let tenant = staff.tenant();
    let read = move |tx: &mut db::Tx<'_>| list_tokens(tx, tenant, id);
    let tokens = site.db()?.read(tenant, Access::ReadOwn, read).await?;
    render(&detail_page(
        frame(&staff, &integration.name),
        &integration,
        &tokens,
        &scopes,
    ))
}

fn detail_page(
    page: PageFrame,
    integration: &Integration,
    tokens: &[ApiTokenLine],
    scopes: &ScopeList,
) -> DetailPage {
    let (locale, texts) = (page.locale, texts(page.locale));
    let home = format!("/integrasi/{}", integration.id);
    let summary = page
        .summary()
        .row(fl!(texts, "purpose"), &integration.purpose)
        .row(
            fl!(texts, "role"),
            role_name(integration.grant.role, locale),
        )
        .row(
            fl!(texts, "scope"),
            scope_name(integration.grant.scope, scopes, locale),
        );
    let columns = [
        Column::text(fl!(texts, "token")),
        Column::text(fl!(texts, "token-made")),
        Column::text(fl!(texts, "token-expires")),
        Column::text(fl!(texts, "token-used")),
        Column::text(fl!(texts, "do")),
    ];
    let date = |at| page.date(page.city.zone.date(at));
    let table =
        DataTable::new(fl!(texts, "newest-first"), columns).rows(tokens.iter().map(|token| {
            let ending = if token.revoked_at.is_some() {
                Cell::tag(Tag::new(fl!(texts, "token-revoked"), StatusTone::Quiet))
            } else if token.expires_at <= page.now {
                Cell::tag(Tag::new(fl!(texts, "token-over"), StatusTone::Quiet))
            } else {
                Cell::link(
                    fl!(texts, "withdraw"),
                    format!("{home}/token/{}/cabut", token.id),
                )
            };
            [
                Cell::text(format!("…{}", token.hint)),
                Cell::text(date(token.created_at)),
                Cell::text(date(token.expires_at.plus_seconds(-1))),
                Cell::text(
                    token
                        .used_at
                        .map_or_else(|| fl!(texts, "token-unused"), |at| page.ago(at)),
                ),
                ending,
            ]
        }));
    let open = integration.closed_at.is_none();
    let mut section = Section::new(fl!(texts, "tokens")).table(table, fl!(texts, "tokens-none"));
    if open {
        section = section.link(fl!(texts, "token-new"), format!("{home}/token"));
    }
    let close = (fl!(texts, "integration-close"), format!("{home}/tutup"));
    let mut links = Vec::new();
    if open {
        links.push(close);
    }
    if page.may(Action::JournalTrailView) {
        let trail = format!("/jejak/integration/{}", integration.id);
        links.push((fl!(texts, "audit-trail"), trail));
    }
    DetailPage {
        notice: if open {
            String::new()
        } else {
            fl!(texts, "integration-closed-text")
        },
        summary,
        links,
        sections: vec![section],
        page,
    }
}

/// When a token ends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokenForm {
    until_on: String,
}

fn token_page(page: PageFrame, form: &TokenForm, id: IntegrationId) -> FormPage {
    let texts = texts(page.locale);
    let home = format!("/integrasi/{id}");
    let button = page.submit(fl!(texts, "token-new")).cancel(&home);
    FormPage::new(page, format!("{home}/token"), button)
        .lead(fl!(texts, "token-new-lead"))
        .field(|page| {
            page.date_field("until_on", fl!(texts, "token-expires"))
                .hint(fl!(texts, "token-until-hint"))
                .value(&form.until_on)
        })
}

pub(crate) async fn new_token(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<IntegrationId>,
) -> Answer {
    let integration = integration_of(&staff, &site, id).await?;
    let half_year: CivilDate = staff
        .city()
        .zone
        .date(staff.now().plus_seconds(182 * 86_400));
    let form = TokenForm {
        until_on: half_year.to_string(),
    };
    let page = frame(&staff, fl!(texts(staff.locale), "token-new"))
        .crumb(&integration.name, format!("/integrasi/{id}"));
    render(&token_page(page, &form, id))
}

pub(crate) async fn create_token(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<IntegrationId>,
    form: Form<TokenForm>,
) -> Answer {
    let integration = integration_of(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let home = format!("/integrasi/{id}");
    let page = |title: String| frame(&staff, title).crumb(&integration.name, &home);
    let mut errors = FieldErrors::new(staff.locale);
    let until_on = errors.date("until_on", &fl!(texts, "until-what"), &form.until_on);
    if let Some(expires_at) = until_on.and_then(|date| staff.city().zone.end_of(date).ok()) {
        let token = draw_token(TOKEN_PREFIX, &*site.entropy);
        let hint: String = token.chars().skip(token.len().saturating_sub(4)).collect();
        let new = NewToken {
            integration: id,
            token_hash: token_hash(&token),
            hint,
            expires_at,
        };
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = Command::by(&stamp);
        let make = move |tx: &mut db::Tx<'_>| make_token(tx, &stamp.fresh(), &actor, &new);
        match site.db()?.write(command, make).await {
            Ok(_) => {
                let lead = fl!(texts, "token-lead", name = integration.name.as_str());
                let done = (fl!(texts, "done"), home.clone());
                return render(&SecretPage::new(
                    page(fl!(texts, "token")),
                    lead,
                    vec![token],
                    done,
                ));
            }
            Err(error) => errors.catch("until_on", error)?,
        }
    }
    render_refused(&token_page(
        page(fl!(texts, "token-new")).errors(errors),
        &form,
        id,
    ))
}

pub(crate) async fn ask_revoke(
    staff: Staff,
    State(site): State<Site>,
    Path((id, token)): Path<(IntegrationId, ApiTokenId)>,
) -> Answer {
    let integration = integration_of(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let home = format!("/integrasi/{id}");
    let page = frame(&staff, fl!(texts, "token-revoke")).crumb(&integration.name, &home);
    let form = confirm(
        page,
        format!("{home}/token/{token}/cabut"),
        fl!(texts, "token-revoke"),
        home,
    );
    render(&form.lead(fl!(texts, "token-revoke-lead")))
}

pub(crate) async fn revoke(
    staff: Staff,
    State(site): State<Site>,
    Path((id, token)): Path<(IntegrationId, ApiTokenId)>,
    _form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let revoke = move |tx: &mut db::Tx<'_>| revoke_token(tx, &stamp.fresh(), &actor, (id, token));
    site.db()?
        .write(command, revoke)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts(staff.locale), "saved")));
    Ok(redirect(format!("/integrasi/{id}")))
}

pub(crate) async fn ask_close(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<IntegrationId>,
) -> Answer {
    let integration = integration_of(&staff, &site, id).await?;
    let texts = texts(staff.locale);
    let home = format!("/integrasi/{id}");
    let page = frame(&staff, fl!(texts, "integration-close")).crumb(&integration.name, &home);
    let form = confirm(
        page,
        format!("{home}/tutup"),
        fl!(texts, "integration-close"),
        home,
    );
    render(&form.lead(fl!(
        texts,
        "integration-close-lead",
        name = integration.name.as_str()
    )))
}

pub(crate) async fn close(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<IntegrationId>,
    _form: Form<NoFields>,
) -> Answer {
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let close = move |tx: &mut db::Tx<'_>| close_integration(tx, &stamp.fresh(), &actor, id);
    site.db()?
        .write(command, close)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts(staff.locale), "saved")));
    Ok(redirect(format!("/integrasi/{id}")))
}

pub(crate) fn sample(locale: Locale) -> (&'static str, FormPage) {
    let page = PageFrame::sample(locale, fl!(texts(locale), "integration-new"));
    (
        "integration",
        form_page(
            page,
            &IntegrationForm::default(),
            &super::person::sample_scopes(),
        ),
    )
}

pub(crate) fn sample_detail(locale: Locale) -> DetailPage {
    let name = "Dasbor Kominfo";
    let page =
        PageFrame::sample(locale, name).crumb(fl!(texts(locale), "integrations"), "/integrasi");
    let integration = Integration {
        id: IntegrationId::new(Uuid::from_u128(5)),
        name: name.to_owned(),
        purpose: "Angka harian untuk layar ruang kendali; penanggung jawab Kominfo".to_owned(),
        grant: Grant::new(Role::Evaluator, Scope::Tenant),
        closed_at: None,
    };
    let token = |number, hint: &str, used: Option<i64>, revoked: bool| ApiTokenLine {
        id: ApiTokenId::new(Uuid::from_u128(number)),
        hint: hint.to_owned(),
        created_at: page.now.plus_seconds(-20 * 86_400),
        expires_at: page.now.plus_seconds(90 * 86_400),
        revoked_at: revoked.then_some(page.now),
        used_at: used.map(|seconds| page.now.plus_seconds(-seconds)),
    };
    let tokens = [
        token(1, "x4Qa", Some(240), false),
        token(2, "9dKz", None, true),
    ];
    detail_page(page, &integration, &tokens, &ScopeList::default())
}
