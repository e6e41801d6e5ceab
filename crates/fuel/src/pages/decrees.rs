//! `/kuota`: the decrees that grant quotas.

use std::collections::BTreeMap;

use askama::Template;
use authz::Action;
use base::PostId;
use db::{Access, Failure, Tx};
use ledger::Unit;
use serde::{Deserialize, Serialize};
use tabular::{ListCell, ListColumn, ListFormat};
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Flash, Form, ListPage, Locale,
    PageFrame, QueryState, Samples, Site, Staff, SummaryList, Tag, Texts, WebError, fl, redirect,
    render, render_refused,
};

use super::decree_form::{DecreeDesk, DecreeForm, Found, form_page};
use super::export::answer_workbook;
use super::words::{decree_tag, per_name, target_text, unit_name};
use crate::model::write_amount;
use crate::{
    DecreeId, DecreeState, QuotaDecree, QuotaRule, QuotaTarget, adopt_decree, list_decrees,
    list_rules, lookup_decree, revoke_decree, texts,
};

/// Which file is asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DecreeQuery {
    format: String,
}

/// A decree with its rules.
#[derive(Debug, Template)]
#[template(path = "fuel/decree.html")]
pub(crate) struct DecreePage {
    page: PageFrame,
    texts: Texts,
    tag: Tag,
    summary: SummaryList,
    rules: DataTable,
    revoke: Option<i64>,
    base: String,
    trail: String,
}

/// The revision a button was shown with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct RevokeForm {
    revision: String,
}

pub(crate) async fn list(
    staff: Staff,
    State(site): State<Site>,
    QueryState(query): QueryState<DecreeQuery>,
) -> Answer {
    staff.may_somewhere(Action::FuelQuotaView)?;
    let texts = texts(staff.locale);
    let tenant = staff.tenant();
    let db = site.db()?;
    let decrees = db
        .read(tenant, Access::ReadOwn, move |tx| list_decrees(tx, tenant))
        .await?;
    if query.format == "xlsx" {
        return export(texts, &decrees).await;
    }
    render(&list_page(
        staff.page(fl!(texts, "quotas")),
        texts,
        &decrees,
    ))
}

fn list_page(page: PageFrame, texts: Texts, decrees: &[QuotaDecree]) -> ListPage {
    let columns = [
        Column::text(fl!(texts, "decree-number")),
        Column::text(fl!(texts, "decree-title")),
        Column::text(fl!(texts, "valid-from")),
        Column::text(fl!(texts, "valid-until")),
        Column::text(fl!(texts, "status")),
    ];
    let today = page.city.zone.date(page.now);
    let table = DataTable::new(&page.title, columns).rows(decrees.iter().map(|decree| {
        let until = decree
            .valid_until
            .map_or_else(String::new, |until| page.date(until));
        [
            Cell::link(&decree.number, format!("/kuota/{}", decree.id))
                .mark(page.mark(decree.id.uuid())),
            Cell::text(&decree.title),
            Cell::text(page.date(decree.valid_from)),
            Cell::text(until),
            Cell::tag(decree_tag(texts, (decree.state, decree.valid_until), today)),
        ]
    }));
    let may = page.may(Action::FuelQuotaEdit);
    let mut empty = EmptyState::new(fl!(texts, "quotas-none"), fl!(texts, "quotas-none-text"));
    if may {
        empty = empty.step(fl!(texts, "decree-new"), "/kuota/baru");
    }
    let mut list = ListPage::new(page, table, empty)
        .lead(fl!(texts, "quotas-lead"))
        .exports();
    if may {
        list = list
            .action(fl!(texts, "decree-new"), "/kuota/baru")
            .action(fl!(texts, "decree-import"), "/impor/baru/quota_decrees");
    }
    list
}

