//! What stands on the papers.

use documents::{CardRow, Logo, Paper, Request, SetError, Typesetter};

use crate::pdf::{Set, card, sample};

fn assert_shows(text: &str, wanted: &[&str]) {
    for words in wanted {
        assert!(text.contains(words), "no “{words}” in: {text}");
    }
}

pub(crate) fn many(count: usize) -> Request {
    card(|card| {
        let row = card.rows[0].clone();
        card.rows = (1..=count)
            .map(|number| CardRow {
                voucher: format!("V{number:04}"),
                ..row.clone()
            })
            .collect();
    })
}

#[test]
fn a_card_shows_letterhead_rows_total_and_who_signs() {
    let set = Set::of(&sample("kartu-kendali"));
    assert_eq!(set.page_count(), 1);
    assert_shows(
        &set.text(),
        &[
            "PEMERINTAH KOTA KUPANG",
            "DINAS KESEHATAN KOTA KUPANG",
            "Jalan S. K. Lerik",
            "KARTU KENDALI BAHAN BAKAR MINYAK",
            "Bulan Oktober 2026",
            "DH 1234 AB",
            "7 l × 21 hari kerja = 147 l",
            "7K3QPX9RT2",
            "12.350",
            "Jumlah, 7 pengisian",
            "1.729.000",
            "Kupang, 31 Oktober 2026",
            "Mengetahui,",
            "drg. Maria Lada, M.Kes",
            "NIP 197003121998032004",
            "Pengelola BBM",
            "Pengemudi",
            "3f9a-01c7-88d2-5e40",
            "0A1B-2C3D-4E5F-6071",
            "bbm.example/periksa",
            "Halaman 1 dari 1",
        ],
    );
}

/// A red square.
const LOGO: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCMAKi//9k=";

#[test]
fn a_logo_stands_in_the_letterhead_with_its_words() {
    let with_logo = |jpeg: &str| {
        card(|card| {
            card.heading.letterhead.logo = Some(Logo {
                jpeg: jpeg.to_owned(),
                alt: "Lambang Kota Kupang".to_owned(),
            });
        })
    };
    let set = Set::of(&with_logo(LOGO));
    assert_eq!(set.page_count(), 1);
    assert_shows(
        &set.text(),
        &["PEMERINTAH KOTA KUPANG", "DINAS KESEHATAN KOTA KUPANG"],
    );
    let described = set.document.objects.values().any(|object| {
        let words = object
            .as_dict()
            .ok()
            .and_then(|element| element.get(b"Alt").ok());
        words.is_some_and(|words| {
            format!("{words:?}").contains("Lambang") || is_utf16(words, "Lambang Kota Kupang")
        })
    });
    assert!(described, "the picture has words");
    let damaged = Typesetter::new().set(&with_logo("*"));
    assert!(matches!(damaged, Err(SetError::Logo(_))), "{damaged:?}");
}

