//! Blank workbooks that people fill in: examples, drop-down lists, help.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DataValidation, Format, Formula, Workbook, Worksheet};

use super::{WriteError, styles};
use crate::kind::{Choice, Field, FieldKind, ImportKind, Language};
use crate::value::unit::Measure;

/// Heading of the first column of a template; rows that say `CONTOH` in it are not imported.
pub const EXAMPLE_COLUMN: &str = "tanda";

const LAST_VALIDATED_ROW: u32 = 10_000;

/// A blank XLSX for a kind: two example rows, drop-down lists, and the sheet "Petunjuk".
pub fn template(kind: &ImportKind, language: Language) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let mut data = Worksheet::new();
    data.set_name("Data")?.set_freeze_panes(1, 1)?;
    let (heading, example) = (styles::heading(), styles::example());
    data.write_string_with_format(0, 0, capitalised(EXAMPLE_COLUMN), &heading)?;
    data.set_column_width(0, 12)?.set_row_height(0, 34)?;
    for row in [1, 2] {
        data.write_string_with_format(row, 0, say(language, "CONTOH", "EXAMPLE"), &example)?;
    }
    let mut lists = Worksheet::new();
    lists
        .set_name(say(language, "Pilihan", "Choices"))?
        .set_hidden(true);
    for (field, column) in kind.fields.iter().zip(1_u16..) {
        let label = column_heading(field, language);
        data.write_string_with_format(0, column, &label, &heading)?;
        data.set_column_width(
            column,
            u16::try_from(label.chars().count() + 4)
                .unwrap_or(20)
                .clamp(14, 34),
        )?;
        data.set_column_format(column, &column_style(field))?;
        for (text, row) in field.examples.iter().zip(1_u32..) {
            write_example(&mut data, (row, column), field, text, language)?;
        }
        if let Some(labels) = dropdown(field, language) {
            for (label, row) in labels.iter().zip(0_u32..) {
                lists.write_string(row, column, label)?;
            }
            validate(&mut data, &lists.name(), column, labels.len(), language)?;
        }
    }
    data.set_active(true);
    workbook.push_worksheet(data);
    workbook.push_worksheet(help_sheet(kind, language)?);
    workbook.push_worksheet(lists);
    Ok(workbook.save_to_buffer()?)
}

