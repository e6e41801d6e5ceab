use std::io::{Cursor, Write};

use tabular::{Cell, Format, Limits, TableFile};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// An ODS as `LibreOffice` writes it, reduced to what matters.
fn document(rows: &str) -> Vec<u8> {
    let manifest = format!(
        r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/></manifest:manifest>"#
    );
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Data">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", MEDIA_TYPE),
        ("META-INF/manifest.xml", &manifest),
        ("content.xml", &content),
    ] {
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn text(word: &str) -> String {
    format!(
        r#"<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>"#
    )
}

fn row(attributes: &str, cells: &str) -> String {
    format!("<table:table-row {attributes}>{cells}</table:table-row>")
}

const EMPTY_TAIL: &str = r#"<table:table-cell table:number-columns-repeated="16380"/>"#;

fn header() -> String {
    row(
        "",
        &(["Plat", "Tanggal", "Jam", "Liter"].map(text).concat() + EMPTY_TAIL),
    )
}

fn refusal(rows: &str) -> &'static str {
    TableFile::open(document(&(header() + rows)), Limits::default())
        .map_or_else(|error| error.code(), |_| "read")
}

#[test]
fn an_open_document_is_read_with_its_types() {
    let cells = text("DH 1")
        + r#"<table:table-cell office:value-type="date" office:date-value="2022-12-31"><text:p>31/12/22</text:p></table:table-cell>"#
        + r#"<table:table-cell office:value-type="time" office:time-value="PT18H16M19S"><text:p>18:16:19</text:p></table:table-cell>"#
        + r#"<table:table-cell office:value-type="float" office:value="12.5"><text:p>12,5</text:p></table:table-cell>"#
        + EMPTY_TAIL;
    let tail = row(
        r#"table:number-rows-repeated="1048574""#,
        r#"<table:table-cell table:number-columns-repeated="16384"/>"#,
    );
    let file = TableFile::open(
        document(&(header() + &row("", &cells) + &tail)),
        Limits::default(),
    )
    .unwrap();
    assert_eq!((file.format(), file.sample().len()), (Format::Ods, 1));
    let row = &file.sample()[0];
    assert_eq!(row.cell(1), &Cell::Moment("2022-12-31".to_owned()));
    assert_eq!(row.cell(2), &Cell::Moment("18:16:19".to_owned()));
    assert_eq!(row.cell(3).stored(), "12.5");
    assert_eq!(row.number, 2);
}

#[test]
fn repeats_that_would_fill_the_memory_are_refused() {
    let full = row(
        r#"table:number-rows-repeated="1000000""#,
        &text("x").repeat(11),
    );
    assert_eq!(refusal(&full), "unpacked_too_large");
    let wide = row(
        "",
        r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>"#,
    );
    assert_eq!(refusal(&wide), "too_many_columns");
    let gap = row(
        "",
        &format!(
            r#"<table:table-cell table:number-columns-repeated="16000"/>{}"#,
            text("x")
        ),
    );
    assert_eq!(refusal(&gap), "too_many_columns");
    let far = row(
        r#"table:number-rows-repeated="1048000""#,
        "<table:table-cell/>",
    ) + &row("", &text("x").repeat(20));
    assert_eq!(refusal(&far), "unpacked_too_large");
    for disguise in [
        r#"number-rows-repeated = "900000000""#,
        r#"number-rows-repeated="9&#57;""#,
        "number-rows-repeated='900000000'",
    ] {
        assert_eq!(
            refusal(&row(&format!("table:{disguise}"), &text("x"))),
            "unpacked_too_large",
            "{disguise}"
        );
    }
    let hidden = row(
        r#"table:style-name=">" table:number-rows-repeated="900000000""#,
        &text("x"),
    );
    assert_eq!(refusal(&hidden), "damaged");
    let gaps = row(
        "",
        r#"<table:table-cell table:number-columns-repeated="499"/><table:table-cell/>"#,
    );
    assert_eq!(refusal(&gaps.repeat(21_000)), "unpacked_too_large");
    assert_eq!(
        refusal(&row("", &(text("x") + EMPTY_TAIL)).repeat(1_000)),
        "read"
    );
}
