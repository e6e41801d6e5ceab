//! Every component on a few made-up pages, for looking at and for axe: `cargo run -p web --example gallery`.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use base::{MonthOfYear, TenantId, Uuid, Zone};
use web::{
    Answer, Area, Assets, Cell, Cities, City, Column, DataTable, EmptyState, FieldErrors, Figure,
    Figures, Filter, Flash, FrameKind, ListPage, Locale, NavGroup, NavItem, NavLink, PageFrame,
    SigningKey, Site, SiteParts, StatusTone, SummaryList, Tabs, Tag, Timeline, TimelineEntry,
    Visitor, WebError, render,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    tracing_subscriber::fmt().init();
    let city = City {
        tenant: TenantId::new(Uuid::from_u128(1)),
        name: "Kota Kupang".to_owned(),
        zone: Zone::named("Asia/Makassar")?,
        simulated: true,
    };
    let mut parts = SiteParts::new(Cities::single(city), SigningKey::new([7; 32]));
    parts.assets = Assets::from_source();
    let router = web::compose(vec![area()], parts);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    tracing::info!("ready http://{}", listener.local_addr()?);
    web::serve(listener, router, web::shutdown_signal()).await?;
    Ok(())
}

fn area() -> Area {
    let pages = Router::new()
        .route("/", get(show_parts))
        .route("/formulir", get(show_form))
        .route("/daftar", get(list_vouchers))
        .route("/daftar/kosong", get(list_nothing))
        .route("/masuk", get(show_login))
        .route("/wali-kota", get(show_dashboard))
        .route("/pengemudi", get(show_driver))
        .route("/pompa", get(show_pump))
        .route("/pompa/{state}", get(show_pump_answer))
        .route("/lembar", get(show_sheet))
        .route(
            "/gangguan",
            get(async || WebError::bug("shown on purpose".to_owned())),
        );
    Area::new("gallery").pages(pages).nav([NavItem {
        text: |_| "Contoh".to_owned(),
        href: "/",
        group: NavGroup::Work,
        action: None,
    }])
}

fn say(locale: Locale, indonesian: &'static str, english: &'static str) -> &'static str {
    match locale {
        Locale::Id => indonesian,
        Locale::En => english,
    }
}

/// A frame as a fuel officer sees it.
fn officer(visitor: &Visitor, title: &str) -> PageFrame {
    let mut page = visitor.page(title);
    page.person_name = Some("Maria Nggadas".to_owned());
    let path = visitor.here();
    let link = |text: &str, href: &str, group| NavLink {
        text: text.to_owned(),
        href: href.to_owned(),
        group,
        current: path.split('?').next() == Some(href),
    };
    let locale = visitor.locale;
    page.nav = vec![
        link(say(locale, "Hari ini", "Today"), "/", NavGroup::Work),
        link(
            say(locale, "Rencana BBM", "Fuel plan"),
            "/formulir",
            NavGroup::Work,
        ),
        link("Voucher", "/daftar", NavGroup::Work),
        link(
            say(locale, "Kendaraan", "Vehicles"),
            "/kendaraan",
            NavGroup::Register,
        ),
        link(say(locale, "SPBU", "Stations"), "/spbu", NavGroup::Register),
        link(
            say(locale, "Kota", "City"),
            "/wali-kota",
            NavGroup::Oversight,
        ),
        link(
            say(locale, "Temuan", "Findings"),
            "/temuan",
            NavGroup::Oversight,
        ),
        link(
            say(locale, "Pengguna", "Users"),
            "/pengguna",
            NavGroup::Setup,
        ),
    ];
    page
}

#[derive(Template)]
#[template(path = "parts.html")]
struct PartsPage {
    page: PageFrame,
    figures: Figures,
    tabs: Tabs,
    summary: SummaryList,
    timeline: Timeline,
    tags: Vec<Tag>,
    empty: EmptyState,
    table: DataTable,
}

