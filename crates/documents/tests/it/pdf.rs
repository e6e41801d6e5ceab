//! Reading a PDF back.

use documents::{Paper, Request, Typesetter};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// The example of a paper.
pub(crate) fn sample(name: &str) -> Request {
    let text = match name {
        "kartu-kendali" => include_str!("../../samples/kartu-kendali.json"),
        "rekap-bulanan" => include_str!("../../samples/rekap-bulanan.json"),
        other => panic!("there is no example {other}"),
    };
    Request::read(text.as_bytes()).unwrap()
}

/// The example of a card, changed.
pub(crate) fn card(change: impl FnOnce(&mut documents::Card)) -> Request {
    let mut request = sample("kartu-kendali");
    let Paper::Card(card) = &mut request.paper else {
        panic!("the example is a card")
    };
    change(card);
    request
}

/// A document that was set and read back.
pub(crate) struct Set {
    pub(crate) document: Document,
}

impl Set {
    pub(crate) fn of(request: &Request) -> Self {
        let bytes = Typesetter::new().set(request).unwrap();
        Self::read(&bytes)
    }

    pub(crate) fn read(bytes: &[u8]) -> Self {
        Self {
            document: Document::load_mem(bytes).unwrap(),
        }
    }

    pub(crate) fn page_count(&self) -> usize {
        self.document.get_pages().len()
    }

    /// What stands on a page, in the order of the content, runs of blanks as one.
    pub(crate) fn page(&self, number: u32) -> String {
        let text = self.document.extract_text(&[number]).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn text(&self) -> String {
        let pages = self.document.get_pages();
        let texts: Vec<String> = pages.keys().map(|number| self.page(*number)).collect();
        texts.join(" ")
    }

    pub(crate) fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    /// What a name in a dictionary leads to.
    pub(crate) fn follow<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> &'a Object {
        let object = dictionary.get(key).unwrap();
        self.document.dereference(object).unwrap().1
    }

    /// All dictionaries of a type.
    pub(crate) fn all(&self, kind: &[u8]) -> Vec<(ObjectId, &Dictionary)> {
        let dictionaries = self.document.objects.iter();
        dictionaries
            .filter_map(|(id, object)| Some((*id, object.as_dict().ok()?)))
            .filter(|(_, dictionary)| dictionary.has_type(kind))
            .collect()
    }
}
