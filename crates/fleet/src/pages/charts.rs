//! Drawings of a meter's series.

use chart::{Chart, Labels, Lines};
use stats::odometer::ClassNorm;
use web::{Locale, PageFrame, fl};

use super::words::unit_text;
use crate::{Meter, MeterSeries, texts};

/// How many readings a drawing shows: few enough that each has its marker.
const POINTS_MAX: usize = 40;

pub(super) fn labels(locale: Locale) -> Labels {
    match locale {
        Locale::Id => Labels::indonesian(),
        Locale::En => Labels::english(),
    }
}

/// The latest readings with the doubtful ones apart, and the consumption between good ones.
pub(super) fn draw(
    page: &PageFrame,
    series: &MeterSeries,
    (meter, norm): (Meter, Option<ClassNorm>),
) -> String {
    let texts = texts(page.locale);
    let unit = unit_text(texts, meter);
    let standing: Vec<_> = series
        .points
        .iter()
        .filter(|point| point.replaced_by.is_none())
        .collect();
    let latest = standing
        .get(standing.len().saturating_sub(POINTS_MAX)..)
        .unwrap_or_default();
    let mut html = String::new();
    if latest.len() > 1 {
        let days = latest.iter().map(|point| page.at(point.reading.at));
        let value = |usable: bool| {
            latest.iter().map(move |point| {
                (point.verdict.is_usable() == usable).then_some(point.reading.value)
            })
        };
        let lines = Lines::new(days)
            .series(fl!(texts, "chart-good"), value(true))
            .series(fl!(texts, "chart-doubtful"), value(false))
            .may_start_above_zero();
        let chart = Chart::new("bacaan", fl!(texts, "chart-readings"), lines)
            .axis_labels(fl!(texts, "read-at"), unit.clone());
        html.push_str(&chart.to_html(&labels(page.locale)));
    }
    let points = &series.consumption.points;
    let points = points
        .get(points.len().saturating_sub(POINTS_MAX)..)
        .unwrap_or_default();
    if points.len() > 1 {
        let days = points.iter().map(|(at, _)| page.at(*at));
        let rates = points.iter().map(|(_, rate)| (rate * 10.0).round() / 10.0);
        let name = fl!(texts, "consumption", unit = unit.as_str());
        let mut lines = Lines::new(days).series(name.clone(), rates);
        if let Some(norm) = norm {
            lines = lines.limit(
                (norm.litres_per_100_km * 10.0).round() / 10.0,
                fl!(texts, "chart-norm"),
            );
        }
        let chart = Chart::new("pemakaian", fl!(texts, "chart-consumption"), lines)
            .axis_labels(fl!(texts, "read-at"), name);
        html.push_str(&chart.to_html(&labels(page.locale)));
    }
    html
}
