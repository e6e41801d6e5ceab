//! All that a document sees: its template, its data, its QR code, its logo, two fonts.

use std::collections::HashMap;
use std::path::PathBuf;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

/// The fonts, whose licence stands beside them.
const FONTS: [&[u8]; 2] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
];

/// The templates by name.
const TEMPLATES: [(&str, &str); 3] = [
    ("paper.typ", include_str!("../templates/paper.typ")),
    (
        "kartu-kendali.typ",
        include_str!("../templates/kartu-kendali.typ"),
    ),
    (
        "rekap-bulanan.typ",
        include_str!("../templates/rekap-bulanan.typ"),
    ),
];

/// What is the same for all documents.
pub(crate) struct Shelf {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: HashMap<FileId, Source>,
}

impl Shelf {
    /// Reads fonts and templates.
    pub(crate) fn new() -> Self {
        let fonts: Vec<Font> = FONTS
            .iter()
            .flat_map(|font| Font::iter(Bytes::new(*font)))
            .collect();
        let templates = TEMPLATES
            .iter()
            .filter_map(|(name, text)| {
                let id = file(name)?;
                Some((id, Source::new(id, (*text).to_owned())))
            })
            .collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates,
        }
    }

    /// Whether every font has a picture of a character.
    pub(crate) fn can_draw(&self, character: char) -> bool {
        let has = |font: &Font| font.info().coverage.contains(u32::from(character));
        self.fonts.iter().all(has)
    }
}

/// One document on its way.
pub(crate) struct Desk<'a> {
    shelf: &'a Shelf,
    main: FileId,
    files: [(Option<FileId>, Bytes); 3],
}

impl<'a> Desk<'a> {
    /// A document of this template; `None` where there is no such template.
    pub(crate) fn new(
        shelf: &'a Shelf,
        template: &str,
        (data, qr, logo): (Vec<u8>, String, Vec<u8>),
    ) -> Option<Self> {
        let main = file(template).filter(|id| shelf.templates.contains_key(id))?;
        Some(Self {
            shelf,
            main,
            files: [
                (file("data.json"), Bytes::new(data)),
                (file("qr.svg"), Bytes::from_string(qr)),
                (file("logo.jpg"), Bytes::new(logo)),
            ],
        })
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shelf.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.shelf.templates.get(&id).cloned();
        found.ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(name, _)| *name == Some(id));
        found
            .map(|(_, bytes)| bytes.clone())
            .ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.get(index).cloned()
    }

    /// The clock is no part of a document: a request says when it is made.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}
