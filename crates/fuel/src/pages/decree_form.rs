//! The form of a quota decree: one row of fields for each rule.

use std::collections::BTreeMap;

use askama::Template;
use authz::Reach;
use base::{CivilDate, Millilitres, PageSize, PostId, Rupiah, TenantId};
use db::{Failure, Tx};
use fleet::{VehicleFilter, VehicleId};
use ledger::Unit;
use web::{FieldErrors, Locale, PageFrame, Texts, fl};

use super::decrees::unit_options;
use super::words::per_name;
use crate::{NewDecree, NewDecreeRule, Per, QuotaTarget};

/// Rows of the form at first, with each wish for more, and at most.
const ROWS_FIRST: usize = 3;
const ROWS_MORE: usize = 5;
const ROWS_MAX: usize = 40;

/// What is typed: fields of rules carry their row's number, such as `amount-0`.
#[derive(Debug, Clone, Default)]
pub(crate) struct DecreeForm(pub(crate) BTreeMap<String, String>);

/// The classes rules may concern.
#[derive(Debug, Clone, Default)]
pub(crate) struct DecreeDesk {
    pub(crate) classes: Vec<(String, String)>,
}

impl DecreeDesk {
    pub(crate) fn load(tx: &mut Tx<'_>, tenant: TenantId, locale: Locale) -> Result<Self, Failure> {
        let classes = fleet::list_classes(tx, tenant)?
            .into_iter()
            .map(|class| match locale {
                Locale::Id => (class.code, class.name),
                Locale::En => (class.code, class.name_en),
            });
        Ok(Self {
            classes: classes.collect(),
        })
    }
}

/// What typed plates and posts turned out to be; what is missing is unknown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    vehicles: BTreeMap<String, VehicleId>,
    posts: BTreeMap<String, PostId>,
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "fuel/decree_form.html")]
pub(crate) struct DecreeFormPage {
    page: PageFrame,
    texts: Texts,
    fields: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    may_grow: bool,
}

impl DecreeForm {
    /// An empty form.
    pub(crate) fn empty(today: CivilDate) -> Self {
        let mut fields = BTreeMap::new();
        fields.insert("rows".to_owned(), ROWS_FIRST.to_string());
        fields.insert("from".to_owned(), today.to_string());
        Self(fields)
    }

    /// Whether more rows were asked for instead of the decree.
    pub(crate) fn asks_for_more(&self) -> bool {
        !self.get("more").is_empty()
    }

