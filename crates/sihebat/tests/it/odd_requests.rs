//! Odd requests at every route: whatever is sent, the answer is no 5xx and nothing panics.
//!
//! Routes come from the sources and from the description of the API, ids and names of fields from the
//! pages that answer. Staff, a pump, programs and strangers send. A failure prints its seed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use base::Entropy as _;

use crate::dice::Dice;
use crate::house::{House, Running};
use crate::http;
use crate::town::{ALL_ROUNDER, DEVICE, Town};

/// Requests that one signed-in person sends, before the next signs in: one may lock himself out.
const PER_PERSON: u64 = 400;

/// The most ids, fields and values that are kept for further requests.
const KEPT: usize = 300;

/// What is known of the site, to ask it deeper questions.
struct Known {
    routes: Vec<String>,
    /// Addresses that pages lead to.
    links: BTreeSet<String>,
    ids: BTreeSet<String>,
    fields: BTreeSet<String>,
    values: BTreeSet<String>,
}

/// Who sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sender {
    Staff,
    Pump,
    Program,
    Stranger,
}

impl Sender {
    /// Mostly whoever the page is for, sometimes anybody.
    fn of(path: &str, dice: &mut Dice) -> Self {
        match dice.below(10) {
            0 => *dice.choose(&[Self::Staff, Self::Pump, Self::Program, Self::Stranger]),
            _ if path.starts_with("/api") => Self::Program,
            _ if path.starts_with("/pompa") => Self::Pump,
            _ => Self::Staff,
        }
    }
}

/// A signed-in person: cookie and form token.
struct Staff {
    cookie: String,
    form_token: String,
}

/// The routes that the sources name, and those of the API's description.
fn routes(running: &Running) -> Vec<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(crates).unwrap() {
        collect(&entry.unwrap().path().join("src"), &mut found);
    }
    assert!(found.len() > 100, "the routes of the pages are found");
    let (_, api) = running.get("/api/openapi.json");
    let api: serde_json::Value = serde_json::from_str(&api).unwrap();
    found.extend(
        api.get("paths")
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .cloned(),
    );
    // Not being ready is an answer of its own; whoever signs in or leaves is another person then.
    let apart = ["/readyz", "/masuk", "/keluar"];
    found.retain(|route| !apart.iter().any(|begin| route.starts_with(begin)));
    found.into_iter().collect()
}

/// Whatever follows `.route(` as a literal.
fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            for part in source.split(".route(").skip(1) {
                let literal = part.trim_start().strip_prefix('"');
                if let Some((route, _)) = literal.and_then(|rest| rest.split_once('"'))
                    && route.starts_with('/')
                {
                    found.insert(route.to_owned());
                }
            }
        }
    }
}

/// Values that have broken programs before.
const ODD: [&str; 24] = [
    "",
    " ",
    "0",
    "-1",
    "1",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999",
    "1e9",
    "NaN",
    "1.234.567,89",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "2026-13",
    "00000000-0000-0000-0000-000000000000",
    "%00",
    "%ff%fe",
    "'; DROP TABLE voucher; --",
    "<script>alert(1)</script>",
    "..%2f..%2fetc%2fpasswd",
    "%F0%9F%9B%A2",
    "%E2%80%AE",
    "true",
];

impl Known {
    fn value(&self, dice: &mut Dice) -> String {
        match dice.below(8) {
            0..=2 => (*dice.choose(&ODD)).to_owned(),
            3..=4 => pick(&self.ids, dice),
            5..=6 => pick(&self.values, dice),
            _ => match dice.below(4) {
                0 => "A".repeat(dice.below(5_000)),
                1 => format!("2026-{:02}-{:02}", dice.below(14), dice.below(33)),
                2 => dice.next().to_string(),
                _ => percent(&dice.bytes(12)),
            },
        }
    }

