use crate::words::normalise;

/// Reads yes or no in the spellings of Indonesian and English sheets.
pub(crate) fn parse_flag(text: &str) -> Option<bool> {
    if matches!(text.trim(), "✓" | "✔" | "√") {
        return Some(true);
    }
    match normalise(text).as_str() {
        "ya" | "y" | "yes" | "true" | "benar" | "1" | "x" | "v" | "ada" => Some(true),
        "tidak" | "t" | "tdk" | "no" | "n" | "false" | "salah" | "0" | "tidak ada" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_flag;

    #[test]
    fn yes_and_no_are_read_in_both_languages() {
        assert_eq!(["Ya", "x", "TRUE", "✓"].map(parse_flag), [Some(true); 4]);
        assert_eq!(
            ["tidak", "Tdk.", "no", "0"].map(parse_flag),
            [Some(false); 4]
        );
        assert_eq!(parse_flag("mungkin"), None);
    }
}
