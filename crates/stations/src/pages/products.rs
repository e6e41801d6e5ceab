//! Products: the list and the form.

use authz::{Action, Resource};
use serde::Deserialize;
use web::axum::extract::{Path, State};
use web::{
    Answer, Cell, Column, DataTable, EmptyState, FieldErrors, Flash, Form, Locale, PageFrame,
    QueryState, Site, Staff, StatusTone, Tag, Texts, WebError, fl, redirect, render,
    render_refused,
};

use super::shapes::{DetailPage, FormPage, Section, SmallForm};
use super::workbook::{FileQuery, answer_texts};
use super::{read, submit};
use crate::actions::{
    NewProduct, ProductChange, add_product, add_standard_products, change_product,
};
use crate::model::product::{FuelKind, Product, ProductDetails, SubsidyClass};
use crate::store::product::list_products;
use crate::{texts, words};

pub(crate) async fn list(staff: Staff, QueryState(query): QueryState<FileQuery>) -> Answer {
    staff.may_somewhere(Action::FuelPriceView)?;
    let products = all(&staff).await?;
    let texts = texts(staff.locale);
    if query.is_workbook() {
        return file(texts, &products);
    }
    let page = staff.page(fl!(texts, "products"));
    let may_edit = page.may(Action::FuelRuleEdit);
    if products.is_empty() && may_edit {
        return render(&beginning(page));
    }
    let columns = [
        Column::text(fl!(texts, "product-name")),
        Column::text(fl!(texts, "product-grade")),
        Column::text(fl!(texts, "product-kind")),
        Column::text(fl!(texts, "product-class")),
        Column::text(fl!(texts, "product-substitutes")),
        Column::text(fl!(texts, "status")),
        Column::text(fl!(texts, "audit-trail")),
    ];
    let rows = products.iter().map(|product| {
        let others = product.substitutes.iter();
        let others: Vec<_> = others
            .map(|code| words::product_name(&products, code))
            .collect();
        let status = if product.is_active {
            Tag::new(fl!(texts, "product-active"), StatusTone::Good)
        } else {
            Tag::new(fl!(texts, "product-inactive"), StatusTone::Quiet)
        };
        let name = if may_edit {
            Cell::link(&product.name, format!("/produk/{}/ubah", product.code))
        } else {
            Cell::text(&product.name)
        };
        [
            name.below(&product.code),
            Cell::text(&product.grade),
            Cell::text(words::kind_name(product.kind, texts)),
            Cell::text(words::class_name(product.subsidy_class, texts)),
            Cell::text(others.join(", ")),
            Cell::tag(status),
            super::trail_cell(&page, "product", product.id),
        ]
    });
    let table = DataTable::new(fl!(texts, "products"), columns).rows(rows);
    let empty = EmptyState::new(
        fl!(texts, "products-none"),
        fl!(texts, "products-none-text"),
    );
    let list = web::ListPage::new(page, table, empty)
        .lead(fl!(texts, "products-lead"))
        .exports();
    render(&if may_edit {
        list.action(fl!(texts, "product-new"), "/produk/baru")
    } else {
        list
    })
}

fn file(texts: Texts, products: &[Product]) -> Answer {
    let headings = [
        fl!(texts, "product-code"),
        fl!(texts, "product-name"),
        fl!(texts, "product-grade"),
        fl!(texts, "product-kind"),
        fl!(texts, "product-class"),
        fl!(texts, "product-substitutes"),
        fl!(texts, "status"),
    ];
    let rows = products.iter().map(|product| {
        let status = if product.is_active {
            fl!(texts, "product-active")
        } else {
            fl!(texts, "product-inactive")
        };
        vec![
            product.code.clone(),
            product.name.clone(),
            product.grade.clone(),
            words::kind_name(product.kind, texts),
            words::class_name(product.subsidy_class, texts),
            product.substitutes.join(", "),
            status,
        ]
    });
    answer_texts((&fl!(texts, "products"), "produk-bbm"), headings, rows)
}

