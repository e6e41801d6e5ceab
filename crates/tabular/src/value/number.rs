//! Exact decimals in Indonesian and English spelling; a doubt is refused by name.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::unit::Unit;

/// Which sign separates the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// Indonesian: `1.234,5`.
    Comma,
    /// English: `1,234.5`.
    Point,
}

impl DecimalMark {
    fn signs(self) -> (char, char) {
        match self {
            Self::Comma => (',', '.'),
            Self::Point => ('.', ','),
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        }
    }
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberProblem {
    /// It is no number in either spelling.
    NotANumber,
    /// It is a different number in each spelling and the column's spelling is not known.
    Ambiguous,
    /// It is a number only in the other spelling than the column's.
    AgainstConvention,
    /// Scientific notation: the spreadsheet has shortened the number, its digits are gone.
    Scientific,
    /// More than 28 digits.
    TooLong,
}

/// Reads an exact decimal; `mark` is the spelling of the column, where it is known.
///
/// Signs may stand before or behind; brackets mean negative, as in bookkeeping.
pub fn parse_decimal(text: &str, mark: Option<DecimalMark>) -> Result<Decimal, NumberProblem> {
    let (is_negative, body) = split_sign(text.trim()).ok_or(NumberProblem::NotANumber)?;
    if is_scientific(body) {
        return Err(NumberProblem::Scientific);
    }
    let body = join_space_groups(body).ok_or(NumberProblem::NotANumber)?;
    let plain = match mark {
        Some(mark) => match (plain(&body, mark), plain(&body, mark.other())) {
            (Some(plain), _) => plain,
            (None, Some(_)) => return Err(NumberProblem::AgainstConvention),
            (None, None) => return Err(NumberProblem::NotANumber),
        },
        None => match (
            plain(&body, DecimalMark::Comma),
            plain(&body, DecimalMark::Point),
        ) {
            (Some(one), Some(other)) if one == other => one,
            (Some(_), Some(_)) => return Err(NumberProblem::Ambiguous),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => return Err(NumberProblem::NotANumber),
        },
    };
    let mut number = Decimal::from_str_exact(&plain).map_err(|_| NumberProblem::TooLong)?;
    if !number.is_zero() {
        number.set_sign_negative(is_negative);
    }
    Ok(number)
}

fn split_sign(text: &str) -> Option<(bool, &str)> {
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        return Some((true, inner.trim()));
    }
    let is_minus = |c: char| matches!(c, '-' | '\u{2212}' | '\u{2013}');
    let (leading, body) = match text.strip_prefix(is_minus) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (trailing, body) = match body.strip_suffix(is_minus) {
        Some(rest) => (true, rest),
        None => (false, body),
    };
    if leading && trailing {
        return None;
    }
    Some((leading || trailing, body.trim()))
}

/// `8,00152E+09` or `1e5`.
fn is_scientific(body: &str) -> bool {
    let Some((mantissa, exponent)) = body.split_once(['e', 'E']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && digits(exponent.trim_start_matches(['+', '-']))
}

/// Removes spaces and apostrophes that separate groups of three.
fn join_space_groups(body: &str) -> Option<String> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '\'' | '\u{2019}');
    let mut parts = body.split(is_gap);
    let mut joined = parts.next()?.to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let begins_well = joined.bytes().all(|byte| byte.is_ascii_digit());
        if digits != 3 || !begins_well || joined.is_empty() {
            return None;
        }
        joined.push_str(part);
    }
    Some(joined)
}

/// The number with a plain point, if it is well formed in this spelling.
fn plain(body: &str, mark: DecimalMark) -> Option<String> {
    let (decimal, group) = mark.signs();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = match body.split_once(decimal) {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (body, ""),
    };
    if !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or_default();
    let mut joined = first.to_owned();
    for part in groups {
        if part.len() != 3
            || !digits(part)
            || first.is_empty()
            || first.len() > 3
            || first.starts_with('0')
        {
            return None;
        }
        joined.push_str(part);
    }
    if !digits(first) {
        return None;
    }
    let whole = if joined.is_empty() { "0" } else { &joined };
    Some(if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    })
}

