//! Product rules: the list and the forms.

use authz::{Action, Resource};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Flash, Form, ListPage, Locale,
    PageFrame, QueryState, Site, Staff, StatusTone, Tag, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::products::Tap;
use super::shapes::{DetailPage, FormPage, Section, SmallForm};
use super::workbook::{FileQuery, answer_texts};
use super::{read, submit};
use crate::actions::{RuleEnding, add_product_rule, add_standard_rules, end_product_rule};
use crate::model::product::Product;
use crate::model::rule::{NewProductRule, ProductRule, ProductRuleId, RuleDecision, RuleLevel};
use crate::store::{product::list_products, rule as store};
use crate::{texts, words};

async fn load(staff: &Staff) -> Result<(Vec<ProductRule>, Vec<Product>), WebError> {
    let tenant = staff.tenant();
    read(staff, move |tx| {
        Ok((
            store::list_product_rules(tx, tenant)?,
            list_products(tx, tenant)?,
        ))
    })
    .await
}

pub(crate) async fn list(staff: Staff, QueryState(query): QueryState<FileQuery>) -> Answer {
    staff.may_somewhere(Action::FuelPriceView)?;
    let (rules, products) = load(&staff).await?;
    let texts = texts(staff.locale);
    if query.is_workbook() {
        return file(texts, &rules, &products);
    }
    let page = staff.page(fl!(texts, "rules"));
    let may_edit = page.may(Action::FuelRuleEdit);
    if rules.is_empty() && may_edit {
        return render(&beginning(page));
    }
    let today = staff.city().zone.date(staff.now());
    let columns = [
        Column::text(fl!(texts, "rule-class")),
        Column::text(fl!(texts, "price-product")),
        Column::text(fl!(texts, "rule-decision")),
        Column::text(fl!(texts, "rule-reason")),
        Column::text(fl!(texts, "rule-from")),
        Column::text(fl!(texts, "status")),
        Column::text(fl!(texts, "audit-trail")),
    ];
    let rows = rules.iter().map(|rule| {
        let content = &rule.content;
        let class = words::vehicle_class_name(content.vehicle_class.as_deref(), texts);
        let is_over = content.ends_on.is_some_and(|end| end <= today);
        let status = if rule.holds_on(today) {
            Tag::new(fl!(texts, "rule-active"), StatusTone::Good)
        } else if is_over {
            Tag::new(fl!(texts, "rule-over"), StatusTone::Quiet)
        } else {
            Tag::new(fl!(texts, "rule-ahead"), StatusTone::Going)
        };
        let level = words::level_name(content.level, texts);
        let name = if may_edit && !is_over {
            Cell::link(class, format!("/aturan-produk/{}/akhiri", rule.id))
        } else {
            Cell::text(class)
        };
        let mut basis = content.legal_basis.clone();
        if content.is_lifted_by_letter {
            basis = format!("{basis}. {}", fl!(texts, "rule-letter"));
        }
        let ends = content
            .ends_on
            .map(|end| format!("{} {}", fl!(texts, "rule-ends"), page.date(end)));
        [
            name.below(level),
            Cell::text(words::product_name(&products, &content.product)),
            Cell::tag(words::decision_tag(content.decision, texts)),
            Cell::text(&content.reason).below(basis),
            Cell::text(page.date(content.from_on)).below(ends.unwrap_or_default()),
            Cell::tag(status),
            super::trail_cell(&page, "product_rule", rule.id.uuid()),
        ]
    });
    let table = DataTable::new(fl!(texts, "rules"), columns).rows(rows);
    let empty = EmptyState::new(fl!(texts, "rules-none"), fl!(texts, "rules-none-text"));
    let list = ListPage::new(page, table, empty)
        .lead(fl!(texts, "rules-lead"))
        .exports();
    render(&if may_edit {
        list.action(fl!(texts, "rule-new"), "/aturan-produk/baru")
    } else {
        list
    })
}

fn file(texts: Texts, rules: &[ProductRule], products: &[Product]) -> Answer {
    let headings = [
        fl!(texts, "rule-class"),
        fl!(texts, "rule-level"),
        fl!(texts, "price-product"),
        fl!(texts, "rule-decision"),
        fl!(texts, "rule-reason"),
        fl!(texts, "rule-basis"),
        fl!(texts, "rule-from"),
        fl!(texts, "rule-ends"),
    ];
    let rows = rules.iter().map(|rule| {
        let content = &rule.content;
        vec![
            words::vehicle_class_name(content.vehicle_class.as_deref(), texts),
            words::level_name(content.level, texts),
            words::product_name(products, &content.product).clone(),
            words::decision_name(content.decision, texts),
            content.reason.clone(),
            content.legal_basis.clone(),
            content.from_on.to_string(),
            content
                .ends_on
                .map(|end| end.to_string())
                .unwrap_or_default(),
        ]
    });
    answer_texts((&fl!(texts, "rules"), "aturan-produk"), headings, rows)
}

