//! What surrounds every page: title, menu, messages, language, formats.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use authz::Actor;
use base::{CivilDate, Millilitres, Rupiah, TenantId, UtcMicros, Uuid, Zone, format_scaled};

use crate::marks::MarkedIds;
use crate::paging::{AFTER, with_query};
use crate::texts::words;
use crate::{
    City, FieldErrors, Flash, Locale, NavGroup, SigningKey, StatusTone, Tag, Texts, Visitor, fl,
    signing,
};

/// The shape of the frame around the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FrameKind {
    /// Header, menu, content, footer.
    #[default]
    Full,
    /// Header and footer without menu, narrow: login, first run, errors.
    Plain,
    /// Nothing but the content: the driver's page, the pump.
    Bare,
    /// Paper first: no menu, a print hint on the screen.
    Print,
}

/// What of a page are samples, which a city fills in to practise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum SampleShare {
    /// Nothing.
    #[default]
    None,
    /// Some of what it counts.
    Some,
    /// What it is about.
    All,
}

/// The word "contoh", to stand beside a name.
pub fn sample_tag(locale: Locale) -> Tag {
    Tag::new(fl!(words(locale), "sample"), StatusTone::Warn)
}

/// A link in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLink {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
    /// The part of the menu.
    pub group: NavGroup,
    /// Whether the page shown lies under it.
    pub current: bool,
}

/// A step above the page in the trail of breadcrumbs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
}

/// What every page struct carries as `page`: the frame, the components and the formats.
#[derive(Debug, Clone)]
pub struct PageFrame {
    /// The title: the `h1` and, with the city, the window's title.
    pub title: String,
    /// The language.
    pub locale: Locale,
    /// The shape.
    pub kind: FrameKind,
    /// The city.
    pub city: Arc<City>,
    /// The instant at which the page was made.
    pub now: UtcMicros,
    /// The name of the person signed in.
    pub person_name: Option<String>,
    /// The menu.
    pub nav: Vec<NavLink>,
    /// The pages above this one.
    pub crumbs: Vec<Crumb>,
    /// The message of the action before.
    pub flash: Option<Flash>,
    /// The errors of the form on this page.
    pub errors: FieldErrors,
    /// Entries of the built scripts this page needs beside `main`.
    pub scripts: Vec<&'static str>,
    /// Seconds after which the browser asks again, for pages of progress.
    pub refresh_seconds: Option<u32>,
    /// Whether the page is about samples or counts some.
    pub samples: SampleShare,
    pub(crate) assets: crate::Assets,
    pub(crate) actor: Option<Actor>,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) token: String,
    marks: MarkedIds,
    form_key: Uuid,
    forms: Arc<AtomicU32>,
}

impl PageFrame {
    pub(crate) fn of(visitor: &Visitor, title: String) -> Self {
        let conversation = &visitor.conversation;
        let site = &visitor.site;
        let actor = visitor.actor().cloned();
        let nav = site
            .nav
            .iter()
            .filter(|item| item.is_for(actor.as_ref()))
            .map(|item| item.link(visitor.locale, &conversation.path))
            .collect();
        Self {
            title,
            locale: visitor.locale,
            kind: FrameKind::Full,
            city: Arc::clone(&conversation.city),
            now: site.now(),
            person_name: visitor.session().map(|session| session.person_name.clone()),
            nav,
            crumbs: Vec::new(),
            flash: conversation.take_flash(site),
            errors: FieldErrors::new(visitor.locale),
            scripts: Vec::new(),
            refresh_seconds: None,
            samples: SampleShare::None,
            assets: site.assets.clone(),
            actor,
            path: conversation.path.clone(),
            query: conversation.query.clone(),
            token: visitor.form_token(),
            marks: Arc::clone(&visitor.marks),
            form_key: site.new_id(),
            forms: Arc::default(),
        }
    }

