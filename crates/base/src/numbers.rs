//! Numbers as Indonesians write them: dots between thousands, a comma before decimals.

/// Why a typed number was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberParseError {
    /// Nothing was typed.
    #[error("no number was given")]
    Empty,
    /// Something other than digits, separators and a sign was typed.
    #[error("this is not a number")]
    NotANumber,
    /// More decimals than the quantity has.
    #[error("too many decimals")]
    TooPrecise,
    /// The number does not fit.
    #[error("the number is too large")]
    TooLarge,
}

/// Writes a whole number with dots between thousands: `1.234.567`.
pub fn format_grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        let remaining = digits.len().saturating_sub(position);
        if position > 0 && remaining.is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Writes a number held as an integer of 10^-`decimals`, without trailing zeros: `12,5`.
pub fn format_scaled(number: i64, decimals: u32) -> String {
    let unit = 10_u64.checked_pow(decimals).unwrap_or(u64::MAX);
    let magnitude = number.unsigned_abs();
    let whole = magnitude.checked_div(unit).unwrap_or_default();
    let rest = magnitude.checked_rem(unit).unwrap_or_default();
    let sign = if number < 0 { "-" } else { "" };
    let whole = format_grouped(whole);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let width = usize::try_from(decimals).unwrap_or(usize::MAX);
    let fraction = format!("{rest:0width$}");
    format!("{sign}{whole},{}", fraction.trim_end_matches('0'))
}

/// Reads a number a person typed into an integer of 10^-`decimals`.
///
/// Accepts `35,5`, `35.5`, `1.234,5`, `1.234.567` and a leading `Rp`. A single dot followed by
/// exactly three digits is a thousands separator where the quantity has no decimals, and a
/// decimal point where it has (`7.326` litres is 7,326 l, `7.326` rupiah is Rp 7.326).
///
/// # Errors
/// A [`NumberParseError`] that says what was wrong.
pub fn parse_scaled(text: &str, decimals: u32) -> Result<i64, NumberParseError> {
    let compact: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{a0}')
        .collect();
    let compact = compact
        .strip_prefix("Rp")
        .or(compact.strip_prefix("rp"))
        .unwrap_or(&compact);
    let (negative, compact) = match compact.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, compact),
    };
    if compact.is_empty() {
        return Err(NumberParseError::Empty);
    }
    let (whole, fraction) = split_decimal(compact, decimals)?;
    let is_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if !is_digits(&whole) || !is_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(NumberParseError::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let width = usize::try_from(decimals).unwrap_or(usize::MAX);
    if fraction.len() > width {
        return Err(NumberParseError::TooPrecise);
    }
    let digits = format!("{whole}{fraction:0<width$}");
    let magnitude: i64 = digits.parse().map_err(|_| NumberParseError::TooLarge)?;
    Ok(if negative {
        magnitude.saturating_neg()
    } else {
        magnitude
    })
}

/// Splits into whole digits (separators removed) and decimals.
fn split_decimal(text: &str, decimals: u32) -> Result<(String, &str), NumberParseError> {
    if let Some((whole, fraction)) = text.split_once(',') {
        return Ok((ungroup(whole)?, fraction));
    }
    match text.rsplit_once('.') {
        Some((whole, fraction)) if decimals > 0 && !whole.contains('.') => {
            Ok((whole.to_owned(), fraction))
        }
        Some(_) => Ok((ungroup(text)?, "")),
        None => Ok((text.to_owned(), "")),
    }
}

/// Removes dots, which must stand before groups of three digits.
fn ungroup(text: &str) -> Result<String, NumberParseError> {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or_default();
    let grouped = groups.clone().next().is_some();
    if grouped && (first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3)) {
        return Err(NumberParseError::NotANumber);
    }
    Ok(text.replace('.', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, decimals: u32, expected: Result<i64, NumberParseError>) {
        assert_eq!(
            parse_scaled(text, decimals),
            expected,
            "{text:?} with {decimals} decimals"
        );
    }

    #[test]
    fn reads_litres_with_comma_or_point() {
        check("35,5", 3, Ok(35_500));
        check("35.5", 3, Ok(35_500));
        check("7.326", 3, Ok(7_326));
        check("1.234,5", 3, Ok(1_234_500));
        check(" 20 ", 3, Ok(20_000));
        check(",5", 3, Ok(500));
    }

    #[test]
    fn reads_rupiah_with_dots_between_thousands() {
        check("Rp 1.234.567", 0, Ok(1_234_567));
        check("13650", 0, Ok(13_650));
        check("7.326", 0, Ok(7_326));
        check("100.000,00", 0, Ok(100_000));
    }

    #[test]
    fn says_what_is_wrong() {
        check("", 3, Err(NumberParseError::Empty));
        check("dua", 3, Err(NumberParseError::NotANumber));
        check("1,2345", 3, Err(NumberParseError::TooPrecise));
        check("13.65", 0, Err(NumberParseError::NotANumber));
        check("1,5", 0, Err(NumberParseError::TooPrecise));
        check("99999999999999999999", 0, Err(NumberParseError::TooLarge));
        check("1.23.456", 0, Err(NumberParseError::NotANumber));
    }

    #[test]
    fn reads_what_it_writes() {
        for number in [0, 1, 999, 1_000, 12_500, 1_234_567, -42] {
            check(&format_scaled(number, 0), 0, Ok(number));
        }
        for number in [0, 1, 12_500, 999_999_999] {
            check(&format_scaled(number, 3).replace('.', ""), 3, Ok(number));
        }
    }
}
