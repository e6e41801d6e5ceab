//! The two shapes most pages have: a form, and a record with its parts.

use askama::Template;
use web::{Button, Locale, PageFrame, Samples, StatusTone, SummaryList, Tag};

/// A form: fields above one another, one button.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) page: PageFrame,
    pub(crate) lead: String,
    pub(crate) action: String,
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) fields: Vec<String>,
    pub(crate) button: Button,
}

/// A record with its parts.
#[derive(Debug, Template)]
#[template(path = "detail.html")]
pub(crate) struct DetailPage {
    pub(crate) page: PageFrame,
    pub(crate) summary: SummaryList,
    pub(crate) links: Vec<(String, String)>,
    pub(crate) sections: Vec<Section>,
}

/// A part of a record: its items, and what can be done.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) items: Vec<Item>,
    pub(crate) form: Option<SmallForm>,
    pub(crate) links: Vec<(String, String)>,
}

/// A line of a part.
#[derive(Debug, Default)]
pub(crate) struct Item {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) tag: Option<Tag>,
    pub(crate) buttons: Vec<ItemButton>,
    pub(crate) links: Vec<(String, String)>,
}

/// Something done with one tap.
#[derive(Debug)]
pub(crate) struct ItemButton {
    pub(crate) text: String,
    pub(crate) action: String,
    pub(crate) hidden: Vec<(&'static str, String)>,
}

/// A form inside a part.
#[derive(Debug)]
pub(crate) struct SmallForm {
    pub(crate) action: String,
    pub(crate) fields: Vec<String>,
    pub(crate) button: String,
}

impl Samples for FormPage {
    const NAME: &'static str = "stations-form";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = PageFrame::sample(locale, "SPBU");
        let field = page
            .text_field("name", "Nama")
            .value("SPBU Oebobo")
            .to_string();
        let button = page.submit("Simpan").cancel("/spbu");
        let form = Self {
            page,
            lead: "54.851.02".to_owned(),
            action: "/spbu".to_owned(),
            hidden: vec![("revision", "0".to_owned())],
            fields: vec![field],
            button,
        };
        vec![("filled", form)]
    }
}

impl Samples for DetailPage {
    const NAME: &'static str = "stations-detail";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let page = PageFrame::sample(locale, "SPBU Oebobo");
        let summary = page.summary().row("Nomor", "54.851.02");
        let button = ItemButton {
            text: "Laporkan kosong".to_owned(),
            action: "/spbu/1/stok".to_owned(),
            hidden: vec![("product", "pertamax".to_owned())],
        };
        let item = Item {
            title: "Pertamax".to_owned(),
            text: "Rp 13.650".to_owned(),
            tag: Some(Tag::new("Tersedia", StatusTone::Good)),
            buttons: vec![button],
            links: Vec::new(),
        };
        let form = SmallForm {
            action: "/spbu/1/perangkat".to_owned(),
            fields: vec![page.text_field("name", "Nama").to_string()],
            button: "Buat tautan".to_owned(),
        };
        let section = Section {
            title: "Produk".to_owned(),
            items: vec![item],
            form: Some(form),
            ..Section::default()
        };
        let links = vec![("Ubah".to_owned(), "/spbu/1/ubah".to_owned())];
        let full = Self {
            page: page.clone(),
            summary: summary.clone(),
            links,
            sections: vec![section],
        };
        let bare = Self {
            page,
            summary,
            links: Vec::new(),
            sections: Vec::new(),
        };
        vec![("full", full), ("bare", bare)]
    }
}
