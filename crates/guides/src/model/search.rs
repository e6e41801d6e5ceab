//! Finding a part of a guide by words.

use super::{Guide, Section, guides};

/// The most parts that are found.
const FOUND_MAX: usize = 50;

/// The parts in which every word stands, those with all words in the heading first.
pub fn find_sections(typed: &str) -> Vec<(&'static Guide, &'static Section)> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut in_headings = Vec::new();
    let mut in_text = Vec::new();
    for guide in guides() {
        for section in &guide.sections {
            let title = section.title.to_lowercase();
            if words.iter().all(|word| title.contains(word)) {
                in_headings.push((guide, section));
            } else if words
                .iter()
                .all(|word| title.contains(word) || section.words.contains(word))
            {
                in_text.push((guide, section));
            }
        }
    }
    in_headings.extend(in_text);
    in_headings.truncate(FOUND_MAX);
    in_headings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_come_before_text() {
        let found = find_sections("akhir BULAN");
        let first = found
            .first()
            .map(|(guide, section)| (guide.name, section.title.as_str()));
        assert_eq!(first, Some(("petugas-bbm", "Akhir bulan")));
    }

    #[test]
    fn every_word_must_stand_there() {
        assert!(!find_sections("kuota").is_empty());
        assert!(find_sections("kuota zzz").is_empty());
        assert!(find_sections("  ").is_empty());
    }
}