    /// A frame without a request, for `samples()` and tests: 24 November 2026, 14:05 WITA.
    ///
    /// # Panics
    /// Never: the zone is bundled.
    pub fn sample(locale: Locale, title: impl Into<String>) -> Self {
        #[expect(clippy::expect_used, reason = "zone data is bundled")]
        let zone = Zone::named("Asia/Makassar").expect("bundled zone");
        let city = City {
            tenant: TenantId::new(Uuid::from_u128(1)),
            name: "Kota Kupang".to_owned(),
            zone,
            simulated: true,
        };
        Self {
            title: title.into(),
            locale,
            kind: FrameKind::Full,
            city: Arc::new(city),
            now: UtcMicros::new(1_795_500_300_000_000),
            person_name: Some("Maria Nggadas".to_owned()),
            nav: Vec::new(),
            crumbs: Vec::new(),
            flash: None,
            errors: FieldErrors::new(locale),
            scripts: Vec::new(),
            refresh_seconds: None,
            samples: SampleShare::None,
            assets: crate::Assets::embedded(),
            actor: None,
            path: "/".to_owned(),
            query: None,
            token: signing::form_token(&SigningKey::new([0; 32]), b"sample", [0; 32]),
            marks: MarkedIds::default(),
            form_key: Uuid::from_u128(1),
            forms: Arc::default(),
        }
    }

    /// Shows buttons as this actor sees them; for samples, a visitor's frame knows its actor.
    #[must_use]
    pub fn seen_by(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }

    /// Sets the shape.
    #[must_use]
    pub fn kind(mut self, kind: FrameKind) -> Self {
        self.kind = kind;
        self
    }

    /// Adds a page above this one; call it from the top down.
    #[must_use]
    pub fn crumb(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        let (text, href) = (text.into(), href.into());
        self.crumbs.push(Crumb { text, href });
        self
    }

    /// Shows the errors of a form: the summary on top, each beside its field.
    #[must_use]
    pub fn errors(mut self, errors: FieldErrors) -> Self {
        self.errors = errors;
        self
    }

    /// Says beside the title that the page is about a sample, where one of these records is one.
    #[must_use]
    pub fn about<T: Into<Uuid>>(mut self, records: impl IntoIterator<Item = T>) -> Self {
        if records.into_iter().any(|record| self.is_marked(record)) {
            self.samples = SampleShare::All;
        }
        self
    }

    /// Says below the title that the figures count samples, where one of these records is one.
    #[must_use]
    pub fn counting<T: Into<Uuid>>(mut self, records: impl IntoIterator<Item = T>) -> Self {
        if records.into_iter().any(|record| self.is_marked(record)) {
            self.samples = self.samples.max(SampleShare::Some);
        }
        self
    }

    /// Whether a record is a sample.
    pub fn is_marked(&self, record: impl Into<Uuid>) -> bool {
        !self.marks.is_empty() && self.marks.contains(&record.into())
    }

    /// The word "contoh" to stand beside a record's name, where it is a sample.
    pub fn mark(&self, record: impl Into<Uuid>) -> Option<Tag> {
        self.is_marked(record).then(|| sample_tag(self.locale))
    }

    /// A record's name, with the word behind it where it is a sample: for files and papers.
    pub fn marked(&self, record: impl Into<Uuid>, name: impl Into<String>) -> String {
        let name = name.into();
        if self.is_marked(record) {
            fl!(self.words(), "sample-name", name = name)
        } else {
            name
        }
    }

    /// As [`Self::sample`], where these records are samples.
    #[must_use]
    pub fn marking(mut self, records: impl IntoIterator<Item = Uuid>) -> Self {
        self.marks = Arc::new(records.into_iter().collect());
        self
    }

    /// The word "contoh" for the title of a page about a sample.
    pub fn sample_word(&self) -> Tag {
        sample_tag(self.locale)
    }

    /// Whether the page is about a sample.
    pub fn is_sample(&self) -> bool {
        self.samples == SampleShare::All
    }

    /// What is said below the title about samples; empty where there are none.
    pub fn sample_note(&self) -> String {
        match self.samples {
            SampleShare::None => String::new(),
            SampleShare::Some => fl!(self.words(), "sample-some"),
            SampleShare::All => fl!(self.words(), "sample-all"),
        }
    }

    /// Loads another entry of the built scripts, such as `pump`.
    #[must_use]
    pub fn script(mut self, entry: &'static str) -> Self {
        self.scripts.push(entry);
        self
    }

