//! Reading what people typed, with errors that say what to do.

use std::ops::RangeInclusive;
use std::str::FromStr;

use base::{CivilDate, Millilitres, NumberParseError, Rupiah, parse_scaled};

use crate::texts::words;
use crate::{Locale, Refusal, Texts, fl};

/// What is wrong with one field, or with the whole form where `field` is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// What to do, with an example.
    pub text: String,
}

/// The errors of a form, in the order of its fields.
///
/// Each reader takes the field's name, what it asks for in the reader's language ("jumlah liter") and
/// what was typed; it answers the value, or notes an error and answers `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors {
    locale: Locale,
    entries: Vec<FieldError>,
}

impl FieldErrors {
    /// No errors yet; texts in this language.
    pub fn new(locale: Locale) -> Self {
        Self {
            locale,
            entries: Vec::new(),
        }
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The errors in order.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.entries.iter()
    }

    /// The first error of a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        let mut found = self.entries.iter().filter(|error| error.field == field);
        found.next().map(|error| error.text.as_str())
    }

    /// Notes an error of a field.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.entries.push(FieldError {
            field: field.into(),
            text: text.into(),
        });
    }

    /// Notes the domain's no beside the field it is about, or for the whole form where `field` is "".
    pub fn refuse(&mut self, field: &str, refusal: &impl Refusal) {
        self.add(field, refusal.text(self.locale));
    }

    /// Takes an action's end into the form: a refusal is shown, anything else ends the request.
    ///
    /// # Errors
    /// The failure, or a reused key.
    pub fn catch<R: Refusal>(
        &mut self,
        field: &str,
        error: db::ActionError<R>,
    ) -> Result<(), crate::WebError> {
        match error {
            db::ActionError::Refused(refusal) => {
                self.refuse(field, &refusal);
                Ok(())
            }
            other => Err(crate::WebError::action(other, self.locale)),
        }
    }

    fn words(&self) -> Texts {
        words(self.locale)
    }

    fn fail<T>(&mut self, field: &str, text: String) -> Option<T> {
        self.add(field, text);
        None
    }

    /// A text that must be there, spaces around it removed.
    pub fn text(
        &mut self,
        field: &str,
        what: &str,
        typed: &str,
        chars_max: usize,
    ) -> Option<String> {
        let text = typed.trim();
        if text.is_empty() {
            return self.fail(field, fl!(self.words(), "check-enter", what = what));
        }
        self.within(field, what, text, chars_max)
    }

    /// A text that may be absent.
    pub fn optional_text(
        &mut self,
        field: &str,
        what: &str,
        typed: &str,
        chars_max: usize,
    ) -> Option<Option<String>> {
        let text = typed.trim();
        if text.is_empty() {
            return Some(None);
        }
        self.within(field, what, text, chars_max).map(Some)
    }

    fn within(&mut self, field: &str, what: &str, text: &str, chars_max: usize) -> Option<String> {
        if text.chars().count() > chars_max {
            let most = chars_max.to_string();
            return self.fail(
                field,
                fl!(self.words(), "check-long", what = what, most = most),
            );
        }
        Some(text.to_owned())
    }

    /// A volume in litres, up to three decimals, comma or point.
    pub fn litres(
        &mut self,
        field: &str,
        what: &str,
        typed: &str,
        range: RangeInclusive<Millilitres>,
    ) -> Option<Millilitres> {
        let example = "35,5";
        let volume = Millilitres::new(self.number(field, what, typed, (3, example))?);
        if !range.contains(&volume) {
            let (least, most) = (range.start().to_string(), range.end().to_string());
            let text = fl!(
                self.words(),
                "check-range",
                what = what,
                least = least,
                most = most
            );
            return self.fail(field, text);
        }
        Some(volume)
    }

    /// An amount in whole rupiah.
    pub fn rupiah(
        &mut self,
        field: &str,
        what: &str,
        typed: &str,
        range: RangeInclusive<Rupiah>,
    ) -> Option<Rupiah> {
        let example = "250.000";
        let amount = Rupiah::new(self.number(field, what, typed, (0, example))?);
        if !range.contains(&amount) {
            let (least, most) = (range.start().to_string(), range.end().to_string());
            let text = fl!(
                self.words(),
                "check-range",
                what = what,
                least = least,
                most = most
            );
            return self.fail(field, text);
        }
        Some(amount)
    }

    /// A whole number.
    pub fn whole(
        &mut self,
        field: &str,
        what: &str,
        typed: &str,
        range: RangeInclusive<i64>,
    ) -> Option<i64> {
        let number = self.number(field, what, typed, (0, "12"))?;
        if !range.contains(&number) {
            let (least, most) = (range.start().to_string(), range.end().to_string());
            let text = fl!(
                self.words(),
                "check-range",
                what = what,
                least = least,
                most = most
            );
            return self.fail(field, text);
        }
        Some(number)
    }

    fn number(
        &mut self,
        field: &str,
        what: &str,
        typed: &str,
        (decimals, example): (u32, &str),
    ) -> Option<i64> {
        let words = self.words();
        let text = match parse_scaled(typed.trim(), decimals) {
            Ok(number) => return Some(number),
            Err(NumberParseError::Empty) => {
                fl!(words, "check-enter-example", what = what, example = example)
            }
            Err(NumberParseError::TooPrecise) => {
                let decimals = decimals.to_string();
                fl!(
                    words,
                    "check-precise",
                    what = what,
                    decimals = decimals,
                    example = example
                )
            }
            Err(_) => fl!(words, "check-digits", what = what, example = example),
        };
        self.fail(field, text)
    }

    /// A date, from a date picker (`2026-11-24`) or typed (`24/11/2026`).
    pub fn date(&mut self, field: &str, what: &str, typed: &str) -> Option<CivilDate> {
        let typed = typed.trim();
        if let Some(date) = read_date(typed) {
            return Some(date);
        }
        let example = "24/11/2026";
        self.fail(
            field,
            fl!(
                self.words(),
                "check-enter-example",
                what = what,
                example = example
            ),
        )
    }

    /// A choice from a list by id or code: anything that reads itself from text.
    pub fn choice<T: FromStr>(&mut self, field: &str, what: &str, typed: &str) -> Option<T> {
        match typed.trim().parse() {
            Ok(value) => Some(value),
            Err(_) => self.fail(field, fl!(self.words(), "check-choose", what = what)),
        }
    }

    /// A choice by a lookup, such as `Role::from_code`.
    pub fn pick<T>(&mut self, field: &str, what: &str, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.add(field, fl!(self.words(), "check-choose", what = what));
        }
        found
    }
}

