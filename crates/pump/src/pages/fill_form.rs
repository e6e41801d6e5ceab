//! What is typed after the nozzle: the pump's numbers and the meter; what is asked back.

use base::{Millilitres, Rupiah};
use fleet::Expectation;
use fuel::{PhotoSubject, Typed};
use serde::Deserialize;
use web::{FieldErrors, Locale, PageFrame, Texts, fl};

use super::photos::PhotoNotes;
use super::words::meter_reason_text;
use crate::gate::AtPump;
use crate::model::{
    Doubt, KeptPhoto, Limits, MeterDoubt, MeterReason, amounts_of, doubts_of, meter_doubt,
};
use crate::texts;

/// More than any tank truck takes at a pump.
const VOLUME_MAX: Millilitres = Millilitres::new(9_999_999);
/// More than any filling costs.
const AMOUNT_MAX: Rupiah = Rupiah::new(999_999_999);
/// More than any odometer shows.
const METER_MAX: i64 = 9_999_999;

/// What is typed: strings only, so that it can be shown again as it was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FillForm {
    pub(crate) rupiah: String,
    pub(crate) litres: String,
    /// The questions that were answered with yes, with commas.
    pub(crate) yakin: Vec<String>,
    pub(crate) struk: String,
    pub(crate) meter: String,
    pub(crate) meter_ditanya: String,
    pub(crate) alasan_meter: String,
    pub(crate) foto_plat_ada: String,
    pub(crate) foto_plat_taken_at: String,
    pub(crate) foto_plat_latitude: String,
    pub(crate) foto_plat_longitude: String,
    pub(crate) foto_pompa_ada: String,
    pub(crate) foto_pompa_taken_at: String,
    pub(crate) foto_pompa_latitude: String,
    pub(crate) foto_pompa_longitude: String,
    pub(crate) foto_struk_ada: String,
    pub(crate) foto_struk_taken_at: String,
    pub(crate) foto_struk_latitude: String,
    pub(crate) foto_struk_longitude: String,
}

impl FillForm {
    /// What the form says of the photo of a subject.
    pub(crate) fn notes(&self, subject: PhotoSubject) -> PhotoNotes<'_> {
        match subject {
            PhotoSubject::Plate => PhotoNotes {
                kept: &self.foto_plat_ada,
                taken_at: &self.foto_plat_taken_at,
                latitude: &self.foto_plat_latitude,
                longitude: &self.foto_plat_longitude,
            },
            PhotoSubject::Pump => PhotoNotes {
                kept: &self.foto_pompa_ada,
                taken_at: &self.foto_pompa_taken_at,
                latitude: &self.foto_pompa_latitude,
                longitude: &self.foto_pompa_longitude,
            },
            PhotoSubject::Slip => PhotoNotes {
                kept: &self.foto_struk_ada,
                taken_at: &self.foto_struk_taken_at,
                latitude: &self.foto_struk_latitude,
                longitude: &self.foto_struk_longitude,
            },
            PhotoSubject::Meter => PhotoNotes::default(),
        }
    }

    /// Remembers a photo that was kept, for the case that the form is shown again.
    pub(crate) fn keep(&mut self, subject: PhotoSubject, photo: &KeptPhoto) {
        match subject {
            PhotoSubject::Plate => self.foto_plat_ada = photo.to_string(),
            PhotoSubject::Pump => self.foto_pompa_ada = photo.to_string(),
            PhotoSubject::Slip => self.foto_struk_ada = photo.to_string(),
            PhotoSubject::Meter => {}
        }
    }

    /// The number as the pump shows it: rupiah or litres, one of them.
    pub(crate) fn typed(&self, texts: Texts, errors: &mut FieldErrors) -> Option<Typed> {
        let (rupiah, litres) = (self.rupiah.trim(), self.litres.trim());
        match (rupiah.is_empty(), litres.is_empty()) {
            (true, true) => {
                errors.add("rupiah", fl!(texts, "amount-empty"));
                None
            }
            (false, false) => {
                errors.add("rupiah", fl!(texts, "amount-both"));
                None
            }
            (false, true) => {
                let what = fl!(texts, "amount-rupiah-what");
                let amount = errors.rupiah("rupiah", &what, rupiah, Rupiah::new(1)..=AMOUNT_MAX);
                amount.map(Typed::Rupiah)
            }
            (true, false) => {
                let what = fl!(texts, "amount-litres-what");
                let volume =
                    errors.litres("litres", &what, litres, Millilitres::new(1)..=VOLUME_MAX);
                volume.map(Typed::Litres)
            }
        }
    }

    /// The amount on the slip, which may be left out.
    pub(crate) fn slip(&self, texts: Texts, errors: &mut FieldErrors) -> Option<Rupiah> {
        if self.struk.trim().is_empty() {
            return None;
        }
        let what = fl!(texts, "slip-what");
        errors.rupiah("struk", &what, &self.struk, Rupiah::new(1)..=AMOUNT_MAX)
    }

    /// Whether a photo was kept on an earlier try.
    pub(crate) fn has_photo(&self) -> bool {
        let kept = [
            &self.foto_plat_ada,
            &self.foto_pompa_ada,
            &self.foto_struk_ada,
        ];
        kept.into_iter().any(|kept| !kept.is_empty())
    }

    fn confirms(&self, doubt: Doubt) -> bool {
        self.yakin
            .iter()
            .flat_map(|words| words.split(','))
            .any(|word| word == doubt.word())
    }
}