    fn pairs(&self, dice: &mut Dice, most: usize) -> String {
        let mut text = String::new();
        for _ in 0..dice.below(most) {
            let name = match dice.below(6) {
                0 => self.value(dice),
                _ => pick(&self.fields, dice),
            };
            let value = self.value(dice);
            write!(
                text,
                "{}{name}={value}",
                if text.is_empty() { "" } else { "&" }
            )
            .unwrap();
        }
        text
    }

    /// A path of a route, its parameters filled in.
    fn path(&self, dice: &mut Dice) -> String {
        if dice.below(3) == 0 && !self.links.is_empty() {
            return pick(&self.links, dice);
        }
        let mut path = String::new();
        for part in dice.choose(&self.routes).split('/').skip(1) {
            let part = if part.starts_with('{') {
                match dice.below(4) {
                    0 => self.value(dice).replace(' ', "%20"),
                    _ => pick(&self.ids, dice),
                }
            } else {
                part.to_owned()
            };
            write!(path, "/{part}").unwrap();
        }
        path
    }

    /// Keeps ids, names of fields and values that an answer shows.
    fn learn(&mut self, body: &str) {
        let attribute = |name: &'static str| {
            body.split(name)
                .skip(1)
                .filter_map(|rest| rest.split_once('"'))
                .map(|(value, _)| value)
        };
        let is_plain = |text: &str| {
            text.len() < 80
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte))
        };
        for name in attribute("name=\"").filter(|name| is_plain(name) && !name.starts_with('_')) {
            keep(&mut self.fields, name);
        }
        for value in attribute("value=\"").filter(|value| is_plain(value)) {
            keep(&mut self.values, value);
        }
        for link in attribute("href=\"/").chain(attribute("action=\"/")) {
            let path = link.split(['?', '#', '&']).next().unwrap_or_default();
            // Whoever leaves learns nothing more.
            if !path.starts_with("assets") && !path.starts_with("keluar") {
                keep(&mut self.links, &format!("/{path}"));
            }
        }
        for word in body.split(|c: char| !(c.is_ascii_hexdigit() || c == '-')) {
            if word.len() == 36 && word.parse::<base::Uuid>().is_ok() {
                keep(&mut self.ids, word);
            }
        }
    }
}

fn keep(set: &mut BTreeSet<String>, text: &str) {
    if set.len() < KEPT {
        set.insert(text.to_owned());
    }
}

fn pick(set: &BTreeSet<String>, dice: &mut Dice) -> String {
    set.iter()
        .nth(dice.below(set.len()))
        .cloned()
        .unwrap_or_default()
}

fn percent(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "%{byte:02X}").unwrap();
        text
    })
}

/// A body and its kind.
fn body(known: &Known, dice: &mut Dice, form_token: &str) -> (&'static str, Vec<u8>) {
    match dice.below(10) {
        0..=5 => {
            let fields = known.pairs(dice, 20);
            let text = format!("_csrf={form_token}&_kunci=k{}&{fields}", dice.next());
            ("application/x-www-form-urlencoded", text.into_bytes())
        }
        6..=7 => (
            "application/json",
            json(known, dice, 3).to_string().into_bytes(),
        ),
        8 => {
            let mut bytes = format!(
                "--x\r\ncontent-disposition: form-data; name=\"_csrf\"\r\n\r\n{form_token}\r\n--x\r\n\
                 content-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
            )
            .into_bytes();
            bytes.extend(dice.bytes(3_000));
            if dice.below(3) > 0 {
                bytes.extend(b"\r\n--x--\r\n");
            }
            ("multipart/form-data; boundary=x", bytes)
        }
        _ => ("text/plain", dice.bytes(2_000)),
    }
}