async fn show_parts(visitor: Visitor) -> Answer {
    let locale = visitor.locale;
    let title = say(locale, "Pagi, Maria", "Good morning, Maria");
    let mut page = officer(&visitor, title).crumb("Dinas Lingkungan Hidup", "/");
    page.flash = Some(Flash::success(say(
        locale,
        "12 voucher diterbitkan.",
        "12 vouchers issued.",
    )));
    let summary = page
        .summary()
        .row_to_change(
            say(locale, "Kendaraan", "Vehicle"),
            "DH 8123 AB · Dump truck",
            "/formulir",
        )
        .row_to_change(
            say(locale, "Jumlah", "Volume"),
            "35,5 l Pertamina Dex",
            "/formulir",
        )
        .row(say(locale, "Perkiraan", "Estimate"), "Rp 528.950");
    let at = |minutes: i64| page.at(page.now.plus_seconds(-60 * minutes));
    let timeline = Timeline::new([
        TimelineEntry {
            at: at(12),
            title: say(locale, "BBM diisi", "Fuel dispensed").to_owned(),
            who: "Yosef Lay, SPBU 54.851.07".to_owned(),
            note: "35,5 l · Rp 528.950".to_owned(),
        },
        TimelineEntry {
            at: at(95),
            title: say(locale, "Voucher diterbitkan", "Voucher issued").to_owned(),
            who: "Maria Nggadas, Plh. PPTK".to_owned(),
            note: String::new(),
        },
    ]);
    render(&PartsPage {
        figures: figures(&page),
        tabs: Tabs::new(title)
            .tab(say(locale, "Menunggu", "Waiting"), "/", true)
            .tab(say(locale, "Terpakai", "Used"), "/daftar", false)
            .tab(say(locale, "Semua", "All"), "/daftar/kosong", false),
        tags: tags(locale),
        empty: EmptyState::new(
            say(locale, "Belum ada temuan", "No findings yet"),
            say(
                locale,
                "Temuan muncul di sini setelah pencocokan malam.",
                "Findings appear here after the nightly match.",
            ),
        )
        .step(say(locale, "Lihat aturan", "See the rules"), "/daftar"),
        table: table(locale),
        summary,
        timeline,
        page,
    })
}

fn figures(page: &PageFrame) -> Figures {
    let words = |id, en| say(page.locale, id, en);
    Figures::new([
        Figure::new(words("Tersedia", "Available"), "Rp 41,2 juta")
            .note(words(
                "dari Rp 120 juta bulan ini",
                "of Rp 120 million this month",
            ))
            .share(34)
            .href("/daftar"),
        Figure::new(words("Dipesan", "Pending"), "Rp 18.400.000")
            .note(words("27 voucher belum dipakai", "27 vouchers not used")),
        Figure::new(words("Terpakai", "Posted"), "4.120,5 l").note("Rp 60.389.000"),
        Figure::new(words("Perlu dilihat", "To look at"), "3")
            .note(words("odometer meragukan", "doubtful odometers"))
            .tone(StatusTone::Warn)
            .href("/daftar"),
    ])
}

fn tags(locale: Locale) -> Vec<Tag> {
    vec![
        Tag::new(say(locale, "Draf", "Draft"), StatusTone::Quiet),
        Tag::new(say(locale, "Terbit", "Issued"), StatusTone::Going),
        Tag::new(say(locale, "Terpakai", "Used"), StatusTone::Good),
        Tag::new(
            say(locale, "Perlu perbaikan", "Needs correction"),
            StatusTone::Warn,
        ),
        Tag::new(say(locale, "Ditolak", "Refused"), StatusTone::Bad),
    ]
}

fn table(locale: Locale) -> DataTable {
    let columns = [
        Column::text(say(locale, "Kendaraan", "Vehicle")),
        Column::text("Status"),
        Column::number("Liter"),
        Column::number("Rupiah"),
        Column::text(say(locale, "Berlaku sampai", "Valid until")),
    ];
    let rows = [
        (
            "DH 8123 AB",
            "Dump truck",
            2,
            "35,5",
            "528.950",
            "24 Nov 2026, 18:00 WITA",
        ),
        (
            "DH 1045 A",
            "Ambulans",
            1,
            "20",
            "273.000",
            "30 Nov 2026, 23:59 WITA",
        ),
        (
            "DH 2200 XY",
            "Sepeda motor",
            3,
            "3,25",
            "44.363",
            "24 Nov 2026, 18:00 WITA",
        ),
        (
            "DH 9001 B",
            "Mobil tangki air",
            4,
            "60",
            "894.000",
            "25 Nov 2026, 18:00 WITA",
        ),
    ];
    let mut table = DataTable::new(say(locale, "Voucher hari ini", "Vouchers today"), columns);
    for (plate, kind, tag, litres, rupiah, until) in rows {
        let tags = tags(locale);
        let tag = tags.get(tag).or(tags.first()).cloned();
        table = table.row([
            Cell::link(plate, "/daftar").below(kind),
            tag.map(Cell::tag).unwrap_or_default(),
            Cell::text(litres),
            Cell::text(rupiah),
            Cell::text(until),
        ]);
    }
    table.total(["Jumlah", "", "118,75", "1.740.313", ""].map(Cell::text))
}

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage {
    page: PageFrame,
}

