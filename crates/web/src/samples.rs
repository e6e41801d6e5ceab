//! Every page type lists sample instances; tests render each in both languages.

use askama::Template;

use crate::{Locale, PageFrame};

/// A page rendered from made-up values.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Name of the page and the case, such as `voucher-form/with-errors`.
    pub name: String,
    /// The whole document.
    pub html: String,
}

/// A page type that can show itself without a request.
pub trait Samples: Template + Sized {
    /// A name for files: the noun and the page, such as `voucher-form`.
    const NAME: &'static str;

    /// Instances in a language, each with the name of its case: usual, empty, longest, with errors.
    fn samples(locale: Locale) -> Vec<(&'static str, Self)>;
}

/// Renders the samples of a page type; a page that cannot be rendered gives its error as text.
pub fn sample<T: Samples>(locale: Locale) -> Vec<Sample> {
    let render = |(case, page): (&str, T)| Sample {
        name: format!("{}/{case}", T::NAME),
        html: page.render().unwrap_or_else(|error| error.to_string()),
    };
    T::samples(locale).into_iter().map(render).collect()
}

impl Sample {
    /// What is plainly wrong with the document, for tests: empty where all is well.
    pub fn faults(&self, frame: &PageFrame) -> Vec<String> {
        let html = &self.html;
        let mut faults = Vec::new();
        let mut require = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{}: {what}", self.name));
            }
        };
        require(
            html.starts_with("<!doctype html>"),
            "does not begin with a doctype",
        );
        let lang = format!("<html lang=\"{}\"", frame.locale.code());
        require(html.contains(&lang), "does not name its language");
        require(html.matches("<h1").count() == 1, "needs exactly one h1");
        require(html.contains("</html>"), "is cut short");
        require(!html.contains("No localization for id"), "lacks a text");
        require(
            !html.contains(" style="),
            "has an inline style, which the policy blocks",
        );
        require(
            !html.contains("<script>"),
            "has an inline script, which the policy blocks",
        );
        let posts = html.matches("method=\"post\"").count();
        let guarded = html.matches("name=\"_csrf\"").count();
        require(posts == guarded, "has a form without page.guard()");
        faults
    }
}