    /// Lets the browser ask again after so many seconds.
    #[must_use]
    pub fn refresh(mut self, seconds: u32) -> Self {
        self.refresh_seconds = Some(seconds);
        self
    }

    /// The path of this page, without query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the person may do this somewhere: for showing buttons.
    pub fn may(&self, action: authz::Action) -> bool {
        self.actor
            .as_ref()
            .is_some_and(|actor| actor.may_somewhere(action))
    }

    /// The words of the layout in this language.
    pub(crate) fn words(&self) -> Texts {
        words(self.locale)
    }

    /// The key of the next form on this page.
    pub(crate) fn next_form_key(&self) -> Uuid {
        let number = self.forms.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128(self.form_key.as_u128().wrapping_add(u128::from(number)))
    }

    /// This page's address in another language.
    pub(crate) fn in_language(&self, locale: Locale) -> String {
        with_query(&self.path, self.query.as_deref(), "lang", locale.code())
    }

    /// This page's address with one query value changed, starting again at the first page.
    pub fn with(&self, name: &str, value: impl std::fmt::Display) -> String {
        let first = with_query(&self.path, self.query.as_deref(), AFTER, "");
        let (path, query) = first.split_once('?').unwrap_or((&first, ""));
        with_query(path, Some(query), name, &value.to_string())
    }

    /// Date and time in the city's zone: `24 Nov 2026, 14:05 WITA`.
    pub fn at(&self, at: impl std::borrow::Borrow<UtcMicros>) -> String {
        let at = *at.borrow();
        let local = self.city.zone.local(at);
        let month = self.month_name(local.month(), true);
        let (day, year) = (local.day(), local.year());
        let (hour, minute) = (local.hour(), local.minute());
        format!(
            "{day} {month} {year}, {hour:02}:{minute:02} {}",
            self.city.zone.label()
        )
    }

    /// Time of day in the city's zone: `14:05 WITA`.
    pub fn time(&self, at: impl std::borrow::Borrow<UtcMicros>) -> String {
        let local = self.city.zone.local(*at.borrow());
        format!(
            "{:02}:{:02} {}",
            local.hour(),
            local.minute(),
            self.city.zone.label()
        )
    }

    /// A date in words: `24 November 2026`.
    pub fn date(&self, on: impl std::borrow::Borrow<CivilDate>) -> String {
        let on = *on.borrow();
        format!(
            "{} {} {}",
            on.day(),
            self.month_name(on.month(), false),
            on.year()
        )
    }

    /// A month in words: `November 2026`.
    pub fn month(&self, month: impl std::borrow::Borrow<base::MonthOfYear>) -> String {
        let month = *month.borrow();
        format!("{} {}", self.month_name(month.month(), false), month.year())
    }

    /// How long ago or ahead, in plain words: `3 menit lalu`.
    pub fn ago(&self, at: impl std::borrow::Borrow<UtcMicros>) -> String {
        let seconds = self.now.since(*at.borrow()) / 1_000_000;
        let words = self.words();
        let (amount, ahead) = (seconds.abs(), seconds < 0);
        let (number, unit) = match amount {
            0..60 => return fl!(words, "ago-now"),
            60..3_600 => (amount / 60, "minute"),
            3_600..86_400 => (amount / 3_600, "hour"),
            _ => (amount / 86_400, "day"),
        };
        if ahead {
            fl!(words, "ago-ahead", number = number, unit = unit)
        } else {
            fl!(words, "ago-past", number = number, unit = unit)
        }
    }

    /// A share with one decimal: `81,5 %`; a dash where there is no whole.
    pub fn percent(
        &self,
        part: impl std::borrow::Borrow<i64>,
        whole: impl std::borrow::Borrow<i64>,
    ) -> String {
        let (part, whole) = (i128::from(*part.borrow()), i128::from(*whole.borrow()));
        if whole <= 0 {
            return "–".to_owned();
        }
        let tenths = (part * 2_000 + whole).div_euclid(2 * whole);
        format!(
            "{}\u{a0}%",
            format_scaled(i64::try_from(tenths).unwrap_or(i64::MAX), 1)
        )
    }

