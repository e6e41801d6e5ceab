use tabular::{Choice, Field, FieldKind, ImportKind, Measure, Wording};

fn text(max_characters: usize) -> FieldKind {
    FieldKind::Text { max_characters }
}

/// Purchases of fuel as any fuel-card system exports them.
#[expect(clippy::too_many_lines, reason = "a list of fields, nothing else")]
pub(crate) fn purchases() -> ImportKind {
    let money = FieldKind::Quantity(Measure::Money);
    ImportKind::new(
        "purchases",
        Wording::new("Riwayat pembelian", "History of purchases"),
        vec![
            Field::new(
                "transaction",
                text(40),
                Wording::new("Nomor transaksi", "Transaction number"),
            )
            .required()
            .called(&["Transaction Id", "No Transaksi", "ID Transaksi"])
            .examples("T-001", "T-002"),
            Field::new(
                "drawn_at",
                FieldKind::Instant,
                Wording::new("Waktu", "Time"),
            )
            .required()
            .called(&["Transaction Date", "Tanggal Transaksi", "Tanggal"])
            .examples("2022-12-31T14:30:00", "2023-01-02T08:05:00"),
            Field::new("vehicle", text(40), Wording::new("Kendaraan", "Vehicle"))
                .required()
                .called(&["Vehicle ID", "No Polisi", "Plat", "Nopol"])
                .examples("DH 1234 A", "DH 5678 B"),
            Field::new("card", text(40), Wording::new("Kartu", "Card")).called(&["Card Number ID"]),
            Field::new("driver", text(80), Wording::new("Pengemudi", "Driver"))
                .called(&["Emboss Line 2 ID", "Nama Sopir"]),
            Field::new("merchant", text(120), Wording::new("SPBU", "Merchant"))
                .called(&["Merchant Name", "Nama SPBU"]),
            Field::new(
                "product_class",
                text(40),
                Wording::new("Golongan produk", "Product class"),
            )
            .called(&["Product Class"]),
            Field::new("product", text(40), Wording::new("Produk", "Product"))
                .required()
                .called(&["Product", "Jenis BBM"])
                .examples("Pertalite", "Dexlite"),
            Field::new(
                "volume",
                FieldKind::Quantity(Measure::Volume),
                Wording::new("Volume", "Volume"),
            )
            .required()
            .called(&["Units", "Liter", "Jumlah Liter"])
            .examples("12.5", "40"),
            Field::new(
                "unit_cost",
                money.clone(),
                Wording::new("Harga satuan", "Unit cost"),
            )
            .called(&["Unit Cost", "Harga per Liter"]),
            Field::new(
                "fuel_cost",
                money.clone(),
                Wording::new("Jumlah uang", "Total fuel cost"),
            )
            .required()
            .called(&["Total Fuel Cost", "Total Harga"])
            .examples("125000", "536000"),
            Field::new("net_cost", money, Wording::new("Bersih", "Net cost")).called(&["Net Cost"]),
            Field::new(
                "odometer",
                FieldKind::Quantity(Measure::Distance),
                Wording::new("Odometer", "Odometer"),
            )
            .called(&["Current Odometer", "Kilometer"])
            .examples("45210", "60012"),
        ],
    )
}

/// Vehicles with a list and a yes-or-no field.
pub(crate) fn vehicles() -> ImportKind {
    ImportKind::new(
        "vehicles",
        Wording::new("Kendaraan dan mesin", "Vehicles and machines"),
        vec![
            Field::new("plate", text(15), Wording::new("Nomor polisi", "Plate"))
                .required()
                .called(&["No Polisi", "Plat", "TNKB"])
                .examples("DH 1234 A", "DH 5678 B")
                .help("Tulis seperti pada STNK.", "As on the registration."),
            Field::new(
                "chassis",
                text(30),
                Wording::new("Nomor rangka", "Chassis number"),
            )
            .called(&["No Rangka", "Rangka"]),
            Field::new("year", FieldKind::Integer, Wording::new("Tahun", "Year"))
                .examples("2019", "2021"),
            Field::new(
                "bought_on",
                FieldKind::Date,
                Wording::new("Tanggal perolehan", "Bought on"),
            )
            .called(&["Tgl Perolehan"])
            .examples("2019-05-04", "2021-12-31"),
            Field::new(
                "class",
                FieldKind::Choice(vec![
                    Choice::new("motorcycle", Wording::new("Sepeda motor", "Motorcycle"))
                        .also(&["Motor", "R2"]),
                    Choice::new("car", Wording::new("Mobil", "Car")).also(&["R4"]),
                ]),
                Wording::new("Jenis", "Class"),
            )
            .required()
            .examples("motorcycle", "car"),
            Field::new(
                "is_pooled",
                FieldKind::Bool,
                Wording::new("Kendaraan bersama", "Pooled"),
            )
            .examples("ya", "tidak"),
        ],
    )
}
