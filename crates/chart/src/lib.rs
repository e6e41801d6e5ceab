//! Accessible SVG charts drawn on the server.
//!
//! A [`Chart`] becomes one `<figure>`: caption, legend, the drawing, and the same numbers as a table.
//! The drawing is made twice, for wide and for narrow screens, so that text stays readable at 320 px;
//! the style sheet [`CSS`] shows one of them. There is no script and no inline style, so the strictest
//! content security policy holds. Colours are classes (`chart-series-1` to `chart-series-6`) and
//! `currentColor`; hatching and dashes carry the same meaning on black and white paper.
//!
//! Output depends on nothing but the input. Values that are missing, NaN or infinite leave a gap.
//!
//! ```
//! use chart::{Bars, Chart, Labels};
//!
//! let bars = Bars::new(["Jan", "Feb"]).series("Terpakai", [1_200, 900]);
//! let html = Chart::new("bbm", "Liter per bulan", bars)
//!     .axis_labels("Bulan", "Liter")
//!     .to_html(&Labels::indonesian());
//! assert!(html.starts_with("<figure"));
//! ```

#![warn(missing_docs)]

mod axes;
mod canvas;
mod figure;
mod labels;
mod legend;
mod markup;
mod plot;
mod scale;
mod table;
mod value;

pub use figure::{Chart, Size, TableState};
pub use labels::Labels;
pub use plot::Plot;
pub use plot::bars::Bars;
pub use plot::bullets::{Bullet, Bullets};
pub use plot::dots::Dots;
pub use plot::lines::Lines;
pub use plot::sparkline::Sparkline;
pub use value::{Value, whole};

/// The style sheet of all charts, for inclusion in the site's own.
pub const CSS: &str = include_str!("../assets/chart.css");
