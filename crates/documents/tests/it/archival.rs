//! The form of the file: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), as far as it can be
//! read without a validator.

use std::collections::BTreeSet;

use lopdf::Object;

use crate::pdf::{Set, sample};

const PAPERS: [&str; 2] = ["kartu-kendali", "rekap-bulanan"];

#[test]
fn says_that_it_is_archival_and_accessible() {
    for name in PAPERS {
        let set = Set::of(&sample(name));
        let metadata = set.follow(set.catalog(), b"Metadata").as_stream().unwrap();
        let bytes = metadata
            .decompressed_content()
            .unwrap_or_else(|_| metadata.content.clone());
        let text = String::from_utf8(bytes).unwrap();
        for words in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ] {
            assert!(text.contains(words), "{name}: no {words} in {text}");
        }
    }
}

#[test]
fn has_title_language_structure_and_colours_of_its_own() {
    for name in PAPERS {
        let set = Set::of(&sample(name));
        let catalog = set.catalog();
        assert_eq!(set.follow(catalog, b"Lang").as_str().unwrap(), b"id");
        let marked = set.follow(catalog, b"MarkInfo").as_dict().unwrap();
        assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
        let shown = set.follow(catalog, b"ViewerPreferences").as_dict().unwrap();
        assert!(shown.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        let colours = set.follow(catalog, b"OutputIntents").as_array().unwrap();
        assert_eq!(colours.len(), 1);
        for forbidden in [&b"OpenAction"[..], b"AA", b"Names", b"AcroForm"] {
            assert!(!catalog.has(forbidden), "{name}: {forbidden:?}");
        }
        assert!(!set.document.trailer.has(b"Encrypt"));
    }
}

#[test]
fn every_font_is_inside_the_file_with_its_characters() {
    let set = Set::of(&sample("kartu-kendali"));
    let fonts = set.all(b"FontDescriptor");
    assert_eq!(fonts.len(), 2, "regular and bold");
    for (_, font) in fonts {
        let inside = [&b"FontFile2"[..], b"FontFile3"]
            .iter()
            .any(|key| font.has(key));
        assert!(inside, "{font:?}");
    }
    let composite: Vec<_> = set
        .all(b"Font")
        .into_iter()
        .filter(|(_, font)| font.get(b"Subtype").unwrap().as_name().unwrap() == b"Type0")
        .collect();
    assert!(!composite.is_empty());
    assert!(composite.iter().all(|(_, font)| font.has(b"ToUnicode")));
}

#[test]
fn tables_have_heads_and_the_code_has_words() {
    let set = Set::of(&sample("kartu-kendali"));
    let mut roles = BTreeSet::new();
    let mut words = String::new();
    for object in set.document.objects.values() {
        let Ok(element) = object.as_dict() else {
            continue;
        };
        // An element of the structure has a role `S` and a parent `P`.
        let (Ok(Object::Name(role)), true) = (element.get(b"S"), element.has(b"P")) else {
            continue;
        };
        roles.insert(String::from_utf8_lossy(role).into_owned());
        if let Ok(alternative) = element.get(b"Alt") {
            words = lopdf::decode_text_string(alternative).unwrap();
        }
    }
    for role in [
        "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD", "Figure", "H1", "Link",
    ] {
        assert!(roles.contains(role), "no {role} in {roles:?}");
    }
    assert!(words.starts_with("Kode QR untuk memeriksa"), "{words}");
}