    /// A count with dots: `1.234`.
    pub fn count(&self, number: impl std::borrow::Borrow<i64>) -> String {
        format_scaled(*number.borrow(), 0)
    }

    /// Rupiah without decimals, also in large round words for tiles: `Rp 7,61 miliar`.
    pub fn short_rupiah(&self, amount: impl std::borrow::Borrow<Rupiah>) -> String {
        let amount = amount.borrow().get();
        let words = self.words();
        let scaled = |unit: i64| format_scaled(amount / (unit / 100), 2);
        match amount.abs() {
            0..1_000_000 => Rupiah::new(amount).to_string(),
            1_000_000..1_000_000_000 => {
                let number = scaled(1_000_000);
                fl!(words, "rupiah-million", number = number)
            }
            _ => {
                let number = scaled(1_000_000_000);
                fl!(words, "rupiah-billion", number = number)
            }
        }
    }

    /// Whole litres with dots, for tiles: `12.345 l`.
    pub fn short_litres(&self, volume: impl std::borrow::Borrow<Millilitres>) -> String {
        let whole = volume.borrow().get().saturating_add(500).div_euclid(1_000);
        format!("{}\u{a0}l", format_scaled(whole, 0))
    }

    fn month_name(&self, month: i8, short: bool) -> String {
        let words = self.words();
        let names = if short {
            fl!(words, "months-short")
        } else {
            fl!(words, "months")
        };
        let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
        names
            .split_whitespace()
            .nth(index)
            .unwrap_or_default()
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(locale: Locale) -> PageFrame {
        PageFrame::sample(locale, "x")
    }

    #[test]
    fn times_are_the_citys_and_say_so() {
        let page = frame(Locale::Id);
        assert_eq!(page.at(page.now), "24 Nov 2026, 14:05 WITA");
        assert_eq!(page.time(page.now), "14:05 WITA");
        let date: CivilDate = "2026-08-17".parse().unwrap();
        assert_eq!(page.date(date), "17 Agustus 2026");
        assert_eq!(frame(Locale::En).date(date), "17 August 2026");
    }

    #[test]
    fn relative_times_are_words() {
        let (id, en) = (frame(Locale::Id), frame(Locale::En));
        let check = |seconds: i64, indonesian: &str, english: &str| {
            let at = id.now.plus_seconds(-seconds);
            assert_eq!(id.ago(at), indonesian);
            assert_eq!(en.ago(at), english);
        };
        check(5, "baru saja", "just now");
        check(60, "1 menit lalu", "1 minute ago");
        check(7_300, "2 jam lalu", "2 hours ago");
        check(90_000, "1 hari lalu", "1 day ago");
        check(-7_300, "2 jam lagi", "in 2 hours");
    }

    #[test]
    fn shares_round_half_up_and_need_a_whole() {
        let page = frame(Locale::Id);
        assert_eq!(page.percent(815, 1_000), "81,5\u{a0}%");
        assert_eq!(page.percent(1, 2_000), "0,1\u{a0}%");
        assert_eq!(page.percent(1, 1), "100\u{a0}%");
        assert_eq!(page.percent(-1, 2), "-50\u{a0}%");
        assert_eq!(page.percent(1, 0), "–");
    }

    #[test]
    fn tiles_say_million_and_billion() {
        let page = frame(Locale::Id);
        assert_eq!(page.short_rupiah(Rupiah::new(999_999)), "Rp\u{a0}999.999");
        assert_eq!(
            page.short_rupiah(Rupiah::new(7_612_345_678)),
            "Rp\u{a0}7,61 miliar"
        );
        assert_eq!(
            page.short_rupiah(Rupiah::new(1_500_000)),
            "Rp\u{a0}1,5 juta"
        );
        assert_eq!(
            page.short_litres(Millilitres::new(12_345_678)),
            "12.346\u{a0}l"
        );
    }

    #[test]
    fn each_form_on_a_page_has_its_own_key() {
        let page = frame(Locale::Id);
        assert_ne!(page.next_form_key(), page.next_form_key());
    }
}
