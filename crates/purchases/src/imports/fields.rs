//! The columns of a list of purchases, and the headings that card issuers and treasurers use.

use tabular::{Choice, Field, FieldKind, ImportKind, Measure, Wording};

fn text(key: &'static str, max_characters: usize, id: &'static str, en: &'static str) -> Field {
    let kind = FieldKind::Text { max_characters };
    Field::new(key, kind, Wording::new(id, en))
}

fn quantity(key: &'static str, measure: Measure, id: &'static str, en: &'static str) -> Field {
    Field::new(key, FieldKind::Quantity(measure), Wording::new(id, en))
}

/// The kind: its key is the word of the command line.
pub(super) fn kind() -> ImportKind {
    let fields = [origin(), whose(), what(), how_much(), where_and_meter()].concat();
    let title = Wording::new("Riwayat pembelian BBM", "History of fuel purchases");
    ImportKind::new("purchases", title, fields)
}

fn origin() -> Vec<Field> {
    vec![
        text("reference", 80, "Nomor transaksi", "Transaction number")
            .called(&[
                "Transaction Id",
                "ID Transaksi",
                "No Transaksi",
                "No Struk",
                "Nomor struk",
                "Receipt number",
                "Invoice",
            ])
            .examples("2026-0001", "2026-0002")
            .help(
                "Nomor baris di daftar asal; baris bernomor sama tidak masuk dua kali.",
                "Number of the line in its list; a number goes in once.",
            ),
        text("source", 40, "Asal daftar", "Source of the list")
            .called(&["Penerbit kartu", "Card issuer"])
            .help(
                "Misalnya nama penerbit kartu, bila ada beberapa daftar dengan nomor sendiri.",
                "Such as the card's issuer, where several lists have numbers of their own.",
            ),
        Field::new(
            "bought_at",
            FieldKind::Instant,
            Wording::new("Waktu pembelian", "Time of purchase"),
        )
        .called(&[
            "Transaction Date",
            "Waktu transaksi",
            "Tanggal transaksi",
            "Waktu",
            "Tanggal dan jam",
            "Date time",
        ])
        .examples("2026-11-03 07:42", "2026-11-03 16:05")
        .help(
            "Tanggal dan jam; boleh dua kolom. Tanpa jam, isi kolom tanggal.",
            "Date and time, in one column or two. Without a time use the column of dates.",
        ),
        Field::new(
            "bought_on",
            FieldKind::Date,
            Wording::new("Tanggal pembelian", "Date of purchase"),
        )
        .called(&["Tanggal", "Tgl", "Tanggal nota", "Date"])
        .help(
            "Hanya untuk daftar tanpa jam.",
            "Only for lists without a time of day.",
        ),
    ]
}

fn whose() -> Vec<Field> {
    vec![
        text("vehicle", 40, "Nomor polisi", "Plate or vehicle number")
            .required()
            .called(&["Vehicle ID", "No Polisi", "Nopol", "Plat", "Kendaraan", "Vehicle", "Plate", "Unit"])
            .examples("DH 1234 A", "DH 8123 A")
            .help(
                "Nomor polisi, atau nomor kendaraan pada kartu. Yang belum ada di register tetap masuk dan didaftar.",
                "Plate, or the number on the card. One that the register lacks goes in too and is listed.",
            ),
        text("agency", 160, "OPD", "Agency")
            .called(&["Perangkat daerah", "Instansi", "Dinas", "SKPD"])
            .help(
                "Kode atau nama OPD, hanya bila kendaraannya belum ada di register.",
                "Code or name, only where the vehicle is not in the register yet.",
            ),
    ]
}