async fn export(texts: Texts, decrees: &[QuotaDecree]) -> Answer {
    let columns = vec![
        ListColumn::new(fl!(texts, "decree-number"), ListFormat::Text),
        ListColumn::new(fl!(texts, "decree-title"), ListFormat::Text),
        ListColumn::new(fl!(texts, "valid-from"), ListFormat::Date),
        ListColumn::new(fl!(texts, "valid-until"), ListFormat::Date),
        ListColumn::new(fl!(texts, "status"), ListFormat::Text),
    ];
    let state = |state| match state {
        DecreeState::Draft => fl!(texts, "decree-draft"),
        DecreeState::InForce => fl!(texts, "decree-in-force"),
        DecreeState::Revoked => fl!(texts, "decree-revoked"),
    };
    let cells = decrees
        .iter()
        .map(|decree| {
            vec![
                ListCell::from(decree.number.as_str()),
                ListCell::from(decree.title.as_str()),
                ListCell::Date(decree.valid_from),
                decree.valid_until.map_or(ListCell::Empty, ListCell::Date),
                ListCell::from(state(decree.state).as_str()),
            ]
        })
        .collect();
    answer_workbook("kuota".to_owned(), columns, cells).await
}

pub(crate) async fn show_new(staff: Staff, State(site): State<Site>) -> Answer {
    staff.may_somewhere(Action::FuelQuotaEdit)?;
    let texts = texts(staff.locale);
    let desk = load_desk(&staff, &site).await?;
    let form = DecreeForm::empty(staff.city().zone.date(staff.now()));
    render(&form_page(
        staff.page(fl!(texts, "decree-new")),
        texts,
        &desk,
        &form,
    ))
}

async fn load_desk(staff: &Staff, site: &Site) -> Result<DecreeDesk, WebError> {
    let (tenant, locale) = (staff.tenant(), staff.locale);
    let db = site.db()?;
    Ok(db
        .read(tenant, Access::ReadOwn, move |tx| {
            DecreeDesk::load(tx, tenant, locale)
        })
        .await?)
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<BTreeMap<String, String>>,
) -> Answer {
    staff.may_somewhere(Action::FuelQuotaEdit)?;
    let texts = texts(staff.locale);
    let desk = load_desk(&staff, &site).await?;
    let mut typed = DecreeForm(form.input.clone());
    if typed.asks_for_more() {
        typed.grow();
        let page = staff.page(fl!(texts, "decree-new"));
        return render(&form_page(page, texts, &desk, &typed));
    }
    let mut errors = FieldErrors::new(staff.locale);
    let (tenant, today) = (staff.tenant(), staff.city().zone.date(staff.now()));
    let wanted = typed.clone();
    let db = site.db()?;
    let reach = staff.actor().reach(Action::FleetVehicleView);
    let found = db.read(tenant, Access::ReadOwn, move |tx| {
        wanted.find(tx, (tenant, today), &reach)
    });
    let found = found.await?;
    if let Some(decree) = typed.read(texts, &mut errors, &found) {
        let (stamp, actor) = (staff.stamp(), staff.actor().clone());
        let command = db::Command::by(&stamp).keyed(
            form.key.as_str(),
            Action::FuelQuotaEdit.code(),
            &form.input,
        );
        let adopted = db.write(command, move |tx| {
            adopt_decree(tx, &stamp.fresh(), &actor, &decree)
        });
        match adopted.await {
            Ok(id) => {
                staff.flash(&Flash::success(fl!(texts, "decree-adopted")));
                return Ok(redirect(format!("/kuota/{id}")));
            }
            Err(error) => errors.catch("", error)?,
        }
    }
    let page = staff.page(fl!(texts, "decree-new")).errors(errors);
    render_refused(&form_page(page, texts, &desk, &typed))
}

/// A decree with its rules, each with the name of class, vehicle or post.
type Loaded = (QuotaDecree, Vec<(QuotaRule, String)>);

