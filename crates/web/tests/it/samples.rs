use web::{DataTable, FieldErrors, ListPage, Locale, PageFrame, Sample, sample};

#[test]
fn list_page_is_well_formed_in_both_languages() {
    for locale in Locale::ALL {
        for sample in sample::<ListPage>(locale) {
            assert_eq!(
                sample.faults(&PageFrame::sample(locale, "")),
                Vec::<String>::new()
            );
        }
    }
}

#[test]
fn faults_name_what_the_policy_would_block() {
    let html = "<p style=\"x\"></p><script>1</script><form method=\"post\"></form>".to_owned();
    let sample = Sample {
        name: "bad/one".to_owned(),
        html,
    };
    let faults = sample.faults(&PageFrame::sample(Locale::Id, "")).join("\n");
    for word in [
        "doctype",
        "language",
        "h1",
        "cut short",
        "style",
        "script",
        "guard",
    ] {
        assert!(faults.contains(word), "{word} in {faults}");
    }
}

#[test]
fn field_shows_error_hint_and_what_was_typed_and_escapes_it() {
    let mut errors = FieldErrors::new(Locale::Id);
    errors.add("litres", "Masukkan jumlah liter, contoh 35,5");
    let page = PageFrame::sample(Locale::Id, "x").errors(errors);
    let html = page
        .decimal("litres", "Jumlah <liter>")
        .hint("Sisa 3")
        .value("\"tiga\"")
        .to_string();
    insta::assert_snapshot!(html);
    let top = page.top().to_string();
    assert!(top.contains("<title>Salah: x – Sihebat Kota Kupang</title>"));
    assert!(top.contains("<a href=\"#f-litres\">Masukkan jumlah liter, contoh 35,5</a>"));
}

#[test]
fn table_labels_each_cell_for_phones() {
    let columns = [web::Column::text("Pelat"), web::Column::number("Liter")];
    let table = DataTable::new("Voucher", columns)
        .row([
            web::Cell::link("DH 1", "/v/1").below("<Truk>"),
            "3,5".into(),
        ])
        .total(["Jumlah".into(), "3,5".into()]);
    insta::assert_snapshot!(table.to_string());
}