/// Fuel or not, in the words of card issuers.
fn line_choices() -> Vec<Choice> {
    vec![
        Choice::new("fuel", Wording::new("BBM", "Fuel")).also(&[
            "Bahan bakar",
            "Bensin",
            "Solar",
            "Petrol",
            "Gasoline",
            "Regular",
            "Unleaded",
            "Unleaded Regular",
            "Unleaded Plus",
            "Unleaded Mid-Grade",
            "Unleaded Premium",
            "Mid-Grade",
            "Premium",
            "Super",
            "Diesel",
            "Diesel Premium",
            "Bio-Diesel",
            "Biodiesel",
            "E-85",
            "Ethanol",
        ]),
        Choice::new("non_fuel", Wording::new("Bukan BBM", "Not fuel")).also(&[
            "Non-Fuel",
            "Non BBM",
            "Lainnya",
            "Other",
            "Service",
            "Services",
            "Car Wash",
            "Oil",
            "Oli",
            "Pelumas",
            "Fee",
            "Fees",
            "Biaya",
            "Discount",
            "Diskon",
            "Merchandise",
            "Maintenance",
        ]),
    ]
}

fn what() -> Vec<Field> {
    vec![
        Field::new(
            "line",
            FieldKind::Choice(line_choices()),
            Wording::new("BBM atau bukan", "Fuel or not"),
        )
        .called(&[
            "Product Class",
            "Golongan produk",
            "Jenis barang",
            "Kategori",
            "Category",
        ])
        .examples("fuel", "non_fuel")
        .help(
            "Tanpa kolom ini, nama produk dan satuannya yang menentukan.",
            "Without this column the product's name and its unit decide.",
        ),
        text("product", 80, "Produk", "Product")
            .required()
            .called(&[
                "Product",
                "Jenis BBM",
                "BBM",
                "Nama produk",
                "Product code",
                "Fuel type",
            ])
            .examples("Pertamax", "Cuci mobil"),
    ]
}

fn how_much() -> Vec<Field> {
    vec![
        quantity("quantity", Measure::Volume, "Jumlah", "Quantity")
            .required()
            .unit_in("unit")
            .called(&["Units", "Liter", "Jumlah liter", "Volume", "Litres", "Gallons", "Qty", "Kuantitas"])
            .examples("35.5", "1"),
        text("unit", 20, "Satuan", "Unit of measure")
            .called(&["Unit of Measure", "UoM"])
            .examples("liter", "kali")
            .help(
                "Satuan per baris. Baris BBM dengan satuan lain daripada yang dipilih ditolak.",
                "The unit of each line. A line of fuel in another unit than the chosen one is refused.",
            ),
        quantity("unit_price", Measure::Money, "Harga satuan", "Unit price")
            .rate()
            .called(&["Unit Cost", "Harga per liter", "Harga", "Price"])
            .examples("12600", "35000"),
        quantity("amount", Measure::Money, "Jumlah uang", "Amount")
            .required()
            .called(&["Gross Cost", "Total Fuel Cost", "Total harga", "Total", "Nilai", "Rupiah", "Total cost"])
            .examples("447300", "35000"),
        quantity("net_amount", Measure::Money, "Dibayar", "Paid")
            .called(&["Net Cost", "Jumlah bersih", "Netto", "Net amount"])
            .help(
                "Setelah potongan dan pembebasan pajak, bila daftar memuatnya.",
                "After discounts and exemptions, where the list has it.",
            ),
    ]
}

fn where_and_meter() -> Vec<Field> {
    vec![
        quantity("odometer", Measure::Distance, "Odometer", "Odometer")
            .called(&[
                "Current Odometer",
                "Kilometer",
                "KM",
                "Posisi km",
                "Mileage",
            ])
            .examples("45210", ""),
        Field::new(
            "hour_meter",
            FieldKind::Decimal,
            Wording::new("Jam mesin", "Hour meter"),
        )
        .called(&["Hour meter", "HM", "Engine hours"]),
        text("station", 120, "SPBU", "Station")
            .called(&[
                "Merchant Name",
                "Nama SPBU",
                "No SPBU",
                "Nomor SPBU",
                "Merchant",
            ])
            .examples("54.851.02", "54.851.02"),
    ]
}
