//! From Markdown to a guide.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::{Guide, Section};

/// Reads a guide; HTML in it is shown as text.
pub(super) fn read(name: &'static str, source: &str) -> Guide {
    let mut reader = Reader::default();
    for event in Parser::new_ext(source, Options::ENABLE_TABLES) {
        reader.take(event);
    }
    let Reader {
        title,
        sections,
        shown,
        ..
    } = reader;
    let mut html = String::new();
    html::push_html(&mut html, shown.into_iter());
    let mut guide = Guide {
        name,
        title,
        html,
        sections,
    };
    if let Some(first) = guide.sections.first_mut() {
        first.title.clone_from(&guide.title);
    }
    guide
}

/// A heading whose end has not come yet.
struct Open<'a> {
    level: HeadingLevel,
    text: String,
    events: Vec<Event<'a>>,
}

/// What has been read so far.
struct Reader<'a> {
    title: String,
    sections: Vec<Section>,
    shown: Vec<Event<'a>>,
    open: Option<Open<'a>>,
    /// For each link that is open, whether it is shown as one.
    links: Vec<bool>,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self {
            title: String::new(),
            sections: vec![Section::default()],
            shown: Vec::new(),
            open: None,
            links: Vec::new(),
        }
    }
}

impl<'a> Reader<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.open = Some(Open {
                    level,
                    text: String::new(),
                    events: Vec::new(),
                });
            }
            Event::End(TagEnd::Heading(_)) => self.close(),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let target = target(&dest_url);
                self.links.push(target.is_some());
                if let Some(target) = target {
                    self.show(Event::Start(Tag::Link {
                        link_type,
                        dest_url: target.into(),
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if self.links.pop().unwrap_or(false) {
                    self.show(Event::End(TagEnd::Link));
                }
            }
            Event::Html(text) | Event::InlineHtml(text) => self.show(Event::Text(text)),
            other => self.show(other),
        }
    }

    fn show(&mut self, event: Event<'a>) {
        if let Event::Text(text) | Event::Code(text) = &event {
            match (&mut self.open, self.sections.last_mut()) {
                (Some(open), _) => open.text.push_str(text),
                (None, Some(section)) => {
                    section.words.push_str(&text.to_lowercase());
                    section.words.push(' ');
                }
                (None, None) => {}
            }
        }
        match &mut self.open {
            Some(open) => open.events.push(event),
            None => self.shown.push(event),
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        if open.level == HeadingLevel::H1 {
            self.title = open.text;
            return;
        }
        let anchor = self.free_anchor(&open.text);
        self.shown.push(Event::Start(Tag::Heading {
            level: open.level,
            id: Some(anchor.clone().into()),
            classes: Vec::new(),
            attrs: Vec::new(),
        }));
        self.shown.extend(open.events);
        self.shown.push(Event::End(TagEnd::Heading(open.level)));
        self.sections.push(Section {
            title: open.text,
            anchor,
            words: String::new(),
        });
    }

    /// A mark that no other heading of the guide has.
    fn free_anchor(&self, title: &str) -> String {
        let plain = anchor_of(title);
        let is_taken = |anchor: &str| self.sections.iter().any(|known| known.anchor == anchor);
        if !is_taken(&plain) {
            return plain;
        }
        (2_u32..1_000)
            .map(|number| format!("{plain}-{number}"))
            .find(|anchor| !is_taken(anchor))
            .unwrap_or(plain)
    }
}

/// Letters and digits of a heading, with dashes between the words.
fn anchor_of(title: &str) -> String {
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    format!("b-{}", words.join("-"))
}

/// The address of another guide; other files of the repository are not on this server.
fn target(written: &str) -> Option<String> {
    let name = written.strip_suffix(".md")?;
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_name.then(|| format!("/panduan/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "# Petugas *BBM*\n\nAwal.\n\n## Akhir bulan\n\nLihat [kuota](kuota.md), \
        [kode](../../src/main.rs) dan <b style=\"x\">ini</b>.\n\n## Akhir bulan\n\n`sihebat verify`\n";

    #[test]
    fn headings_become_marks_and_sections() {
        let guide = read("contoh", SOURCE);
        assert_eq!(guide.title, "Petugas BBM");
        let anchors: Vec<&str> = guide
            .sections
            .iter()
            .map(|one| one.anchor.as_str())
            .collect();
        assert_eq!(anchors, ["", "b-akhir-bulan", "b-akhir-bulan-2"]);
        assert!(
            guide
                .html
                .contains("<h2 id=\"b-akhir-bulan\">Akhir bulan</h2>")
        );
        assert_eq!(guide.sections[0].words, "awal. ");
        assert_eq!(guide.sections[2].words, "sihebat verify ");
    }

    #[test]
    fn links_lead_to_guides_or_nowhere_and_html_is_text() {
        let html = read("contoh", SOURCE).html;
        assert!(html.contains("<a href=\"/panduan/kuota\">kuota</a>"));
        assert!(html.contains(" kode dan "));
        assert!(html.contains("&lt;b style="));
    }
}