/// Questions about what was typed that nobody has answered yet, in words; and whether there are any
/// doubts at all, answered or not.
pub(crate) fn ask_amount(
    texts: Texts,
    form: &FillForm,
    (typed, price): (Typed, Rupiah),
    limits: Limits,
) -> (Vec<(Doubt, String)>, bool) {
    let Ok(amounts) = amounts_of(typed, price) else {
        return (Vec::new(), false);
    };
    let doubts = doubts_of(amounts, limits);
    let is_doubtful = !doubts.is_empty();
    let open = doubts.into_iter().filter(|doubt| !form.confirms(*doubt));
    let (litres, rupiah) = (amounts.0.to_string(), amounts.1.to_string());
    let questions = open.map(|doubt| {
        let text = match doubt {
            Doubt::OverTank => {
                let tank = limits.tank.map(|tank| tank.to_string()).unwrap_or_default();
                fl!(texts, "ask-over-tank", litres = litres.clone(), tank = tank)
            }
            Doubt::OverVoucher => fl!(
                texts,
                "ask-over-voucher",
                litres = litres.clone(),
                rupiah = rupiah.clone(),
                most_litres = limits.volume.to_string(),
                most_rupiah = limits.amount.to_string()
            ),
        };
        (doubt, text)
    });
    (questions.collect(), is_doubtful)
}

/// The second look at a meter, as the page asks it.
#[derive(Debug, Clone)]
pub(crate) struct MeterQuestion {
    /// The question in words.
    pub(crate) text: String,
    asked: String,
    label: String,
    reasons: Vec<(&'static str, String)>,
}

impl MeterQuestion {
    fn of(texts: Texts, doubt: MeterDoubt, expected: &Expectation) -> Self {
        let group = |number: i64| base::format_scaled(number, 0);
        let unit = match expected.meter {
            fleet::Meter::HourMeter => fl!(texts, "meter-unit-hours"),
            fleet::Meter::Odometer | fleet::Meter::None => fl!(texts, "meter-unit-km"),
        };
        let text = match (doubt, expected.last_good) {
            (MeterDoubt::Missing, _) => fl!(texts, "ask-meter-missing"),
            (MeterDoubt::Odd(value), Some((last, _))) => fl!(
                texts,
                "ask-meter-odd",
                value = group(value),
                last = group(last),
                unit = unit
            ),
            (MeterDoubt::Odd(value), None) => {
                fl!(
                    texts,
                    "ask-meter-odd-first",
                    value = group(value),
                    unit = unit
                )
            }
        };
        let reasons = doubt.reasons().iter();
        Self {
            text,
            asked: doubt.asked(),
            label: fl!(texts, "meter-reason"),
            reasons: reasons
                .map(|reason| (reason.code(), meter_reason_text(texts, *reason)))
                .collect(),
        }
    }

