//! `/panduan`: all guides, or the parts that a search finds.

use serde::Deserialize;
use web::{
    Answer, Cell, Column, DataTable, EmptyState, Filter, ListPage, Locale, PageFrame, QueryState,
    Visitor, fl, render,
};

use crate::{find_sections, guide, guides, texts};

/// The longest search.
const TYPED_MAX: usize = 100;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GuideQuery {
    cari: String,
}

pub(crate) async fn list_guides(
    visitor: Visitor,
    QueryState(query): QueryState<GuideQuery>,
) -> Answer {
    let page = visitor.page(fl!(texts(visitor.locale), "guides"));
    render(&list_page(page, &query))
}

fn list_page(page: PageFrame, query: &GuideQuery) -> ListPage {
    let texts = texts(page.locale);
    let typed: String = query.cari.trim().chars().take(TYPED_MAX).collect();
    let search = page.search("cari", fl!(texts, "guides-search"));
    let filter = Filter::default().field(&search.value(&typed));
    let empty = EmptyState::new(fl!(texts, "guides-none"), fl!(texts, "guides-none-text"))
        .step(fl!(texts, "guides-all"), "/panduan");
    let table = if typed.is_empty() {
        all(&page)
    } else {
        found(&page, &typed)
    };
    let own = web::guide_of(&page).and_then(guide);
    let list = ListPage::new(page, table, empty)
        .lead(fl!(texts, "guides-lead"))
        .filter(filter);
    match own {
        Some(own) => list.action(
            fl!(texts, "guide-own", title = own.title.as_str()),
            format!("/panduan/{}", own.name),
        ),
        None => list,
    }
}

fn all(page: &PageFrame) -> DataTable {
    let texts = texts(page.locale);
    let columns = [Column::text(fl!(texts, "guide-for"))];
    DataTable::new(fl!(texts, "guides-all"), columns).rows(guides().iter().map(|guide| {
        let parts: Vec<&str> = guide.headed().map(|part| part.title.as_str()).collect();
        [Cell::link(&guide.title, format!("/panduan/{}", guide.name)).below(parts.join(" · "))]
    }))
}

fn found(page: &PageFrame, typed: &str) -> DataTable {
    let texts = texts(page.locale);
    let columns = [
        Column::text(fl!(texts, "guide-part")),
        Column::text(fl!(texts, "guide-for")),
    ];
    let rows = find_sections(typed).into_iter().map(|(guide, section)| {
        [
            Cell::link(&section.title, guide.href(section)),
            Cell::text(&guide.title),
        ]
    });
    DataTable::new(fl!(texts, "guides-found"), columns).rows(rows)
}

/// The list as it looks, for samples.
pub(crate) fn sample(locale: Locale) -> Vec<web::Sample> {
    use askama::Template as _;
    [("all", ""), ("found", "kuota"), ("none", "zzz")]
        .into_iter()
        .map(|(case, cari)| {
            let page = PageFrame::sample(locale, fl!(texts(locale), "guides"));
            let cari = cari.to_owned();
            let page = list_page(page, &GuideQuery { cari });
            web::Sample {
                name: format!("guide-list/{case}"),
                html: page.render().unwrap_or_else(|error| error.to_string()),
            }
        })
        .collect()
}