/// What an admin sees before the first product: one tap adds the usual ones.
fn beginning(page: PageFrame) -> DetailPage {
    let texts = texts(page.locale);
    let form = SmallForm {
        action: "/produk/standar".to_owned(),
        fields: Vec::new(),
        button: fl!(texts, "products-standard"),
    };
    let section = Section {
        title: fl!(texts, "products-none"),
        lead: fl!(texts, "products-none-text"),
        form: Some(form),
        links: vec![(fl!(texts, "product-new"), "/produk/baru".to_owned())],
        ..Section::default()
    };
    DetailPage {
        summary: page.summary(),
        page,
        links: Vec::new(),
        sections: vec![section],
    }
}

async fn all(staff: &Staff) -> Result<Vec<Product>, WebError> {
    let tenant = staff.tenant();
    read(staff, move |tx| list_products(tx, tenant)).await
}

/// Nothing is typed: the button alone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tap {}

pub(crate) async fn add_standard(
    staff: Staff,
    State(site): State<Site>,
    form: Form<Tap>,
) -> Answer {
    let stamp = staff.stamp();
    let actor = staff.actor().clone();
    let code = Action::FuelRuleEdit.code();
    let command = db::Command::by(&stamp).keyed(form.key.as_str(), code, &"standard products");
    let count = site
        .db()?
        .write(command, move |tx| {
            add_standard_products(tx, &stamp.fresh(), &actor)
        })
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    let text = fl!(
        texts(staff.locale),
        "products-standard-done",
        count = count.to_string()
    );
    staff.flash(&Flash::success(text));
    Ok(redirect("/produk"))
}

/// What is typed for a product.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProductForm {
    code: String,
    revision: String,
    name: String,
    kind: String,
    subsidy_class: String,
    grade: String,
    substitutes: Vec<String>,
    position: String,
    active: String,
}

impl ProductForm {
    fn of(product: &Product) -> Self {
        Self {
            code: product.code.clone(),
            revision: product.revision.to_string(),
            name: product.name.clone(),
            kind: product.kind.word().to_owned(),
            subsidy_class: product.subsidy_class.word().to_owned(),
            grade: product.grade.clone(),
            substitutes: product.substitutes.clone(),
            position: product.position.to_string(),
            active: if product.is_active {
                "ya".to_owned()
            } else {
                String::new()
            },
        }
    }

    fn read(&self, locale: Locale, errors: &mut FieldErrors) -> Option<ProductDetails> {
        let texts = texts(locale);
        let name = errors.text("name", &fl!(texts, "product-name-what"), &self.name, 60);
        let kind = errors.choice("kind", &fl!(texts, "product-kind-what"), &self.kind);
        let class = errors.choice(
            "subsidy_class",
            &fl!(texts, "product-class-what"),
            &self.subsidy_class,
        );
        let grade = errors.text("grade", &fl!(texts, "product-grade-what"), &self.grade, 20);
        let position = errors.whole(
            "position",
            &fl!(texts, "product-position-what"),
            &self.position,
            1..=999,
        );
        Some(ProductDetails {
            name: name?,
            kind: kind?,
            subsidy_class: class?,
            grade: grade?,
            substitutes: self.substitutes.clone(),
            position: position?,
            is_active: !self.active.is_empty(),
        })
    }
}

fn form_page(
    page: PageFrame,
    form: &ProductForm,
    (is_new, products): (bool, &[Product]),
) -> FormPage {
    let texts = texts(page.locale);
    let kinds = FuelKind::ALL
        .iter()
        .map(|kind| (kind.word(), words::kind_name(*kind, texts)));
    let classes = SubsidyClass::ALL.iter();
    let classes = classes.map(|class| (class.word(), words::class_name(*class, texts)));
    let others = products.iter().filter(|product| product.code != form.code);
    let others = others.map(|product| (product.code.clone(), product.name.clone()));
    let mut fields = Vec::new();
    if is_new {
        let code = page
            .text_field("code", fl!(texts, "product-code"))
            .hint(fl!(texts, "product-code-hint"))
            .value(&form.code);
        fields.push(code.to_string());
    }
    fields.extend([
        page.text_field("name", fl!(texts, "product-name"))
            .value(&form.name)
            .to_string(),
        page.radios("kind", fl!(texts, "product-kind"))
            .options(kinds)
            .value(&form.kind)
            .to_string(),
        page.radios("subsidy_class", fl!(texts, "product-class"))
            .options(classes)
            .value(&form.subsidy_class)
            .to_string(),
        page.text_field("grade", fl!(texts, "product-grade"))
            .hint(fl!(texts, "product-grade-hint"))
            .value(&form.grade)
            .narrow()
            .to_string(),
        page.checkboxes("substitutes", fl!(texts, "product-substitutes"))
            .options(others)
            .values(&form.substitutes)
            .to_string(),
        page.whole("position", fl!(texts, "product-position"))
            .value(&form.position)
            .to_string(),
        page.checkbox("active", fl!(texts, "product-active"))
            .value(&form.active)
            .to_string(),
    ]);
    let action = if is_new {
        "/produk".to_owned()
    } else {
        format!("/produk/{}", form.code)
    };
    FormPage {
        button: page.submit(fl!(texts, "product-save")).cancel("/produk"),
        page,
        lead: String::new(),
        action,
        hidden: vec![("revision", form.revision.clone())],
        fields,
    }
}