fn say(language: Language, indonesian: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Indonesian => indonesian,
        Language::English => english,
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Label, unit in brackets, and a star if required.
fn column_heading(field: &Field, language: Language) -> String {
    let unit = match field.kind {
        FieldKind::Quantity(Measure::Volume) => " (liter)",
        FieldKind::Quantity(Measure::Distance) => " (km)",
        FieldKind::Quantity(Measure::Money) => " (Rp)",
        _ => "",
    };
    format!(
        "{}{unit}{}",
        field.label.get(language),
        if field.is_required { " *" } else { "" }
    )
}

/// Text columns are text from the start, so that Excel keeps leading zeros and long numbers.
fn column_style(field: &Field) -> Format {
    styles::numeric(match field.kind {
        FieldKind::Text { .. } | FieldKind::Choice(_) | FieldKind::Bool => styles::TEXT,
        FieldKind::Integer => "0",
        FieldKind::Decimal | FieldKind::Quantity(Measure::Volume | Measure::Distance) => {
            "#,##0.###"
        }
        FieldKind::Quantity(Measure::Money) => styles::RUPIAH,
        FieldKind::Date => styles::DATE,
        FieldKind::Time => styles::TIME,
        FieldKind::Instant => styles::DATE_TIME,
    })
}

fn write_example(
    data: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    text: &str,
    language: Language,
) -> Result<(), WriteError> {
    let style = styles::example().merge(&column_style(field));
    let moment = match field.kind {
        FieldKind::Date => text.parse().ok().map(styles::excel_date),
        FieldKind::Instant => text.parse().ok().map(styles::excel_date_time),
        FieldKind::Time => text.parse().ok().map(styles::excel_time),
        _ => None,
    };
    let number = match field.kind {
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Quantity(_) => text
            .parse::<Decimal>()
            .ok()
            .and_then(|number| number.to_f64()),
        _ => None,
    };
    match (moment, number) {
        (Some(moment), _) => {
            data.write_datetime_with_format(row, column, moment?, &style)?;
        }
        (None, Some(number)) => {
            data.write_number_with_format(row, column, number, &style)?;
        }
        (None, None) => {
            data.write_string_with_format(
                row,
                column,
                example_text(field, text, language),
                &style,
            )?;
        }
    }
    Ok(())
}

fn example_text<'a>(field: &'a Field, text: &'a str, language: Language) -> &'a str {
    match &field.kind {
        FieldKind::Choice(choices) => choices
            .iter()
            .find(|choice| choice.key == text)
            .map_or(text, |choice| choice.label.get(language)),
        _ => text,
    }
}

fn dropdown(field: &Field, language: Language) -> Option<Vec<String>> {
    match &field.kind {
        FieldKind::Choice(choices) => Some(labels(choices, language)),
        FieldKind::Bool => Some(vec![
            say(language, "Ya", "Yes").to_owned(),
            say(language, "Tidak", "No").to_owned(),
        ]),
        _ => None,
    }
}

fn labels(choices: &[Choice], language: Language) -> Vec<String> {
    choices
        .iter()
        .map(|choice| choice.label.get(language).to_owned())
        .collect()
}

/// A list on its own sheet: Excel cuts lists inside a rule at 255 characters.
fn validate(
    data: &mut Worksheet,
    lists: &str,
    column: u16,
    count: usize,
    language: Language,
) -> Result<(), WriteError> {
    let letter = rust_xlsxwriter::utility::column_number_to_name(column);
    let rule = DataValidation::new()
        .allow_list_formula(Formula::new(format!(
            "={lists}!${letter}$1:${letter}${count}"
        )))
        .set_error_title(say(language, "Tidak ada dalam pilihan", "Not in the list"))?
        .set_error_message(say(
            language,
            "Pilih salah satu dari daftar.",
            "Choose one from the list.",
        ))?;
    data.add_data_validation(1, column, LAST_VALIDATED_ROW, column, &rule)?;
    Ok(())
}

fn help_sheet(kind: &ImportKind, language: Language) -> Result<Worksheet, WriteError> {
    let mut help = Worksheet::new();
    help.set_name(say(language, "Petunjuk", "Instructions"))?;
    let (heading, wrapped) = (styles::heading(), styles::wrapped());
    let title = Format::new().set_bold().set_font_size(14);
    help.write_string_with_format(0, 0, kind.title.get(language), &title)?;
    let steps = [
        say(
            language,
            "Isi lembar Data, satu baris per catatan. Kolom bertanda * wajib diisi.",
            "Fill in the sheet Data, one row per record. Columns marked * are required.",
        ),
        say(
            language,
            "Baris bertanda CONTOH di kolom Tanda tidak ikut diimpor dan boleh dihapus.",
            "Rows marked EXAMPLE in the column Tanda are not imported and may be deleted.",
        ),
        say(
            language,
            "Simpan sebagai XLSX. Baris yang bermasalah dikembalikan dengan alasannya; baris lain tetap masuk.",
            "Save as XLSX. Rows with problems come back with the reason; the other rows go in.",
        ),
    ];
    for (step, row) in steps.iter().zip(1_u32..) {
        help.write_string(row, 0, *step)?;
    }
    let headings = match language {
        Language::Indonesian => ["Kolom", "Wajib", "Isi", "Keterangan", "Contoh"],
        Language::English => ["Column", "Required", "Content", "Meaning", "Examples"],
    };
    for ((text, width), column) in headings.iter().zip([26_u16, 10, 34, 60, 30]).zip(0_u16..) {
        help.write_string_with_format(5, column, *text, &heading)?
            .set_column_width(column, width)?;
    }
    for (field, row) in kind.fields.iter().zip(6_u32..) {
        let examples = field.examples.iter().filter(|text| !text.is_empty());
        let examples: Vec<&str> = examples
            .map(|text| example_text(field, text, language))
            .collect();
        let is_required = if field.is_required {
            say(language, "ya", "yes")
        } else {
            say(language, "tidak", "no")
        };
        let texts = [
            column_heading(field, language),
            is_required.to_owned(),
            content(&field.kind, language),
            field.help.get(language).to_owned(),
            examples.join("; "),
        ];
        for (text, column) in texts.iter().zip(0_u16..) {
            help.write_string_with_format(row, column, text, &wrapped)?;
        }
    }
    Ok(help)
}

/// What a column may hold, in words.
fn content(kind: &FieldKind, language: Language) -> String {
    match kind {
        FieldKind::Text { max_characters } => match language {
            Language::Indonesian => format!("teks, paling banyak {max_characters} huruf"),
            Language::English => format!("text, at most {max_characters} characters"),
        },
        FieldKind::Integer => say(language, "bilangan bulat", "whole number").to_owned(),
        FieldKind::Decimal => say(language, "angka", "number").to_owned(),
        FieldKind::Quantity(Measure::Volume) => {
            say(language, "volume dalam liter", "volume in litres").to_owned()
        }
        FieldKind::Quantity(Measure::Distance) => {
            say(language, "jarak dalam km", "distance in km").to_owned()
        }
        FieldKind::Quantity(Measure::Money) => {
            say(language, "uang dalam rupiah", "money in rupiah").to_owned()
        }
        FieldKind::Date => say(
            language,
            "tanggal, misalnya 31/12/2022",
            "date, such as 31/12/2022",
        )
        .to_owned(),
        FieldKind::Time => say(language, "jam, misalnya 14:30", "time, such as 14:30").to_owned(),
        FieldKind::Instant => say(
            language,
            "tanggal dan jam, misalnya 31/12/2022 14:30",
            "date and time, such as 31/12/2022 14:30",
        )
        .to_owned(),
        FieldKind::Choice(choices) => labels(choices, language).join(" / "),
        FieldKind::Bool => say(language, "Ya / Tidak", "Yes / No").to_owned(),
    }
}