/// Whether a text of the file is these words, written as UTF-16 with a mark of order.
fn is_utf16(text: &lopdf::Object, words: &str) -> bool {
    let wanted: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain(words.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    text.as_str().is_ok_and(|text| text == wanted)
}

#[test]
fn a_recap_shows_the_budget_and_three_sums_that_agree() {
    let text = Set::of(&sample("rekap-bulanan")).text();
    assert_shows(
        &text,
        &[
            "REKAPITULASI PEMAKAIAN BAHAN BAKAR MINYAK",
            "Rp 12.500.000",
            "Menurut kendaraan",
            "Genset Puskesmas Oebobo, Perkins 30 kVA",
            "Menurut jenis BBM",
            "Menurut SPBU",
            "Pejabat Pelaksana Teknis Kegiatan",
        ],
    );
    assert_eq!(text.matches("4.322.500").count(), 5, "{text}");
}

#[test]
fn forty_rows_break_over_pages_and_the_head_of_the_table_comes_again() {
    let set = Set::of(&many(40));
    let pages = set.page_count();
    assert!((2..=4).contains(&pages), "{pages} pages");
    for number in 1..=pages {
        let text = set.page(u32::try_from(number).unwrap());
        assert_shows(&text, &[&format!("Halaman {number} dari {pages}")]);
        let has_rows = text.contains("V00");
        assert_eq!(text.contains("Odometer"), has_rows, "page {number}: {text}");
    }
    let text = set.text();
    for number in 1..=40 {
        assert_eq!(
            text.matches(&format!("V{number:04}")).count(),
            1,
            "row {number}"
        );
    }
    // The sum and the signatures come once, on the last page.
    assert_eq!(text.matches("Jumlah, 7 pengisian").count(), 1);
    let last = set.page(u32::try_from(pages).unwrap());
    assert_shows(&last, &["Mengetahui,", "3f9a-01c7-88d2-5e40"]);
}

/// The example of a recap with so many vehicles and stations.
fn recap(vehicles: usize, stations: usize) -> Request {
    let mut request = sample("rekap-bulanan");
    let Paper::Recap(recap) = &mut request.paper else {
        panic!("the example is a recap")
    };
    let (vehicle, station) = (recap.vehicles[0].clone(), recap.stations[0].clone());
    recap.vehicles = vec![vehicle; vehicles];
    recap.stations = vec![station; stations];
    request
}

#[test]
fn signatures_of_a_recap_never_stand_alone_on_a_page() {
    for vehicles in 1..60 {
        let set = Set::of(&recap(vehicles, 9));
        let last = set.page(u32::try_from(set.page_count()).unwrap());
        assert_shows(&last, &["Menurut SPBU", "Mengetahui,", "Sidik:"]);
    }
}

#[test]
fn signatures_of_a_card_never_stand_alone_on_a_page() {
    for count in 1..60 {
        let set = Set::of(&many(count));
        let pages = set.page_count();
        let last = set.page(u32::try_from(pages).unwrap());
        let row = format!("V{count:04}");
        assert_shows(
            &last,
            &[&row, "Jumlah, 7 pengisian", "Mengetahui,", "Sidik:"],
        );
        // The last rows have a head of their own only where they begin a page.
        for number in 1..=pages {
            let text = set.page(u32::try_from(number).unwrap());
            assert_eq!(
                text.matches("Odometer").count(),
                1,
                "{count} rows, page {number}"
            );
        }
    }
}

#[test]
fn a_recap_of_many_stations_keeps_rows_with_the_signatures() {
    for stations in 21..70 {
        let set = Set::of(&recap(3, stations));
        let last = set.page(u32::try_from(set.page_count()).unwrap());
        assert_shows(&last, &["54.851.01 Oebobo", "Mengetahui,", "Sidik:"]);
    }
}

#[test]
fn a_recap_of_a_city_breaks_where_it_must() {
    let set = Set::of(&recap(1_008, 60));
    assert!(set.page_count() > 15, "{} pages", set.page_count());
    assert_eq!(set.text().matches("54.851.01 Oebobo").count(), 60);
}

#[test]
fn an_empty_month_says_so() {
    let request = card(|card| {
        card.rows.clear();
        "0".clone_into(&mut card.total.count);
    });
    assert_shows(
        &Set::of(&request).text(),
        &["Tidak ada pengisian pada bulan ini.", "Jumlah, 0 pengisian"],
    );
}

#[test]
fn simulated_data_is_marked_on_every_page_and_real_data_nowhere() {
    let set = Set::of(&many(40));
    for number in 1..=set.page_count() {
        assert_shows(
            &set.page(u32::try_from(number).unwrap()),
            &["DATA SIMULASI"],
        );
    }
    let real = card(|card| card.heading.simulated = false);
    assert!(!Set::of(&real).text().contains("SIMULASI"));
}

#[test]
fn figures_of_samples_are_marked_and_those_of_others_are_not() {
    let sample = card(|card| {
        card.heading.simulated = false;
        card.heading.sample = true;
    });
    assert_shows(&Set::of(&sample).text(), &["CONTOH"]);
    let real = card(|card| card.heading.simulated = false);
    assert!(!Set::of(&real).text().contains("CONTOH"));
}

#[test]
fn a_head_nobody_knows_leaves_lines_to_write_on() {
    let request = card(|card| {
        card.heading.signatures[0].name.clear();
        card.heading.signatures[0].nip.clear();
    });
    let text = Set::of(&request).text();
    assert_shows(&text, &["Kepala Dinas NIP Pengelola BBM"]);
    assert!(!text.contains("Maria Lada"));
}

#[test]
fn what_the_data_says_is_never_source_text() {
    let request = card(|card| {
        "#panic(\"x\") *tebal* $x^2$ @lampiran // \\ <a>".clone_into(&mut card.rows[0].driver);
        "#read(\"paper.typ\")".clone_into(&mut card.quota);
    });
    let text = Set::of(&request).text();
    assert_shows(
        &text,
        &["#panic(", "*tebal*", "$x^2$", "@lampiran", "#read("],
    );
}

#[test]
fn a_name_that_the_fonts_cannot_draw_does_not_stop_the_paper() {
    let request = card(|card| {
        "Yohanes 👩\u{200d}🔧 漢\u{e000}\u{7} Bria".clone_into(&mut card.rows[0].driver);
    });
    let text = Set::of(&request).text();
    assert_shows(&text, &["Yohanes ?? ??? Bria"]);
}

#[test]
fn the_same_request_gives_the_same_bytes_also_from_one_typesetter() {
    let typesetter = Typesetter::new();
    for name in ["kartu-kendali", "rekap-bulanan"] {
        let request = sample(name);
        let first = typesetter.set(&request).unwrap();
        assert!(
            first == typesetter.set(&request).unwrap(),
            "{name}: the second differs"
        );
        let fresh = Typesetter::new().set(&request).unwrap();
        assert!(first == fresh, "{name}: another typesetter's differs");
    }
}

#[test]
fn an_address_too_long_for_a_code_is_refused() {
    let request = card(|card| card.heading.seal.url = "x".repeat(4_000));
    let refused = Typesetter::new().set(&request).unwrap_err();
    assert!(refused.to_string().contains("QR"), "{refused}");
}
