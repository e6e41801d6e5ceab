//! What stands above and below the content of a page.

use askama::Template;

use crate::{FrameKind, Locale, NavGroup, NavLink, PageFrame, SampleShare, fl};

#[derive(Debug, Template)]
#[template(path = "components/top.html")]
pub(crate) struct Top<'a> {
    page: &'a PageFrame,
}

#[derive(Debug, Template)]
#[template(path = "components/bottom.html")]
pub(crate) struct Bottom<'a> {
    page: &'a PageFrame,
}

#[derive(Debug, Template)]
#[template(path = "components/menu.html")]
pub(crate) struct Menu<'a> {
    page: &'a PageFrame,
}

super::html_safe!(Top<'a>, Bottom<'a>, Menu<'a>);

impl PageFrame {
    /// Everything before the content; `layout.html` prints it.
    pub fn top(&self) -> impl askama::filters::HtmlSafe {
        Top { page: self }
    }

    /// Everything after the content; `layout.html` prints it.
    pub fn bottom(&self) -> impl askama::filters::HtmlSafe {
        Bottom { page: self }
    }
}

impl Top<'_> {
    fn class(&self) -> &'static str {
        match self.page.kind {
            FrameKind::Full => "full",
            FrameKind::Plain => "plain",
            FrameKind::Bare => "bare",
            FrameKind::Print => "print",
        }
    }

    fn framed(&self) -> bool {
        self.page.kind != FrameKind::Bare
    }

    fn styles(&self) -> Vec<String> {
        let entries = std::iter::once("main").chain(self.page.scripts.iter().copied());
        let mut styles: Vec<String> = Vec::new();
        for style in entries.flat_map(|entry| self.page.assets.styles(entry)) {
            if !styles.contains(&style) {
                styles.push(style);
            }
        }
        styles
    }

    fn scripts(&self) -> Vec<String> {
        let entries = std::iter::once("main").chain(self.page.scripts.iter().copied());
        entries
            .filter_map(|entry| self.page.assets.script(entry))
            .collect()
    }

    fn menu(&self) -> Menu<'_> {
        Menu { page: self.page }
    }
}

impl Bottom<'_> {
    fn framed(&self) -> bool {
        self.page.kind != FrameKind::Bare
    }

    fn languages(&self) -> Vec<(Locale, String)> {
        Locale::ALL
            .into_iter()
            .filter(|locale| *locale != self.page.locale)
            .map(|locale| (locale, self.page.in_language(locale)))
            .collect()
    }
}

impl Menu<'_> {
    fn groups(&self) -> Vec<(String, Vec<&NavLink>)> {
        let words = self.page.words();
        [
            (NavGroup::Work, fl!(words, "nav-work")),
            (NavGroup::Register, fl!(words, "nav-register")),
            (NavGroup::Oversight, fl!(words, "nav-oversight")),
            (NavGroup::Setup, fl!(words, "nav-setup")),
        ]
        .into_iter()
        .map(|(group, name)| {
            let links = self
                .page
                .nav
                .iter()
                .filter(|link| link.group == group)
                .collect();
            (name, links)
        })
        .filter(|(_, links): &(_, Vec<_>)| !links.is_empty())
        .collect()
    }
}