fn frame(staff: &Staff, title: String) -> PageFrame {
    staff
        .page(title)
        .crumb(fl!(texts(staff.locale), "products"), "/produk")
}

pub(crate) async fn new(staff: Staff) -> Answer {
    staff.may(Action::FuelRuleEdit, &Resource::tenant(staff.tenant()))?;
    let products = all(&staff).await?;
    let form = ProductForm {
        active: "ya".to_owned(),
        position: (products.len() + 1).to_string(),
        ..ProductForm::default()
    };
    let page = frame(&staff, fl!(texts(staff.locale), "product-new"));
    render(&form_page(page, &form, (true, &products)))
}

pub(crate) async fn create(
    staff: Staff,
    State(site): State<Site>,
    form: Form<ProductForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    let code = errors.text("code", &fl!(texts, "product-code-what"), &form.code, 30);
    if let Some((details, code)) = form.read(staff.locale, &mut errors).zip(code) {
        let name = details.name.clone();
        let input = NewProduct { code, details };
        let right = Action::FuelRuleEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), right, &input);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            add_product(tx, stamp, &actor, &input)
        });
        if done.await?.is_some() {
            staff.flash(&Flash::success(fl!(texts, "product-saved", name = name)));
            return Ok(redirect("/produk"));
        }
    }
    let products = all(&staff).await?;
    let page = frame(&staff, fl!(texts, "product-new")).errors(errors);
    render_refused(&form_page(page, &form, (true, &products)))
}

pub(crate) async fn edit(staff: Staff, Path(code): Path<String>) -> Answer {
    staff.may(Action::FuelRuleEdit, &Resource::tenant(staff.tenant()))?;
    let products = all(&staff).await?;
    let product = products.iter().find(|product| product.code == code);
    let product = product.ok_or_else(WebError::not_found)?;
    let title = fl!(
        texts(staff.locale),
        "product-edit",
        name = product.name.as_str()
    );
    let page = frame(&staff, title);
    render(&form_page(
        page,
        &ProductForm::of(product),
        (false, &products),
    ))
}

pub(crate) async fn update(
    staff: Staff,
    State(site): State<Site>,
    Path(code): Path<String>,
    form: Form<ProductForm>,
) -> Answer {
    let texts = texts(staff.locale);
    let mut errors = FieldErrors::new(staff.locale);
    if let Some(details) = form.read(staff.locale, &mut errors) {
        let name = details.name.clone();
        let input = ProductChange {
            code: code.clone(),
            revision: form.revision.parse().unwrap_or(-1),
            details,
        };
        let right = Action::FuelRuleEdit.code();
        let command = db::Command::by(&staff.stamp()).keyed(form.key.as_str(), right, &input);
        let actor = staff.actor().clone();
        let done = submit((&staff, &site), command, &mut errors, move |tx, stamp| {
            change_product(tx, stamp, &actor, &input)
        });
        if done.await?.is_some() {
            staff.flash(&Flash::success(fl!(texts, "product-saved", name = name)));
            return Ok(redirect("/produk"));
        }
    }
    let products = all(&staff).await?;
    let form = ProductForm { code, ..form.input };
    let title = fl!(texts, "product-edit", name = form.name.as_str());
    let page = frame(&staff, title).errors(errors);
    render_refused(&form_page(page, &form, (false, &products)))
}