fn json(known: &Known, dice: &mut Dice, depth: u32) -> serde_json::Value {
    use serde_json::Value;
    const NAMES: [&str; 16] = [
        "vehicle",
        "product",
        "volume_ml",
        "line",
        "valid_until",
        "valid_from",
        "purpose",
        "device",
        "presented",
        "driver",
        "driver_pin",
        "hold",
        "amount_rupiah",
        "meter_value",
        "reason",
        "sequence",
    ];
    match dice.below(if depth == 0 { 5 } else { 9 }) {
        0 => Value::Null,
        1 => Value::from(i64::from_be_bytes(dice.next().to_be_bytes())),
        2 => Value::from(dice.below(3) == 0),
        3 => Value::from(known.value(dice)),
        4 => Value::from(pick(&known.ids, dice)),
        5 => (0..dice.below(4))
            .map(|_| json(known, dice, depth - 1))
            .collect(),
        _ => {
            let pairs = (0..dice.below(10)).map(|_| {
                (
                    (*dice.choose(&NAMES)).to_owned(),
                    json(known, dice, depth - 1),
                )
            });
            Value::Object(pairs.collect())
        }
    }
}

/// One whole request.
fn request(known: &Known, dice: &mut Dice, staff: &Staff) -> Vec<u8> {
    let methods = [
        "GET", "GET", "GET", "GET", "POST", "POST", "POST", "POST", "POST", "PUT", "DELETE",
        "HEAD", "BREW",
    ];
    let method = *dice.choose(&methods);
    let query = match dice.below(40) {
        0 => format!("?q={}", "z".repeat(30_000)),
        1..=20 => format!("?{}", known.pairs(dice, 6).replace(' ', "+")),
        _ => String::new(),
    };
    let path = known.path(dice);
    let sender = Sender::of(&path, dice);
    let key = dice.next();
    let mut head = format!(
        "{method} {path}{query} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         x-forwarded-for: 10.{}.{}.{}\r\nidempotency-key: k{key}\r\n",
        dice.below(255),
        dice.below(255),
        dice.below(255)
    );
    head += match sender {
        Sender::Staff => format!("cookie: sesi={}\r\n", staff.cookie),
        Sender::Pump => format!("cookie: sesi={DEVICE}\r\n"),
        Sender::Program => format!("authorization: Bearer {}\r\n", dice.choose(&Town::TOKENS)),
        Sender::Stranger => format!(
            "cookie: sesi={}; kunjungan=%ff\r\n",
            percent(&dice.bytes(9))
        ),
    }
    .as_str();
    head += *dice.choose(&[
        "accept: text/html\r\n",
        "accept: application/json\r\n",
        "",
        "accept-language: en\r\n",
        "accept-language: xx-;q=9,\r\n",
        "range: bytes=0-0,-\r\n",
        "if-none-match: \"x\"\r\n",
        "sec-fetch-site: same-origin\r\n",
    ]);
    let mut bytes = Vec::new();
    if matches!(method, "POST" | "PUT" | "PATCH" | "DELETE") {
        let (kind, content) = body(known, dice, &staff.form_token);
        write!(
            head,
            "content-type: {kind}\r\ncontent-length: {}\r\n",
            content.len()
        )
        .unwrap();
        bytes = content;
    }
    head += "\r\n";
    let mut whole = head.into_bytes();
    whole.extend(bytes);
    whole
}

/// Signs a fresh person with every role in.
fn sign_in(house: &House, address: SocketAddr, number: u64) -> Staff {
    Town::add_all_rounder(house, number);
    let get = |path: &str, cookie: &str| {
        let text = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\naccept: text/html\r\ncookie: {cookie}\r\n\r\n"
        );
        http::exchange(address, text.as_bytes()).unwrap()
    };
    let (_, head, page) = get("/masuk", "");
    let visit = cookie(&head, "kunjungan");
    let form = format!(
        "_csrf={}&_kunci=masuk-{number}&login={number}-{ALL_ROUNDER}&password=kerbau+naik+lontar",
        form_token(&page)
    );
    let text = format!(
        "POST /masuk HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: kunjungan={visit}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\
         x-forwarded-for: 10.9.{}.{}\r\n\r\n{form}",
        form.len(),
        number / 250,
        number % 250
    );
    let (status, head, page) = http::exchange(address, text.as_bytes()).unwrap();
    assert_eq!(status, 303, "{page}");
    let cookie = cookie(&head, "sesi");
    let (status, _, page) = get("/akun", &format!("sesi={cookie}"));
    assert_eq!(status, 200, "{page}");
    Staff {
        form_token: form_token(&page),
        cookie,
    }
}

