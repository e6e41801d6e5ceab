//! The kinds of charts.

pub(crate) mod bars;
pub(crate) mod bullets;
pub(crate) mod dots;
pub(crate) mod lines;
pub(crate) mod sparkline;

use crate::canvas::Canvas;
use crate::figure::Frame;
use crate::legend::Key;
use crate::table::Table;
use bars::Bars;
use bullets::Bullets;
use dots::Dots;
use lines::Lines;

/// One kind of chart with its data.
#[derive(Debug, Clone)]
pub enum Plot {
    /// Bars, vertical or horizontal, side by side or stacked.
    Bars(Bars),
    /// Lines over ordered categories, with gaps and bands.
    Lines(Lines),
    /// Ceilings with what is spent and reserved of them.
    Bullets(Bullets),
    /// Distributions as strips of dots.
    Dots(Dots),
}

macro_rules! each {
    ($plot:expr, $inner:ident => $result:expr) => {
        match $plot {
            Plot::Bars($inner) => $result,
            Plot::Lines($inner) => $result,
            Plot::Bullets($inner) => $result,
            Plot::Dots($inner) => $result,
        }
    };
}

impl Plot {
    /// Draws and returns the height.
    pub(crate) fn draw(&self, out: &mut String, frame: &Frame<'_>, canvas: Canvas) -> f64 {
        each!(self, plot => plot.draw(out, frame, canvas))
    }

    pub(crate) fn table(&self, frame: &Frame<'_>) -> Table {
        each!(self, plot => plot.table(frame))
    }

    /// What is drawn but stands neither in the table nor in the legend: limits and marked values.
    pub(crate) fn note(&self, frame: &Frame<'_>) -> String {
        match self {
            Self::Bars(bars) => bars.note(frame),
            Self::Lines(lines) => lines.note(frame),
            Self::Dots(dots) => dots.note(frame),
            Self::Bullets(_) => String::new(),
        }
    }

    /// What the legend explains; empty if there is nothing to tell apart.
    pub(crate) fn keys(&self) -> Vec<Key> {
        match self {
            Self::Bars(bars) => bars.keys(),
            Self::Lines(lines) => lines.keys(),
            Self::Bullets(bullets) => bullets.keys(),
            Self::Dots(_) => Vec::new(),
        }
    }

    pub(crate) fn has_data(&self) -> bool {
        each!(self, plot => plot.has_data())
    }
}

macro_rules! into_plot {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Plot {
            fn from(plot: $kind) -> Self {
                Self::$kind(plot)
            }
        })*
    };
}

into_plot!(Bars, Lines, Bullets, Dots);
