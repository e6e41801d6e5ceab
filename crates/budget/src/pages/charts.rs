//! Ceilings with what is used and promised of them.

use chart::{Bullet, Bullets, Chart, Labels};
use web::{Locale, fl};

use crate::{Balance, texts};

/// The most ceilings in one drawing.
pub(super) const ROWS_MAX: usize = 12;

/// A drawing of ceilings; `None` where nothing is allocated.
pub(super) fn draw(
    locale: Locale,
    (id, title, text): (&str, String, String),
    rows: impl IntoIterator<Item = (String, Balance)>,
) -> Option<String> {
    let texts = texts(locale);
    let rows: Vec<Bullet> = rows
        .into_iter()
        .filter(|(_, balance)| balance.allocated.is_positive())
        .map(|(label, balance)| {
            let (posted, pending) = (balance.posted.get(), balance.pending.get());
            Bullet::new(label, posted, pending, balance.allocated.get())
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let bullets = Bullets::new(
        fl!(texts, "posted"),
        fl!(texts, "pending"),
        fl!(texts, "allocated"),
    )
    .rows(rows);
    let labels = match locale {
        Locale::Id => Labels::indonesian(),
        Locale::En => Labels::english(),
    };
    let chart = Chart::new(id, title, bullets)
        .description(text)
        .axis_labels("", fl!(texts, "chart-rupiah"));
    Some(chart.to_html(&labels))
}

/// Those that have used most of their ceiling first, at most [`ROWS_MAX`].
pub(super) fn most_used(mut rows: Vec<(String, Balance)>) -> Vec<(String, Balance)> {
    let product = |a: i64, b: i64| i128::from(a).saturating_mul(i128::from(b));
    rows.sort_by(|(_, a), (_, b)| {
        let (left, right) = (a.taken().get(), b.taken().get());
        // a.taken / a.allocated against b.taken / b.allocated, without a fraction.
        product(right, a.allocated.get()).cmp(&product(left, b.allocated.get()))
    });
    rows.truncate(ROWS_MAX);
    rows
}

#[cfg(test)]
mod tests {
    use base::Rupiah;

    use super::*;

    fn balance(allocated: i64, posted: i64) -> Balance {
        Balance {
            allocated: Rupiah::new(allocated),
            posted: Rupiah::new(posted),
            ..Balance::default()
        }
    }

    #[test]
    fn the_fullest_ceiling_comes_first() {
        let rows = vec![
            ("half".to_owned(), balance(100, 50)),
            ("over".to_owned(), balance(10, 11)),
            ("tenth".to_owned(), balance(1_000, 100)),
        ];
        let names: Vec<String> = most_used(rows).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["over", "half", "tenth"]);
    }

    #[test]
    fn nothing_is_drawn_without_ceilings() {
        let title = || ("x", String::new(), String::new());
        assert_eq!(
            draw(Locale::Id, title(), [("a".to_owned(), balance(0, 0))]),
            None
        );
        assert!(draw(Locale::Id, title(), [("a".to_owned(), balance(1, 0))]).is_some());
    }
}
