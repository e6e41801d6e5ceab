//! Header words made comparable: case, accents, punctuation and common short forms.

/// Lower-case words without accents and punctuation, separated by single spaces.
///
/// `"No. Polisi*"` and `"NO POLISI"` become the same text.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            out.push_str(without_accent(character).unwrap_or(""));
            if without_accent(character).is_none() {
                out.push(character);
            }
        } else if !is_joined(character) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Apostrophes and combining marks join what stands around them.
fn is_joined(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
}

fn without_accent(character: char) -> Option<&'static str> {
    Some(match character {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        'ß' => "ss",
        _ => return None,
    })
}

/// The words of a header with common short forms written out, so that `Tgl` equals `Tanggal`.
pub(crate) fn header_words(text: &str) -> Vec<String> {
    let outside_brackets = without_brackets(text);
    normalise(&outside_brackets)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(long_form)
        .collect()
}

/// The words inside brackets: usually the unit, as in `Volume (liter)`.
pub(crate) fn bracket_words(text: &str) -> Vec<String> {
    let inside = text
        .split(['(', '['])
        .skip(1)
        .filter_map(|part| part.split([')', ']']).next());
    inside
        .flat_map(|part| {
            normalise(part)
                .split(' ')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let kept: String = text
        .chars()
        .filter(|character| {
            match character {
                '(' | '[' => depth = depth.saturating_add(1),
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect();
    if kept.trim().is_empty() {
        text.to_owned()
    } else {
        kept
    }
}

fn long_form(word: &str) -> String {
    match word {
        "nomor" | "nomer" | "number" | "num" | "nr" => "no",
        "tgl" => "tanggal",
        "jml" | "jlh" => "jumlah",
        "kend" | "kendr" => "kendaraan",
        "ltr" | "litre" | "litres" | "liters" => "liter",
        "odo" | "odometre" => "odometer",
        "ket" => "keterangan",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        assert_eq!(normalise("  No. Polisi* "), "no polisi");
        assert_eq!(normalise("Número/ÉTAT"), "numero etat");
        assert_eq!(normalise("Jum'at"), "jumat");
        assert_eq!(normalise("…"), "");
    }

    #[test]
    fn short_forms_are_written_out_and_units_set_aside() {
        assert_eq!(header_words("Tgl. Transaksi"), ["tanggal", "transaksi"]);
        assert_eq!(header_words("Volume (Liter)"), ["volume"]);
        assert_eq!(bracket_words("Volume (Liter)"), ["liter"]);
        assert_eq!(header_words("(Liter)"), ["liter"]);
    }
}