fn cookie(head: &str, name: &str) -> String {
    let start = format!("set-cookie: {name}=");
    let line = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with(&start));
    let value = line.and_then(|line| line.get(start.len()..)?.split(';').next());
    value
        .unwrap_or_else(|| panic!("no cookie {name} in {head}"))
        .to_owned()
}

fn form_token(page: &str) -> String {
    let value = page
        .split("name=\"_csrf\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    value.expect("a page with a form").to_owned()
}

/// Sends so many odd requests; each must be answered below 500, and the log must stay clean.
fn send(seed: u64, count: u64) {
    let house = House::sqlite();
    house.write("data/config.toml", "behind_proxy = true\n");
    let town = Town::found(&house);
    let log = house.path("log");
    let running = house.serve_with_log(&log);
    let mut known = Known {
        routes: routes(&running),
        links: BTreeSet::new(),
        ids: [
            town.vehicle.to_string(),
            town.device.to_string(),
            town.line.to_string(),
            town.driver.to_string(),
        ]
        .into(),
        fields: ["q", "setelah", "tab", "lang", "format", "limit", "after"]
            .map(str::to_owned)
            .into(),
        values: BTreeSet::new(),
    };
    let mut dice = Dice::of(seed);
    let mut answered = std::collections::BTreeMap::<u16, u64>::new();
    let mut staff = sign_in(&house, running.address, 0);
    for number in 1..=count {
        if number % PER_PERSON == 0 {
            staff = sign_in(&house, running.address, number);
        }
        let text = request(&known, &mut dice, &staff);
        let shown = || {
            String::from_utf8_lossy(&text)
                .chars()
                .take(3_000)
                .collect::<String>()
        };
        let answer = http::exchange(running.address, &text);
        let (status, _, page) = answer
            .unwrap_or_else(|how| panic!("{how:?} at seed {seed}, request {number}:\n{}", shown()));
        assert!(
            status < 500,
            "{status} at seed {seed}, request {number}:\n{}\n\n{page}\n{}",
            shown(),
            tail(&log)
        );
        *answered.entry(status).or_default() += 1;
        if status == 200 {
            known.learn(&page);
        }
    }
    assert_eq!(running.get("/healthz").0, 200);
    let log = std::fs::read_to_string(&log).unwrap();
    let faults: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("panicked") || line.contains("\"ERROR\""))
        .collect();
    assert_eq!(faults, Vec::<&str>::new(), "the log at seed {seed}");
    // Wrong requests reach the handlers, not only the door.
    assert!(
        answered.get(&200).is_some_and(|count| *count > 0),
        "{answered:?}"
    );
    tell(seed, known.routes.len(), &answered);
    house.succeed(&["verify"]);
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(5).collect();
    lines.join("\n")
}

#[expect(clippy::print_stdout, reason = "a long test says what it did")]
fn tell(seed: u64, routes: usize, answered: &std::collections::BTreeMap<u16, u64>) {
    println!("seed {seed}: {routes} routes, answers by status {answered:?}");
}

#[test]
fn odd_requests_are_answered_without_a_fault() {
    send(1, 800);
}

#[test]
fn soak_odd_requests_of_fresh_seeds_are_answered_without_a_fault() {
    for _ in 0..5 {
        let mut bytes = [0; 8];
        base::SystemEntropy.fill(&mut bytes);
        send(u64::from_be_bytes(bytes), 6_000);
    }
}