async fn load(staff: &Staff, site: &Site, id: DecreeId) -> Result<Loaded, WebError> {
    let (tenant, today) = (staff.tenant(), staff.city().zone.date(staff.now()));
    let locale = staff.locale;
    let db = site.db()?;
    let loaded = db.read(tenant, Access::ReadOwn, move |tx| {
        let Some(decree) = lookup_decree(tx, tenant, id)? else {
            return Ok(None);
        };
        let mut rules = Vec::new();
        for rule in list_rules(tx, tenant, id)? {
            let name = target_name(tx, (tenant, today), locale, &rule.target)?;
            rules.push((rule, name));
        }
        Ok(Some((decree, rules)))
    });
    loaded.await?.ok_or_else(WebError::not_found)
}

/// The name of what a rule concerns.
pub(crate) fn target_name(
    tx: &mut Tx<'_>,
    (tenant, today): (base::TenantId, base::CivilDate),
    locale: Locale,
    target: &QuotaTarget,
) -> Result<String, Failure> {
    Ok(match target {
        QuotaTarget::Class(code) => fleet::lookup_class(tx, tenant, code)?.map_or_else(
            || code.clone(),
            |class| match locale {
                Locale::Id => class.name,
                Locale::En => class.name_en,
            },
        ),
        QuotaTarget::Vehicle(id) => fleet::lookup_vehicle(tx, tenant, *id, today)?
            .map_or_else(String::new, |vehicle| vehicle.name().to_owned()),
        QuotaTarget::Post(id) => post_name(tx, tenant, *id)?,
    })
}

fn post_name(tx: &mut Tx<'_>, tenant: base::TenantId, id: PostId) -> Result<String, Failure> {
    Ok(register::lookup_post(tx, tenant, id)?.map_or_else(String::new, |post| post.name))
}

pub(crate) async fn show(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<DecreeId>,
) -> Answer {
    staff.may_somewhere(Action::FuelQuotaView)?;
    let texts = texts(staff.locale);
    let (decree, rules) = load(&staff, &site, id).await?;
    let page = staff.page(fl!(texts, "decree-of", number = decree.number.as_str()));
    render(&decree_page(page, texts, &decree, &rules))
}

pub(crate) async fn revoke(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<DecreeId>,
    form: Form<RevokeForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let revision = form.revision.parse().unwrap_or(-1);
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let input = (id, revision);
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), "fuel.quota.revoke", &input);
    let db = site.db()?;
    let revoked = db.write(command, move |tx| {
        revoke_decree(tx, &stamp.fresh(), &actor, input)
    });
    let mut errors = FieldErrors::new(staff.locale);
    match revoked.await {
        Ok(()) => {
            staff.flash(&Flash::success(fl!(texts, "decree-revoked-done")));
            Ok(redirect(format!("/kuota/{id}")))
        }
        Err(error) => {
            errors.catch("", error)?;
            let (decree, rules) = load(&staff, &site, id).await?;
            let title = fl!(texts, "decree-of", number = decree.number.as_str());
            render_refused(&decree_page(
                staff.page(title).errors(errors),
                texts,
                &decree,
                &rules,
            ))
        }
    }
}

fn decree_page(
    page: PageFrame,
    texts: Texts,
    decree: &QuotaDecree,
    rules: &[(QuotaRule, String)],
) -> DecreePage {
    let until = decree
        .valid_until
        .map_or_else(|| fl!(texts, "open-ended"), |on| page.date(on));
    let summary = page
        .summary()
        .row(fl!(texts, "decree-number"), &decree.number)
        .row(fl!(texts, "decree-title"), &decree.title)
        .row(fl!(texts, "valid-from"), page.date(decree.valid_from))
        .row(fl!(texts, "valid-until"), until);
    let columns = [
        Column::text(fl!(texts, "rule-target")),
        Column::number(fl!(texts, "rule-amount")),
        Column::text(fl!(texts, "rule-per")),
        Column::text(fl!(texts, "rule-carry")),
    ];
    let yes_no = |yes: bool| {
        if yes {
            fl!(texts, "yes")
        } else {
            fl!(texts, "no")
        }
    };
    let rules = DataTable::new(fl!(texts, "decree-rules"), columns).rows(rules.iter().map(
        |(rule, name)| {
            [
                Cell::text(target_text(texts, &rule.target, name)),
                Cell::text(write_amount(rule.unit, rule.amount)),
                Cell::text(per_name(texts, rule.per)),
                Cell::text(yes_no(rule.carry_over)),
            ]
        },
    ));
    let today = page.city.zone.date(page.now);
    let may = page.may(Action::FuelQuotaEdit) && decree.state == DecreeState::InForce;
    DecreePage {
        tag: decree_tag(texts, (decree.state, decree.valid_until), today),
        summary,
        rules,
        revoke: may.then_some(decree.revision),
        base: format!("/kuota/{}", decree.id),
        trail: format!("/jejak/quota_decree/{}", decree.id),
        texts,
        page: page.crumb(fl!(texts, "quotas"), "/kuota"),
    }
}