fn beginning(page: PageFrame) -> DetailPage {
    let texts = texts(page.locale);
    let form = SmallForm {
        action: "/aturan-produk/standar".to_owned(),
        fields: Vec::new(),
        button: fl!(texts, "rules-standard"),
    };
    let section = Section {
        title: fl!(texts, "rules-none"),
        lead: fl!(texts, "rules-none-text"),
        form: Some(form),
        links: vec![(fl!(texts, "rule-new"), "/aturan-produk/baru".to_owned())],
        ..Section::default()
    };
    DetailPage {
        summary: page.summary(),
        page,
        links: Vec::new(),
        sections: vec![section],
    }
}

pub(crate) async fn add_standard(
    staff: Staff,
    State(site): State<Site>,
    form: Form<Tap>,
) -> Answer {
    let stamp = staff.stamp();
    let actor = staff.actor().clone();
    let code = Action::FuelRuleEdit.code();
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), code, &"standard rules");
    let count = site
        .db()?
        .write(command, move |tx| {
            add_standard_rules(tx, &stamp.fresh(), &actor)
        })
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    let text = fl!(
        texts(staff.locale),
        "rules-standard-done",
        count = count.to_string()
    );
    staff.flash(&Flash::success(text));
    Ok(redirect("/aturan-produk"))
}

/// What is typed for a rule.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RuleForm {
    product: String,
    class: String,
    level: String,
    decision: String,
    reason: String,
    legal_basis: String,
    letter: String,
    from_on: String,
    ends_on: String,
}

impl RuleForm {
    fn read(&self, locale: Locale, errors: &mut FieldErrors) -> Option<NewProductRule> {
        let texts = texts(locale);
        let product = errors.text(
            "product",
            &fl!(texts, "price-product-what"),
            &self.product,
            30,
        );
        let class = errors.optional_text("class", &fl!(texts, "rule-class-what"), &self.class, 40);
        let level = errors.choice("level", &fl!(texts, "rule-level-what"), &self.level);
        let decision = errors.choice(
            "decision",
            &fl!(texts, "rule-decision-what"),
            &self.decision,
        );
        let reason = errors.text("reason", &fl!(texts, "rule-reason-what"), &self.reason, 300);
        let basis = errors.text(
            "legal_basis",
            &fl!(texts, "rule-basis-what"),
            &self.legal_basis,
            200,
        );
        let from_on = errors.date("from_on", &fl!(texts, "rule-from-what"), &self.from_on);
        let ends_on = if self.ends_on.trim().is_empty() {
            Some(None)
        } else {
            errors
                .date("ends_on", &fl!(texts, "rule-ends-what"), &self.ends_on)
                .map(Some)
        };
        Some(NewProductRule {
            product: product?,
            vehicle_class: class?,
            level: level?,
            decision: decision?,
            reason: reason?,
            legal_basis: basis?,
            is_lifted_by_letter: !self.letter.is_empty(),
            from_on: from_on?,
            ends_on: ends_on?,
        })
    }
}

fn form_page(page: PageFrame, form: &RuleForm, products: &[Product]) -> FormPage {
    let texts = texts(page.locale);
    let nothing = std::iter::once((String::new(), String::new()));
    let products = products
        .iter()
        .map(|product| (product.code.clone(), product.name.clone()));
    let levels = RuleLevel::ALL.iter();
    let levels = levels.map(|level| (level.word(), words::level_name(*level, texts)));
    let decisions = RuleDecision::ALL.iter();
    let decisions =
        decisions.map(|decision| (decision.word(), words::decision_name(*decision, texts)));
    let fields = vec![
        page.select("product", fl!(texts, "price-product"))
            .options(nothing.chain(products))
            .value(&form.product)
            .to_string(),
        page.text_field("class", fl!(texts, "rule-class"))
            .hint(fl!(texts, "rule-class-hint"))
            .value(&form.class)
            .optional()
            .to_string(),
        page.radios("level", fl!(texts, "rule-level"))
            .options(levels)
            .value(&form.level)
            .to_string(),
        page.radios("decision", fl!(texts, "rule-decision"))
            .options(decisions)
            .value(&form.decision)
            .to_string(),
        page.text_field("reason", fl!(texts, "rule-reason"))
            .hint(fl!(texts, "rule-reason-hint"))
            .value(&form.reason)
            .to_string(),
        page.text_field("legal_basis", fl!(texts, "rule-basis"))
            .value(&form.legal_basis)
            .to_string(),
        page.checkbox("letter", fl!(texts, "rule-letter"))
            .value(&form.letter)
            .to_string(),
        page.date_field("from_on", fl!(texts, "rule-from"))
            .value(&form.from_on)
            .to_string(),
        page.date_field("ends_on", fl!(texts, "rule-ends"))
            .hint(fl!(texts, "rule-ends-hint"))
            .value(&form.ends_on)
            .optional()
            .to_string(),
    ];
    FormPage {
        button: page
            .submit(fl!(texts, "rule-save"))
            .cancel("/aturan-produk"),
        page,
        lead: String::new(),
        action: "/aturan-produk".to_owned(),
        hidden: Vec::new(),
        fields,
    }
}

