//! A mapping as the fields of a form, and back.

use std::collections::BTreeMap;

use tabular::{DateOrder, DecimalMark, FieldKind, FieldMapping, ImportKind, Mapping, Origin, Unit};

/// What is typed: names of the form's fields with their values.
pub(crate) type MappingForm = BTreeMap<String, String>;

/// The form's fields for a mapping.
pub(crate) fn mapping_to_form(mapping: &Mapping) -> MappingForm {
    let mut form = MappingForm::new();
    let mark = mapping.decimal_mark.map_or("", |mark| match mark {
        DecimalMark::Comma => "koma",
        DecimalMark::Point => "titik",
    });
    let order = mapping.date_order.map_or("", |order| match order {
        DateOrder::DayMonthYear => "hari",
        DateOrder::MonthDayYear => "bulan",
    });
    form.insert("angka".to_owned(), mark.to_owned());
    form.insert("tanggal".to_owned(), order.to_owned());
    form.insert("zona".to_owned(), mapping.zone.clone().unwrap_or_default());
    for (key, field) in &mapping.fields {
        let mut columns = field.columns().iter();
        let mut set = |prefix: &str, value: &str| {
            form.insert(format!("{prefix}-{key}"), value.to_owned());
        };
        set("kolom", columns.next().map_or("", String::as_str));
        set("kolom2", columns.next().map_or("", String::as_str));
        if let Origin::Constant(text) = &field.origin {
            set("tetap", text);
        }
        set("satuan", field.unit.map_or("", Unit::code));
        let meanings = field
            .values
            .iter()
            .map(|(word, key)| format!("{word} = {key}"));
        set("arti", &meanings.collect::<Vec<_>>().join("\n"));
    }
    form
}

/// The mapping that a form says; what the form cannot say is kept from `base`.
pub(crate) fn apply_mapping_form(kind: &ImportKind, base: &Mapping, form: &MappingForm) -> Mapping {
    let value = |name: &str| form.get(name).map_or("", |text| text.trim());
    let decimal_mark = match value("angka") {
        "koma" => Some(DecimalMark::Comma),
        "titik" => Some(DecimalMark::Point),
        _ => None,
    };
    let date_order = match value("tanggal") {
        "hari" => Some(DateOrder::DayMonthYear),
        "bulan" => Some(DateOrder::MonthDayYear),
        _ => None,
    };
    let mut mapping = Mapping {
        kind: kind.key.to_string(),
        header: base.header.clone(),
        zone: Some(value("zona").to_owned()).filter(|zone| !zone.is_empty()),
        date_order,
        decimal_mark,
        fields: BTreeMap::new(),
    };
    for field in &kind.fields {
        let of_field = |prefix: &str| value(&format!("{prefix}-{}", field.key));
        let columns: Vec<String> = [of_field("kolom"), of_field("kolom2")]
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        let origin = match (columns.is_empty(), of_field("tetap")) {
            (false, _) => Origin::Columns(columns),
            (true, "") => continue,
            (true, text) => Origin::Constant(text.to_owned()),
        };
        let mut chosen = FieldMapping::new(origin);
        if let FieldKind::Quantity(measure) = field.kind {
            let named = Unit::from_word(of_field("satuan")).or_else(|| unit_of(of_field("satuan")));
            chosen.unit = Some(named.unwrap_or_else(|| Unit::usual(measure)));
        }
        chosen.values = meanings(of_field("arti"));
        // A spelling that was found for one column only holds as long as nothing else was chosen.
        let guessed = base.fields.get(field.key.as_ref());
        if let Some(guessed) = guessed.filter(|guessed| guessed.origin == chosen.origin) {
            chosen.decimal_mark = guessed
                .decimal_mark
                .filter(|_| decimal_mark == base.decimal_mark);
            chosen.date_order = guessed.date_order.filter(|_| date_order == base.date_order);
        }
        mapping.fields.insert(field.key.to_string(), chosen);
    }
    mapping
}

/// A unit by the word of the mapping file.
fn unit_of(code: &str) -> Option<Unit> {
    UNITS.into_iter().find(|unit| unit.code() == code)
}

/// Every unit, in the order of the form.
pub(crate) const UNITS: [Unit; 7] = [
    Unit::Litre,
    Unit::Millilitre,
    Unit::GallonUs,
    Unit::Km,
    Unit::Mile,
    Unit::Idr,
    Unit::Usd,
];

fn meanings(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .map(|(word, key)| (word.trim().to_owned(), key.trim().to_owned()))
        .filter(|(word, key)| !word.is_empty() && !key.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use tabular::{Field, Measure, Wording};

    use super::*;

    #[test]
    fn a_form_says_what_the_mapping_said() {
        let word = || Wording::new("a", "a");
        let kind = ImportKind::new(
            "purchases",
            word(),
            vec![
                Field::new("drawn_at", FieldKind::Instant, word()),
                Field::new("volume", FieldKind::Quantity(Measure::Volume), word()),
                Field::new("product", FieldKind::Text { max_characters: 9 }, word()),
                Field::new("note", FieldKind::Text { max_characters: 9 }, word()),
            ],
        );
        let text = "kind = \"purchases\"\nzone = \"Asia/Makassar\"\ndate_order = \"month_day_year\"\n\
            [fields.drawn_at]\ncolumns = [\"Date\", \"Time\"]\n\
            [fields.volume]\ncolumn = \"Units\"\nunit = \"gallon_us\"\ndecimal_mark = \"point\"\n\
            [fields.product]\nconstant = \"x\"\nvalues = { UNL = \"pertalite\" }\n";
        let mapping = Mapping::from_toml(text).unwrap();
        let form = mapping_to_form(&mapping);
        assert_eq!(apply_mapping_form(&kind, &mapping, &form), mapping);
        let mut form = form;
        form.insert("angka".to_owned(), "koma".to_owned());
        let changed = apply_mapping_form(&kind, &mapping, &form);
        assert_eq!(changed.fields["volume"].decimal_mark, None);
        assert_eq!(changed.decimal_mark, Some(DecimalMark::Comma));
    }
}
