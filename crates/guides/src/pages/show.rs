//! `/panduan/NAME`: one guide.

use askama::Template;
use web::axum::extract::Path;
use web::{Answer, Locale, PageFrame, Samples, Texts, Visitor, WebError, fl, render};

use crate::{Guide, guide, texts};

/// A guide with the list of its parts.
#[derive(Debug, Template)]
#[template(path = "guides/show.html")]
pub(crate) struct GuidePage {
    page: PageFrame,
    texts: Texts,
    guide: &'static Guide,
}

pub(crate) async fn show_guide(visitor: Visitor, Path(name): Path<String>) -> Answer {
    let guide = guide(&name).ok_or_else(WebError::not_found)?;
    let page = visitor.page(guide.title.clone());
    render(&guide_page(page, guide))
}

fn guide_page(page: PageFrame, guide: &'static Guide) -> GuidePage {
    let texts = texts(page.locale);
    GuidePage {
        page: page.crumb(fl!(texts, "guides"), "/panduan"),
        texts,
        guide,
    }
}

impl GuidePage {
    /// The guides are in Indonesian, also where the page around them is not.
    fn is_foreign(&self) -> bool {
        self.page.locale != Locale::Id
    }
}

impl Samples for GuidePage {
    const NAME: &'static str = "guide";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        crate::guides()
            .iter()
            .map(|guide| {
                let page = PageFrame::sample(locale, guide.title.clone());
                (guide.name, guide_page(page, guide))
            })
            .collect()
    }
}
