//! The two languages of the pages.

/// A language of the pages; Indonesian is the fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Bahasa Indonesia.
    #[default]
    Id,
    /// English.
    En,
}

impl Locale {
    /// Both languages, the fallback first.
    pub const ALL: [Locale; 2] = [Locale::Id, Locale::En];

    /// The language tag, for `html lang`, cookies and the URL.
    pub const fn code(self) -> &'static str {
        match self {
            Locale::Id => "id",
            Locale::En => "en",
        }
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Locale::Id => "Bahasa Indonesia",
            Locale::En => "English",
        }
    }

    /// The language with this tag, region ignored.
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next().unwrap_or_default();
        match language.trim().to_ascii_lowercase().as_str() {
            // Old browsers send the withdrawn tag "in" for Indonesian; Malay readers understand it.
            "id" | "in" | "ms" => Some(Locale::Id),
            "en" => Some(Locale::En),
            _ => None,
        }
    }

    /// The first wish of an `Accept-Language` header that we speak, by weight.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Locale)> = None;
        for wish in header.split(',').take(20) {
            let mut parts = wish.split(';');
            let Some(locale) = parts.next().and_then(|code| Locale::from_code(code.trim())) else {
                continue;
            };
            let weight = parts.find_map(weight).unwrap_or(1000);
            if weight > best.map_or(0, |(best, _)| best) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

/// Reads `q=0.8` as 800.
fn weight(parameter: &str) -> Option<u32> {
    let text = parameter.trim().strip_prefix("q=")?;
    let thousandths = base::parse_scaled(text, 3).ok()?;
    u32::try_from(thousandths).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highest_weight_we_speak_wins() {
        let check = |header, expected| assert_eq!(Locale::from_accept_language(header), expected);
        check("en-GB,en;q=0.9,id;q=0.8", Some(Locale::En));
        check("fr,id;q=0.5,en;q=0.4", Some(Locale::Id));
        check("in-ID", Some(Locale::Id));
        check("fr, de;q=0.7", None);
        check("en;q=0", None);
        check("", None);
    }
}