fn read_date(typed: &str) -> Option<CivilDate> {
    if let Ok(date) = typed.parse() {
        return Some(date);
    }
    let mut parts = typed.split(['/', '-', '.', ' ']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    CivilDate::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn litres(typed: &str) -> Result<i64, String> {
        let mut errors = FieldErrors::new(Locale::Id);
        let range = Millilitres::new(1)..=Millilitres::new(200_000);
        let read = errors.litres("litres", "jumlah liter", typed, range);
        read.map(Millilitres::get)
            .ok_or_else(|| errors.of("litres").unwrap_or_default().to_owned())
    }

    #[test]
    fn reads_comma_and_point() {
        assert_eq!(litres("35,5"), Ok(35_500));
        assert_eq!(litres(" 35.5 "), Ok(35_500));
    }

    #[test]
    fn says_what_to_type() {
        assert_eq!(
            litres(""),
            Err("Masukkan jumlah liter, contoh 35,5".to_owned())
        );
        assert_eq!(
            litres("tiga"),
            Err("Tulis jumlah liter dengan angka, contoh 35,5".to_owned())
        );
        assert_eq!(
            litres("350"),
            Err("Isi jumlah liter antara 0,001\u{a0}l dan 200\u{a0}l".to_owned())
        );
    }

    #[test]
    fn reads_dates_as_picked_and_as_typed() {
        let mut errors = FieldErrors::new(Locale::En);
        let picked = errors.date("on", "date", "2026-11-24");
        assert_eq!(picked, errors.date("on", "date", "24/11/2026"));
        assert_eq!(picked, errors.date("on", "date", "24-11-2026"));
        assert!(errors.is_empty());
        assert_eq!(errors.date("on", "the date", "31/02/2026"), None);
        assert_eq!(
            errors.of("on"),
            Some("Enter the date, for example 24/11/2026")
        );
    }

    #[test]
    fn choice_and_text_name_what_is_missing() {
        let mut errors = FieldErrors::new(Locale::Id);
        assert_eq!(
            errors.choice::<base::StationId>("station", "SPBU", ""),
            None
        );
        assert_eq!(errors.text("reason", "alasan", "  ", 20), None);
        assert_eq!(errors.text("note", "catatan", "abcdef", 5), None);
        let texts: Vec<_> = errors.iter().map(|error| error.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Pilih SPBU",
                "Masukkan alasan",
                "Persingkat catatan, paling banyak 5 huruf"
            ]
        );
    }
}
