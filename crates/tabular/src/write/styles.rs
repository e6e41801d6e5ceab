//! How every workbook of the product looks.

use jiff::civil::{Date, DateTime, Time};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, XlsxError};

/// Date as written in Indonesia.
pub(super) const DATE: &str = "dd/mm/yyyy";
/// Date and time; the zone stands in the heading or the notes.
pub(super) const DATE_TIME: &str = "dd/mm/yyyy hh:mm:ss";
/// Time of day.
pub(super) const TIME: &str = "hh:mm:ss";
/// Rupiah without fraction; 0421 is the Indonesian locale. Group signs follow the reader's Excel.
pub(super) const RUPIAH: &str = "[$Rp-421] #,##0";
/// Text that must not be taken for a number.
pub(super) const TEXT: &str = "@";

pub(super) fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(0x1f_3a_5f))
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border_bottom(FormatBorder::Thin)
}

pub(super) fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

pub(super) fn example() -> Format {
    Format::new()
        .set_italic()
        .set_font_color(Color::RGB(0x59_59_59))
        .set_background_color(Color::RGB(0xf2_f2_f2))
}

pub(super) fn numeric(format: &str) -> Format {
    Format::new().set_num_format(format)
}

pub(super) fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    ExcelDateTime::from_ymd(unsigned(year), unsigned(month), unsigned(day))
}

pub(super) fn excel_date_time(moment: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let second = f64::from(moment.second());
    excel_date(moment.date())?.and_hms(unsigned(moment.hour()), unsigned(moment.minute()), second)
}

pub(super) fn excel_time(time: Time) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_hms(
        unsigned(time.hour()),
        unsigned(time.minute()),
        f64::from(time.second()),
    )
}

/// Parts of dates are never negative from year 0 on; Excel itself refuses what is before 1900.
fn unsigned<I, U: TryFrom<I> + Default>(part: I) -> U {
    U::try_from(part).unwrap_or_default()
}

/// A name that Excel accepts for a sheet: at most 31 characters, none of `[]:*?/\`.
pub(super) fn sheet_name(name: &str) -> String {
    let allowed = |c: char| {
        if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') {
            ' '
        } else {
            c
        }
    };
    let short: String = name
        .trim_matches('\'')
        .chars()
        .map(allowed)
        .take(31)
        .collect();
    if short.trim().is_empty() {
        "Data".to_owned()
    } else {
        short.trim().to_owned()
    }
}