impl DecreePage {
    fn may_see_trail(&self) -> bool {
        self.page.may(Action::JournalTrailView)
    }
}

fn sample_decree() -> QuotaDecree {
    QuotaDecree {
        id: DecreeId::new(base::Uuid::from_u128(1)),
        number: "12/KEP/HK/2026".to_owned(),
        title: "Standar pemakaian BBM kendaraan dinas".to_owned(),
        valid_from: "2026-01-01".parse().unwrap_or_default(),
        valid_until: None,
        state: DecreeState::InForce,
        revision: 0,
    }
}

impl Samples for DecreePage {
    const NAME: &'static str = "decree";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let texts = texts(locale);
        let decree = sample_decree();
        let rules = vec![(
            super::samples::quota().entitlement.rule,
            "Mobil penumpang".to_owned(),
        )];
        let admin = authz::Actor::person(
            base::TenantId::new(base::Uuid::from_u128(1)),
            base::ActorId::new(base::Uuid::from_u128(2)),
            vec![authz::Grant::new(
                authz::Role::CityAdmin,
                authz::Scope::Tenant,
            )],
        );
        let title = || fl!(texts, "decree-of", number = "12/KEP/HK/2026");
        let page = PageFrame::sample(locale, title()).seen_by(admin);
        let mut revoked = decree.clone();
        revoked.state = DecreeState::Revoked;
        let bare = PageFrame::sample(locale, title());
        vec![
            ("in-force", decree_page(page, texts, &decree, &rules)),
            ("revoked", decree_page(bare, texts, &revoked, &rules)),
        ]
    }
}

/// The list and the form as they look, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    let texts = texts(locale);
    let html = |page: Result<String, askama::Error>| page.unwrap_or_else(|error| error.to_string());
    let page = |title: String| PageFrame::sample(locale, title);
    let filled = list_page(page(fl!(texts, "quotas")), texts, &[sample_decree()]);
    let bare = list_page(page(fl!(texts, "quotas")), texts, &[]);
    let desk = DecreeDesk {
        classes: vec![("car".to_owned(), "Mobil penumpang".to_owned())],
    };
    let form = DecreeForm::empty("2026-11-24".parse().unwrap_or_default());
    let mut errors = FieldErrors::new(locale);
    let _ = form.read(texts, &mut errors, &Found::default());
    let new = form_page(
        page(fl!(texts, "decree-new")).errors(errors),
        texts,
        &desk,
        &form,
    );
    [
        ("decree-list/filled", html(filled.render())),
        ("decree-list/empty", html(bare.render())),
        ("decree-form/with-errors", html(new.render())),
    ]
    .into_iter()
    .map(|(name, html)| web::Sample {
        name: name.to_owned(),
        html,
    })
    .collect()
}

/// The units a rule may count, as the form offers them.
pub(crate) fn unit_options(texts: Texts) -> Vec<(&'static str, String)> {
    [Unit::Millilitres, Unit::Rupiah]
        .into_iter()
        .map(|unit| (unit.code(), unit_name(texts, unit)))
        .collect()
}