    /// Adds empty rows below what is typed.
    pub(crate) fn grow(&mut self) {
        let rows = self.rows().saturating_add(ROWS_MORE).min(ROWS_MAX);
        self.0.insert("rows".to_owned(), rows.to_string());
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn at(&self, name: &str, row: usize) -> &str {
        self.get(&format!("{name}-{row}"))
    }

    fn rows(&self) -> usize {
        self.get("rows")
            .parse()
            .unwrap_or(ROWS_FIRST)
            .clamp(1, ROWS_MAX)
    }

    fn typed(&self, field: &str) -> Vec<String> {
        (0..self.rows())
            .map(|row| self.at(field, row).trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// Looks typed plates and posts up.
    pub(crate) fn find(
        &self,
        tx: &mut Tx<'_>,
        (tenant, today): (TenantId, CivilDate),
        reach: &Reach,
    ) -> Result<Found, Failure> {
        let mut found = Found::default();
        for plate in self.typed("plate") {
            if let Some(vehicle) = find_plate(tx, (tenant, today), reach, &plate)? {
                found.vehicles.insert(plate, vehicle);
            }
        }
        for post in self.typed("post") {
            if let Some(id) = find_post(tx, tenant, &post)? {
                found.posts.insert(post, id);
            }
        }
        Ok(found)
    }

    /// Typed input, or errors beside the fields. A row without an amount says nothing.
    pub(crate) fn read(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        known: &Found,
    ) -> Option<NewDecree> {
        let number = errors.text(
            "number",
            &fl!(texts, "decree-number-what"),
            self.get("number"),
            80,
        );
        let title = errors.text(
            "title",
            &fl!(texts, "decree-title-what"),
            self.get("title"),
            200,
        );
        let from = errors.date("from", &fl!(texts, "from-what"), self.get("from"));
        let until = if self.get("until").trim().is_empty() {
            Some(None)
        } else {
            errors
                .date("until", &fl!(texts, "until-what"), self.get("until"))
                .map(Some)
        };
        let filled: Vec<usize> = (0..self.rows())
            .filter(|row| !self.at("amount", *row).trim().is_empty())
            .collect();
        if filled.is_empty() {
            errors.add("amount-0", fl!(texts, "decree-no-rules"));
        }
        let rules: Vec<Option<NewDecreeRule>> = filled
            .iter()
            .map(|row| self.read_rule(texts, errors, known, *row))
            .collect();
        Some(NewDecree {
            number: number?,
            title: title?,
            valid_from: from?,
            valid_until: until?,
            rules: rules
                .into_iter()
                .collect::<Option<Vec<_>>>()
                .filter(|all| !all.is_empty())?,
        })
    }

    /// A vehicle comes before a post, and a post before a class.
    fn read_target(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        known: &Found,
        row: usize,
    ) -> Option<QuotaTarget> {
        let name = |field: &str| format!("{field}-{row}");
        let (plate, post) = (self.at("plate", row).trim(), self.at("post", row).trim());
        if !plate.is_empty() {
            let found = known.vehicles.get(plate).copied().map(QuotaTarget::Vehicle);
            if found.is_none() {
                errors.add(name("plate"), fl!(texts, "plate-unknown", plate = plate));
            }
            return found;
        }
        if !post.is_empty() {
            let found = known.posts.get(post).copied().map(QuotaTarget::Post);
            if found.is_none() {
                errors.add(name("post"), fl!(texts, "post-unknown", post = post));
            }
            return found;
        }
        let class = Some(self.at("target", row)).filter(|class| !class.is_empty());
        let target = class.map(|class| QuotaTarget::Class(class.to_owned()));
        errors.pick(&name("target"), &fl!(texts, "rule-target-what"), target)
    }

    fn read_rule(
        &self,
        texts: Texts,
        errors: &mut FieldErrors,
        known: &Found,
        row: usize,
    ) -> Option<NewDecreeRule> {
        let name = |field: &str| format!("{field}-{row}");
        let target = self.read_target(texts, errors, known, row);
        let unit: Option<Unit> = errors.choice(
            &name("unit"),
            &fl!(texts, "rule-unit-what"),
            self.at("unit", row),
        );
        let per: Option<Per> = errors.choice(
            &name("per"),
            &fl!(texts, "rule-per-what"),
            self.at("per", row),
        );
        let (what, typed) = (fl!(texts, "rule-amount-what"), self.at("amount", row));
        let amount = match unit? {
            Unit::Millilitres => {
                let range = Millilitres::new(1)..=Millilitres::new(100_000_000);
                errors.litres(&name("amount"), &what, typed, range)?.get()
            }
            Unit::Rupiah => {
                let range = Rupiah::new(1)..=Rupiah::new(10_000_000_000);
                errors.rupiah(&name("amount"), &what, typed, range)?.get()
            }
        };
        Some(NewDecreeRule {
            target: target?,
            unit: unit?,
            amount,
            per: per?,
            carry_over: !self.at("carry", row).is_empty(),
        })
    }
}

/// The vehicle that carries a plate now.
pub(crate) fn find_plate(
    tx: &mut Tx<'_>,
    (tenant, today): (TenantId, CivilDate),
    reach: &Reach,
    plate: &str,
) -> Result<Option<VehicleId>, Failure> {
    let filter = VehicleFilter {
        words: plate.to_owned(),
        ..VehicleFilter::default()
    };
    let size = PageSize::clamped(10);
    let page = fleet::list_vehicles(tx, (tenant, today), reach, &filter, (None, size))?;
    let same = |name: &str| fleet::plate_key(name) == fleet::plate_key(plate);
    let exact = page
        .items
        .iter()
        .find(|vehicle| vehicle.plate.as_deref().is_some_and(same));
    Ok(exact.map(|vehicle| vehicle.id))
}

/// The post named as `Dinas PUPR: Kepala Dinas`.
pub(crate) fn find_post(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    typed: &str,
) -> Result<Option<PostId>, Failure> {
    let Some((agency, post)) = typed.split_once(':') else {
        return Ok(None);
    };
    let agency = agency.trim().to_lowercase();
    let agencies = register::list_agencies(tx, tenant)?;
    let named = agencies.iter().find(|one| {
        [&one.short_name, &one.name, &one.code]
            .iter()
            .any(|name| name.to_lowercase() == agency)
    });
    let Some(agency) = named else { return Ok(None) };
    let found = register::lookup_post_by_name(tx, tenant, agency.id, post.trim())?;
    Ok(found.map(|post| post.id))
}

pub(crate) fn form_page(
    page: PageFrame,
    texts: Texts,
    desk: &DecreeDesk,
    form: &DecreeForm,
) -> DecreeFormPage {
    let fields = vec![
        page.text_field("number", fl!(texts, "decree-number"))
            .hint(fl!(texts, "decree-number-hint"))
            .value(form.get("number"))
            .to_string(),
        page.text_field("title", fl!(texts, "decree-title"))
            .value(form.get("title"))
            .to_string(),
        page.date_field("from", fl!(texts, "decree-from"))
            .value(form.get("from"))
            .to_string(),
        page.date_field("until", fl!(texts, "decree-until"))
            .optional()
            .value(form.get("until"))
            .to_string(),
        format!(
            "<input type=\"hidden\" name=\"rows\" value=\"{}\">",
            form.rows()
        ),
    ];
    let rows = (0..form.rows())
        .map(|row| {
            let number = row.saturating_add(1).to_string();
            (
                fl!(texts, "rule-row", number = number),
                row_fields(&page, texts, desk, (form, row)),
            )
        })
        .collect();
    let may_grow = form.rows() < ROWS_MAX;
    let page = page.crumb(fl!(texts, "quotas"), "/kuota");
    DecreeFormPage {
        page,
        texts,
        fields,
        rows,
        may_grow,
    }
}

fn row_fields(
    page: &PageFrame,
    texts: Texts,
    desk: &DecreeDesk,
    (form, row): (&DecreeForm, usize),
) -> Vec<String> {
    let name = |field: &str| format!("{field}-{row}");
    let classes = desk.classes.iter().map(|(code, class)| {
        (
            code.clone(),
            fl!(texts, "target-class", name = class.as_str()),
        )
    });
    let pers: Vec<_> = Per::ALL
        .iter()
        .map(|per| (per.code(), per_name(texts, *per)))
        .collect();
    vec![
        page.select(name("target"), fl!(texts, "rule-target"))
            .option("", "")
            .options(classes.collect::<Vec<_>>())
            .value(form.at("target", row))
            .to_string(),
        page.text_field(name("plate"), fl!(texts, "rule-plate"))
            .optional()
            .narrow()
            .value(form.at("plate", row))
            .to_string(),
        page.text_field(name("post"), fl!(texts, "rule-post"))
            .hint(fl!(texts, "rule-post-hint"))
            .optional()
            .value(form.at("post", row))
            .to_string(),
        page.decimal(name("amount"), fl!(texts, "rule-amount"))
            .value(form.at("amount", row))
            .to_string(),
        page.select(name("unit"), fl!(texts, "rule-unit"))
            .options(unit_options(texts))
            .value(form.at("unit", row))
            .to_string(),
        page.select(name("per"), fl!(texts, "rule-per"))
            .options(pers)
            .value(form.at("per", row))
            .to_string(),
        page.checkbox(name("carry"), fl!(texts, "rule-carry-over"))
            .value(form.at("carry", row))
            .to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> DecreeForm {
        let mut form = DecreeForm::empty("2026-01-01".parse().unwrap());
        for (name, value) in pairs {
            form.0.insert((*name).to_owned(), (*value).to_owned());
        }
        form
    }

    #[test]
    fn rows_become_rules_and_empty_rows_say_nothing() {
        let form = typed(&[
            ("number", "12/2026"),
            ("title", "Kuota"),
            ("target-0", "car"),
            ("amount-0", "7"),
            ("unit-0", "millilitres"),
            ("per-0", "working_day"),
            ("carry-0", "ya"),
        ]);
        let mut errors = FieldErrors::new(Locale::Id);
        let decree = form
            .read(crate::texts(Locale::Id), &mut errors, &Found::default())
            .unwrap();
        let expected = NewDecreeRule {
            target: QuotaTarget::Class("car".to_owned()),
            unit: Unit::Millilitres,
            amount: 7_000,
            per: Per::WorkingDay,
            carry_over: true,
        };
        assert_eq!(decree.rules, [expected]);
        assert!(errors.is_empty());
    }

    #[test]
    fn an_unknown_plate_is_named_beside_its_row() {
        let form = typed(&[
            ("number", "12/2026"),
            ("title", "Kuota"),
            ("plate-1", "DH 1 X"),
            ("amount-1", "100000"),
            ("unit-1", "rupiah"),
            ("per-1", "month"),
        ]);
        let mut errors = FieldErrors::new(Locale::Id);
        let read = form.read(crate::texts(Locale::Id), &mut errors, &Found::default());
        assert_eq!(read, None);
        assert!(
            errors
                .of("plate-1")
                .is_some_and(|text| text.contains("DH 1 X"))
        );
        assert_eq!(form.typed("plate"), ["DH 1 X"]);
    }

    #[test]
    fn more_rows_keep_what_is_typed() {
        let mut form = typed(&[("amount-0", "7"), ("more", "1")]);
        assert!(form.asks_for_more());
        form.grow();
        assert_eq!((form.rows(), form.at("amount", 0)), (8, "7"));
        for _ in 0..20 {
            form.grow();
        }
        assert_eq!(form.rows(), ROWS_MAX);
    }
}