/// Sets aside a currency or unit before or behind a number, and the `,-` of price tags.
///
/// `Rp 1.234.567,-` becomes `1.234.567` and rupiah.
pub(crate) fn split_unit(text: &str) -> (String, Option<Unit>) {
    let text = text.trim();
    let (open, inner) = match text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => (true, inner.trim()),
        None => (false, text),
    };
    let (minus, inner) = match inner.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", inner),
    };
    let is_word = |c: char| c.is_alphabetic() || c == '$';
    let before: String = inner.chars().take_while(|c| is_word(*c)).collect();
    let rest = inner.strip_prefix(before.as_str()).unwrap_or(inner);
    let rest = if before.is_empty() {
        rest
    } else {
        rest.trim_start_matches(['.', ' ', '\u{a0}'])
    };
    let after = rest
        .rsplit(|c: char| !is_word(c))
        .next()
        .unwrap_or_default();
    let rest = rest.strip_suffix(after).unwrap_or(rest).trim_end();
    let rest = [",-", ".-", ",--"]
        .iter()
        .find_map(|tail| rest.strip_suffix(tail))
        .unwrap_or(rest);
    let word = if before.is_empty() { after } else { &before };
    match Unit::from_word(word) {
        Some(unit) if before.is_empty() || after.is_empty() => {
            let number = format!("{minus}{rest}");
            (
                if open { format!("({number})") } else { number },
                Some(unit),
            )
        }
        _ if word.is_empty() => (
            if open {
                format!("({minus}{rest})")
            } else {
                format!("{minus}{rest}")
            },
            None,
        ),
        _ => (text.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};
    use NumberProblem::{AgainstConvention, Ambiguous, NotANumber, Scientific, TooLong};

    fn read(text: &str, mark: impl Into<Option<DecimalMark>>) -> Result<String, NumberProblem> {
        parse_decimal(text, mark.into()).map(|number| number.to_string())
    }

    #[test]
    fn the_columns_spelling_decides() {
        assert_eq!(read("1.234", Comma).unwrap(), "1234");
        assert_eq!(read("1.234", Point).unwrap(), "1.234");
        assert_eq!(read("1.234.567,00", Comma).unwrap(), "1234567.00");
        assert_eq!(read("1,234,567.5", Point).unwrap(), "1234567.5");
        assert_eq!(read("12.5", Comma), Err(AgainstConvention));
        assert_eq!(read("12,5", Point), Err(AgainstConvention));
        assert_eq!(read("1,2,3", Point), Err(NotANumber));
    }

    #[test]
    fn without_a_spelling_only_the_doubtful_is_refused() {
        assert_eq!(read("1.234", None), Err(Ambiguous));
        assert_eq!(read("1,234", None), Err(Ambiguous));
        for (text, number) in [
            ("1234", "1234"),
            ("12,5", "12.5"),
            ("0.123", "0.123"),
            ("1.234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1234.567", "1234.567"),
        ] {
            assert_eq!(read(text, None).unwrap(), number);
        }
    }

    #[test]
    fn signs_brackets_and_spaces_are_understood() {
        for text in ["-4.02", "4.02-", "(4.02)", "\u{2212}4.02", "- 4.02"] {
            assert_eq!(read(text, Point).unwrap(), "-4.02");
        }
        assert_eq!(read("+7", None).unwrap(), "7");
        assert_eq!(read("-0", None).unwrap(), "0");
        assert_eq!(read("1 234 567,5", Comma).unwrap(), "1234567.5");
        assert_eq!(read("1\u{a0}234", None).unwrap(), "1234");
        for text in [
            "",
            "-",
            "1 23",
            "--1",
            "-1-",
            "1.",
            ".",
            "12a",
            "1..2",
            "0.123.456",
            "1 .5",
        ] {
            assert_eq!(read(text, None), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn lost_and_excess_digits_have_names() {
        assert_eq!(read("8,00152E+09", Comma), Err(Scientific));
        assert_eq!(read(&"9".repeat(40), None), Err(TooLong));
        assert_eq!(
            read("0.0000000000000000000000000001", None).unwrap(),
            "0.0000000000000000000000000001"
        );
    }

    #[test]
    fn currencies_and_units_are_set_aside() {
        let split = |text: &str| {
            let (number, unit) = split_unit(text);
            (number, unit.map(Unit::code))
        };
        assert_eq!(
            split("Rp 1.234.567,00"),
            ("1.234.567,00".to_owned(), Some("idr"))
        );
        assert_eq!(split("Rp. 500,-"), ("500".to_owned(), Some("idr")));
        assert_eq!(split("-$2.50"), ("-2.50".to_owned(), Some("usd")));
        assert_eq!(split("(Rp1.000)"), ("(1.000)".to_owned(), Some("idr")));
        assert_eq!(split("12,5 liter"), ("12,5".to_owned(), Some("litre")));
        assert_eq!(split("12 botol"), ("12 botol".to_owned(), None));
        assert_eq!(split("1.500.000,-"), ("1.500.000".to_owned(), None));
    }
}