fn frame(staff: &Staff, title: String) -> PageFrame {
    staff
        .page(title)
        .crumb(fl!(texts(staff.locale), "rules"), "/aturan-produk")
}

pub(crate) async fn new(staff: Staff) -> Answer {
    staff.may(Action::FuelRuleEdit, &Resource::tenant(staff.tenant()))?;
    let (_, products) = load(&staff).await?;
    let form = RuleForm {
        level: RuleLevel::Regional.word().to_owned(),
        ..RuleForm::default()
    };
    let page = frame(&staff, fl!(texts(staff.locale), "rule-new"));
    render(&form_page(page, &form, &products))
}

pub(crate) async fn create(staff: Staff, State(site): State<Site>, form: Form<RuleForm>) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(input) = form.read(staff.locale, &mut errors) {
        let code = Action::FuelRuleEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &input);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            add_product_rule(tx, stamp, &actor, &input)
        });
        if done.await?.is_some() {
            staff.flash(&Flash::success(fl!(texts, "rule-saved")));
            return Ok(redirect("/aturan-produk"));
        }
    }
    let (_, products) = load(&staff).await?;
    let page = frame(&staff, fl!(texts, "rule-new")).errors(errors);
    render_refused(&form_page(page, &form, &products))
}

/// When a rule ends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EndingForm {
    revision: String,
    ends_on: String,
}

async fn ending_page(
    staff: &Staff,
    id: ProductRuleId,
    (form, errors): (Option<&EndingForm>, FieldErrors),
) -> Result<FormPage, WebError> {
    staff.may(Action::FuelRuleEdit, &Resource::tenant(staff.tenant()))?;
    let texts = texts(staff.locale);
    let (rules, products) = load(staff).await?;
    let rule = rules.iter().find(|rule| rule.id == id);
    let rule = rule.ok_or_else(WebError::not_found)?;
    let page = frame(staff, fl!(texts, "rule-end")).errors(errors);
    let (revision, ends_on) = match form {
        Some(form) => (form.revision.clone(), form.ends_on.clone()),
        None => (rule.revision.to_string(), String::new()),
    };
    let ends = page
        .date_field("ends_on", fl!(texts, "rule-ends"))
        .hint(fl!(texts, "rule-ends-hint"))
        .value(ends_on);
    Ok(FormPage {
        lead: fl!(
            texts,
            "rule-end-lead",
            product = words::product_name(&products, &rule.content.product),
            class = words::vehicle_class_name(rule.content.vehicle_class.as_deref(), texts),
            reason = rule.content.reason.as_str()
        ),
        fields: vec![ends.to_string()],
        button: page
            .submit(fl!(texts, "rule-end"))
            .danger()
            .cancel("/aturan-produk"),
        page,
        action: format!("/aturan-produk/{id}/akhiri"),
        hidden: vec![("revision", revision)],
    })
}

pub(crate) async fn new_ending(staff: Staff, Path(id): Path<ProductRuleId>) -> Answer {
    let errors = FieldErrors::new(staff.locale);
    render(&ending_page(&staff, id, (None, errors)).await?)
}

pub(crate) async fn end(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<ProductRuleId>,
    form: Form<EndingForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(ends_on) = errors.date("ends_on", &fl!(texts, "rule-ends-what"), &form.ends_on) {
        let ending = RuleEnding {
            rule: id,
            revision: form.revision.parse().unwrap_or(-1),
            ends_on,
        };
        let code = Action::FuelRuleEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), code, &ending);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            end_product_rule(tx, stamp, &actor, &ending)
        });
        if done.await?.is_some() {
            staff.flash(&Flash::success(fl!(texts, "rule-ended")));
            return Ok(redirect("/aturan-produk"));
        }
    }
    render_refused(&ending_page(&staff, id, (Some(&form), errors)).await?)
}