    /// The choice of reasons, as fields of the form.
    pub(crate) fn fields(&self, page: &PageFrame) -> impl askama::filters::HtmlSafe + use<> {
        let choice = page
            .radios("alasan_meter", &self.label)
            .options(&self.reasons);
        Asked(format!(
            "<input type=\"hidden\" name=\"meter_ditanya\" value=\"{}\">{choice}",
            self.asked
        ))
    }

    /// A question for samples.
    pub(crate) fn sample(locale: Locale) -> Self {
        let expected = Expectation {
            meter: fleet::Meter::Odometer,
            last_good: Some((122_980, base::UtcMicros::new(0))),
            range: Some(122_980..=124_500),
            broken_until: None,
        };
        Self::of(texts(locale), MeterDoubt::Odd(223_456), &expected)
    }
}

/// Finished HTML: a hidden number and a field of the house.
struct Asked(String);

impl std::fmt::Display for Asked {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl askama::FastWritable for Asked {
    fn write_into(
        &self,
        target: &mut dyn std::fmt::Write,
        _: &dyn askama::Values,
    ) -> askama::Result<()> {
        Ok(target.write_str(&self.0)?)
    }
}

impl askama::filters::HtmlSafe for Asked {}

/// What the form says of the meter.
#[derive(Debug, Clone, Default)]
pub(crate) struct MeterAnswer {
    /// The value, where one was typed.
    pub(crate) value: Option<i64>,
    /// Why it is missing or stands.
    pub(crate) reason: Option<MeterReason>,
    /// Whether the value is odd or missing, explained or not.
    pub(crate) is_doubtful: bool,
    question: Option<MeterQuestion>,
}

impl MeterAnswer {
    /// The question that nobody has answered yet.
    pub(crate) fn question(&self) -> Option<MeterQuestion> {
        self.question.clone()
    }

    /// What the next page has to know, as a query.
    pub(crate) fn query(&self) -> String {
        match (self.value, self.reason) {
            (Some(value), Some(reason)) => {
                let reason = reason.code();
                format!("?meter={value}&meter_ditanya={value}&alasan_meter={reason}")
            }
            (Some(value), None) => format!("?meter={value}"),
            (None, _) => String::new(),
        }
    }
}

/// Reads the meter's fields; a missing value is a question only where `is_last_chance`.
pub(crate) fn ask_meter(
    pump: &AtPump,
    expected: Option<&Expectation>,
    (typed, asked, reason): (&str, &str, &str),
    (errors, is_last_chance): (&mut FieldErrors, bool),
) -> MeterAnswer {
    let texts = pump.texts();
    let typed = typed.trim();
    let value = if typed.is_empty() {
        None
    } else {
        let read = errors.whole("meter", &fl!(texts, "meter-what"), typed, 0..=METER_MAX);
        let Some(value) = read else {
            return MeterAnswer::default();
        };
        Some(value)
    };
    let Some(expected) = expected else {
        return MeterAnswer {
            value,
            ..MeterAnswer::default()
        };
    };
    let doubt = meter_doubt(expected, value)
        .filter(|doubt| is_last_chance || *doubt != MeterDoubt::Missing);
    let Some(doubt) = doubt else {
        return MeterAnswer {
            value,
            ..MeterAnswer::default()
        };
    };
    let chosen = MeterReason::from_code(reason)
        .filter(|chosen| doubt.reasons().contains(chosen) && asked == doubt.asked());
    let question = chosen
        .is_none()
        .then(|| MeterQuestion::of(texts, doubt, expected));
    if let Some(question) = &question {
        errors.add("alasan_meter", question.text.clone());
    }
    MeterAnswer {
        value,
        reason: chosen,
        is_doubtful: true,
        question,
    }
}
