//! The guides there are.

use std::sync::LazyLock;

use super::markdown;

/// Name and text of each guide, in the order of `docs/guides/README.md`.
const SOURCES: [(&str, &str); 9] = [
    (
        "petugas-bbm",
        include_str!("../../../../docs/guides/petugas-bbm.md"),
    ),
    (
        "pengemudi",
        include_str!("../../../../docs/guides/pengemudi.md"),
    ),
    (
        "operator-spbu",
        include_str!("../../../../docs/guides/operator-spbu.md"),
    ),
    (
        "bendahara",
        include_str!("../../../../docs/guides/bendahara.md"),
    ),
    (
        "verifikator",
        include_str!("../../../../docs/guides/verifikator.md"),
    ),
    (
        "wali-kota",
        include_str!("../../../../docs/guides/wali-kota.md"),
    ),
    (
        "admin-kota",
        include_str!("../../../../docs/guides/admin-kota.md"),
    ),
    (
        "pemasang",
        include_str!("../../../../docs/guides/pemasang.md"),
    ),
    (
        "impor-riwayat",
        include_str!("../../../../docs/guides/impor-riwayat.md"),
    ),
];

/// Read once, when the first is asked for.
static GUIDES: LazyLock<Vec<Guide>> = LazyLock::new(|| {
    SOURCES
        .iter()
        .map(|(name, source)| markdown::read(name, source))
        .collect()
});

/// A guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// The word in its address, such as `petugas-bbm`.
    pub name: &'static str,
    /// For whom it is: its first heading.
    pub title: String,
    /// What stands below that heading, as HTML.
    pub html: String,
    /// Its parts; the first is what stands before the first heading of the second level.
    pub sections: Vec<Section>,
}

/// A heading with the words below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Its mark in the page; empty at the top of the page.
    pub anchor: String,
    /// The words below it, in lower case.
    pub words: String,
}

impl Guide {
    /// The address of a part.
    pub fn href(&self, section: &Section) -> String {
        if section.anchor.is_empty() {
            format!("/panduan/{}", self.name)
        } else {
            format!("/panduan/{}#{}", self.name, section.anchor)
        }
    }

    /// The parts that have a heading of their own.
    pub fn headed(&self) -> impl Iterator<Item = &Section> {
        self.sections
            .iter()
            .filter(|section| !section.anchor.is_empty())
    }
}

/// All guides, in the order of `docs/guides/README.md`.
pub fn guides() -> &'static [Guide] {
    &GUIDES
}

/// The guide with this name.
pub fn guide(name: &str) -> Option<&'static Guide> {
    guides().iter().find(|guide| guide.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_of_the_list_is_there_and_no_other() {
        let list = include_str!("../../../../docs/guides/README.md");
        let listed: Vec<&str> = list
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(".md)").next())
            .collect();
        let names: Vec<&str> = guides().iter().map(|guide| guide.name).collect();
        assert_eq!(listed, names);
    }

    #[test]
    fn every_guide_says_for_whom_it_is_and_has_parts() {
        for guide in guides() {
            assert!(!guide.title.is_empty(), "{}", guide.name);
            assert!(guide.headed().count() > 0, "{}", guide.name);
            assert!(!guide.html.contains("<h1"), "{}", guide.name);
            assert!(!guide.html.contains(".md\""), "{}", guide.name);
        }
    }

    #[test]
    fn every_role_is_led_to_a_guide_that_exists() {
        for role in authz::Role::ALL {
            if let Some(name) = web::guide_of_role(*role) {
                assert!(guide(name).is_some(), "{name}");
            }
        }
    }
}
