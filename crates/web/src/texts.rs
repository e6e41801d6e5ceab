//! Texts of an area in both languages, checked by the compiler through [`crate::fl!`].

use std::borrow::Cow;

use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::unic_langid::LanguageIdentifier;
use i18n_embed::{I18nAssets, I18nEmbedError, LanguageLoader as _};

use crate::Locale;

/// The texts of one area in one language; what `fl!` wants as its first argument.
pub type Texts = &'static FluentLanguageLoader;

/// The texts of one area in every language. Made by [`crate::area_texts!`].
#[derive(Debug)]
pub struct AreaTexts {
    indonesian: FluentLanguageLoader,
    english: FluentLanguageLoader,
}

struct TwoFiles {
    indonesian: &'static str,
    english: &'static str,
}

impl I18nAssets for TwoFiles {
    fn get_files(&self, file_path: &str) -> Vec<Cow<'_, [u8]>> {
        let text = if file_path.starts_with("en/") {
            self.english
        } else {
            self.indonesian
        };
        vec![Cow::Borrowed(text.as_bytes())]
    }

    fn filenames_iter(&self) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(std::iter::empty())
    }
}

impl AreaTexts {
    /// Reads the two compiled-in `.ftl` files of an area.
    ///
    /// # Panics
    /// Never: a file that is part of the program cannot be absent, and a broken entry is skipped (the test
    /// that [`crate::area_texts!`] writes finds it).
    #[expect(clippy::expect_used, reason = "the files are part of the program")]
    pub fn embedded(domain: &str, indonesian: &'static str, english: &'static str) -> Self {
        Self::load(domain, indonesian, english).expect("compiled-in texts load")
    }

    fn load(
        domain: &str,
        indonesian: &'static str,
        english: &'static str,
    ) -> Result<Self, I18nEmbedError> {
        let files = TwoFiles {
            indonesian,
            english,
        };
        let loader = |locale: Locale| {
            let language = language(locale);
            let loader = FluentLanguageLoader::new(domain, language.clone());
            loader.load_languages(&files, &[language])?;
            // Invisible isolation marks would break searching, copying and tests of our numbers.
            loader.set_use_isolating(false);
            Ok::<_, I18nEmbedError>(loader)
        };
        Ok(Self {
            indonesian: loader(Locale::Id)?,
            english: loader(Locale::En)?,
        })
    }

    /// The texts in a language.
    pub fn of(&'static self, locale: Locale) -> Texts {
        match locale {
            Locale::Id => &self.indonesian,
            Locale::En => &self.english,
        }
    }
}

fn language(locale: Locale) -> LanguageIdentifier {
    locale.code().parse().unwrap_or_default()
}

/// Declares `fn texts(Locale) -> Texts` over `i18n/id/AREA.ftl` and `i18n/en/AREA.ftl` of this crate.
#[macro_export]
macro_rules! area_texts {
    ($domain:literal) => {
        static AREA_TEXTS: ::std::sync::LazyLock<$crate::AreaTexts> =
            ::std::sync::LazyLock::new(|| {
                $crate::AreaTexts::embedded(
                    $domain,
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/i18n/id/",
                        $domain,
                        ".ftl"
                    )),
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/i18n/en/",
                        $domain,
                        ".ftl"
                    )),
                )
            });

        /// This area's texts in a language.
        pub(crate) fn texts(locale: $crate::Locale) -> $crate::Texts {
            AREA_TEXTS.of(locale)
        }

        #[cfg(test)]
        mod area_texts_tests {
            #[test]
            fn both_languages_have_the_same_texts() {
                let id = include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/i18n/id/",
                    $domain,
                    ".ftl"
                ));
                let en = include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/i18n/en/",
                    $domain,
                    ".ftl"
                ));
                assert_eq!($crate::text_keys(id), $crate::text_keys(en));
            }
        }
    };
}

/// The keys of a `.ftl` text with the variables each uses, and `key (unreadable)` for a broken entry.
pub fn text_keys(text: &str) -> std::collections::BTreeSet<String> {
    let (Ok(resource) | Err((resource, _))) = fluent_syntax::parser::parse(text);
    let mut keys = std::collections::BTreeSet::new();
    for entry in resource.body {
        match entry {
            fluent_syntax::ast::Entry::Message(message) => {
                keys.insert(message.id.name.to_owned());
            }
            fluent_syntax::ast::Entry::Junk { content } => {
                let first = content.lines().next().unwrap_or_default();
                keys.insert(format!("{first} (unreadable)"));
            }
            _ => {}
        }
    }
    keys
}

/// The words of the layout and the components.
pub(crate) mod own {
    crate::area_texts!("web");
}

pub(crate) use own::texts as words;