async fn show_form(visitor: Visitor) -> Answer {
    let locale = visitor.locale;
    let mut errors = FieldErrors::new(locale);
    errors.litres(
        "litres",
        say(locale, "jumlah liter", "the volume"),
        "tiga",
        base::Millilitres::ZERO..=base::Millilitres::ZERO,
    );
    errors.text("reason", say(locale, "alasan", "the reason"), "", 100);
    errors.choice::<Uuid>("station", say(locale, "SPBU", "the station"), "");
    let title = say(locale, "Terbitkan voucher", "Issue a voucher");
    let page = officer(&visitor, title)
        .crumb("Voucher", "/daftar")
        .errors(errors);
    render(&FormPage { page })
}

async fn list_vouchers(visitor: Visitor) -> Answer {
    let locale = visitor.locale;
    let page = officer(&visitor, "Voucher");
    let filter = Filter::default()
        .field(
            &page
                .search(
                    "cari",
                    say(locale, "Cari pelat atau nomor", "Search plate or number"),
                )
                .value("DH"),
        )
        .field(
            &page
                .select("status", "Status")
                .option("", say(locale, "Semua", "All"))
                .option("terbit", say(locale, "Terbit", "Issued")),
        )
        .field(
            &page
                .month_field("bulan", say(locale, "Bulan", "Month"))
                .value("2026-11"),
        );
    let empty = EmptyState::new("–", "–");
    let list = ListPage::new(page, table(locale), empty)
        .lead(say(
            locale,
            "Semua voucher Dinas Lingkungan Hidup, terbaru di atas.",
            "All vouchers of the environment agency, newest first.",
        ))
        .action(
            say(locale, "Terbitkan voucher", "Issue a voucher"),
            "/formulir",
        )
        .action(say(locale, "Cetak lembar", "Print sheet"), "/lembar")
        .filter(filter)
        .next(Some("eyJ".to_owned()))
        .exports();
    render(&list)
}

async fn list_nothing(visitor: Visitor) -> Answer {
    let locale = visitor.locale;
    let page = officer(&visitor, "Voucher");
    let empty = EmptyState::new(
        say(locale, "Belum ada voucher", "No vouchers yet"),
        say(
            locale,
            "Voucher yang diterbitkan muncul di sini.",
            "Issued vouchers appear here.",
        ),
    )
    .step(
        say(
            locale,
            "Terbitkan voucher pertama",
            "Issue the first voucher",
        ),
        "/formulir",
    );
    render(&ListPage::new(page, DataTable::new("Voucher", []), empty))
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    page: PageFrame,
}

async fn show_login(visitor: Visitor) -> Answer {
    let title = say(visitor.locale, "Masuk", "Sign in");
    render(&LoginPage {
        page: visitor.page(title).kind(FrameKind::Plain),
    })
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    page: PageFrame,
    figures: Figures,
    month: MonthOfYear,
    agencies: DataTable,
}

async fn show_dashboard(visitor: Visitor, State(site): State<Site>) -> Answer {
    let locale = visitor.locale;
    let title = say(locale, "BBM kendaraan dinas", "Fuel of official vehicles");
    let page = officer(&visitor, title);
    let month = page.city.zone.month(site.clock.now());
    let words = |id, en| say(locale, id, en);
    let figures = Figures::new([
        Figure::new(words("Pagu 2026", "Ceiling 2026"), "Rp 7,61 miliar").href("/daftar"),
        Figure::new(words("Terpakai", "Spent"), "Rp 5,48 miliar")
            .note("72 %")
            .share(72)
            .href("/daftar"),
        Figure::new(words("Liter tahun ini", "Litres this year"), "381.204 l")
            .note(words("1.008 kendaraan", "1,008 vehicles")),
        Figure::new(words("Perlu perhatian", "Needs attention"), "14")
            .note(words("temuan belum dijawab", "findings not answered"))
            .tone(StatusTone::Warn)
            .href("/temuan"),
    ]);
    let columns = [
        Column::text(words("Perangkat daerah", "Agency")),
        Column::number("Liter"),
        Column::number("Rupiah"),
        Column::number(words("dari pagu", "of ceiling")),
    ];
    let rows = [
        (
            "Dinas Lingkungan Hidup dan Kebersihan",
            "101.442",
            "1.511.485.800",
            "81,5 %",
        ),
        ("Dinas Kesehatan", "58.120", "793.338.000", "70,1 %"),
        (
            "Satuan Polisi Pamong Praja",
            "31.077",
            "424.201.050",
            "66,9 %",
        ),
    ];
    let mut agencies = DataTable::new(words("Per perangkat daerah", "By agency"), columns);
    for (name, litres, rupiah, share) in rows {
        agencies = agencies.row([
            Cell::link(name, "/daftar"),
            litres.into(),
            rupiah.into(),
            share.into(),
        ]);
    }
    render(&DashboardPage {
        page,
        figures,
        month,
        agencies,
    })
}

#[derive(Template)]
#[template(path = "driver.html")]
struct DriverPage {
    page: PageFrame,
    qr: Vec<(u32, u32)>,
}

async fn show_driver(visitor: Visitor) -> Answer {
    let page = visitor.page("Voucher BBM").kind(FrameKind::Bare);
    // A pattern as dense as a real code; it is no code.
    let dark = |x: u32, y: u32| (x * 7 + y * 13 + x * y) % 5 < 2 || x.min(y) < 7 && x.max(y) < 7;
    let qr = (0..69)
        .flat_map(|y| (0..69).map(move |x| (x, y)))
        .filter(|(x, y)| dark(*x, *y));
    render(&DriverPage {
        qr: qr.collect(),
        page,
    })
}

#[derive(Template)]
#[template(path = "pump.html")]
struct PumpPage {
    page: PageFrame,
}

async fn show_pump(visitor: Visitor) -> Answer {
    let title = say(visitor.locale, "Angka di pompa", "Figures at the pump");
    render(&PumpPage {
        page: visitor.page(title).kind(FrameKind::Bare),
    })
}

#[derive(Template)]
#[template(path = "pump-answer.html")]
struct PumpAnswerPage {
    page: PageFrame,
    tone: &'static str,
    word: &'static str,
    text: &'static str,
}

async fn show_pump_answer(visitor: Visitor, Path(state): Path<String>) -> Answer {
    let locale = visitor.locale;
    let (tone, word, text) = match state.as_str() {
        "sah" => (
            "good",
            say(locale, "BOLEH DIISI", "FILL"),
            say(
                locale,
                "Paling banyak 35,5 l Pertamina Dex",
                "At most 35.5 l Pertamina Dex",
            ),
        ),
        "tunggu" => (
            "warn",
            say(locale, "PERIKSA DULU", "CHECK FIRST"),
            say(
                locale,
                "Pelat di voucher DH 8123 AB. Cocokkan dengan kendaraan.",
                "The voucher says DH 8123 AB. Compare with the vehicle.",
            ),
        ),
        "tolak" => (
            "bad",
            say(locale, "JANGAN DIISI", "DO NOT FILL"),
            say(
                locale,
                "Voucher ini sudah dipakai 24 Nov, 09:12 WITA. Hubungi petugas BBM dinas.",
                "This voucher was used on 24 Nov, 09:12 WITA. Call the fuel officer.",
            ),
        ),
        _ => return Err(WebError::not_found()),
    };
    let page = visitor.page(word).kind(FrameKind::Bare);
    render(&PumpAnswerPage {
        page,
        tone,
        word,
        text,
    })
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetPage {
    page: PageFrame,
    vouchers: Vec<u32>,
}

async fn show_sheet(visitor: Visitor) -> Answer {
    let title = say(visitor.locale, "Lembar voucher", "Voucher sheet");
    render(&SheetPage {
        page: visitor.page(title).kind(FrameKind::Print),
        vouchers: (1..=8).collect(),
    })
}
