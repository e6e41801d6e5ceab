//! QR codes as SVG: black on white, quiet zone of four modules, no style attribute.

use std::fmt::Write as _;

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, Mode};
use web::WebError;

/// Modules of white around the code (ISO/IEC 18004).
const QUIET_MODULES: usize = 4;

/// The characters of alphanumeric codes (ISO/IEC 18004, table 5).
const ALPHANUMERIC: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// An SVG image of a voucher's token, named for screen readers.
///
/// # Errors
/// A failure where the text does not fit an alphanumeric code.
pub(crate) fn qr_svg(token: &str, label: &str) -> Result<String, WebError> {
    // The encoder would end the program at any other character.
    if !token
        .chars()
        .all(|character| ALPHANUMERIC.contains(character))
    {
        return Err(WebError::bug("a token is not alphanumeric".to_owned()));
    }
    let code = QRBuilder::new(token)
        .mode(Mode::Alphanumeric)
        .ecl(ECL::M)
        .build()
        .map_err(|error| WebError::bug(format!("a token does not fit a QR: {error:?}")))?;
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        let mut x = 0_usize;
        for run in row.chunk_by(|a, b| a.value() == b.value()) {
            if run.first().is_some_and(|module| module.value()) {
                let width = run.len();
                // Writing into a String cannot fail.
                let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
            }
            x = x.saturating_add(run.len());
        }
    }
    let side = code.size.saturating_add(QUIET_MODULES.saturating_mul(2));
    let label = label
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    Ok(format!(
        "<svg viewBox=\"-{QUIET_MODULES} -{QUIET_MODULES} {side} {side}\" role=\"img\" \
         aria-label=\"{label}\" shape-rendering=\"crispEdges\"><rect x=\"-{QUIET_MODULES}\" \
         y=\"-{QUIET_MODULES}\" width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As long as a voucher's token may be.
    fn longest() -> String {
        format!("SH1:{}", "6BF/$%*+-. :".repeat(40))
            .chars()
            .take(480)
            .collect()
    }

    #[test]
    fn the_longest_token_fits_modules_of_four_pixels_on_a_small_phone() {
        let svg = qr_svg(&longest(), "QR").unwrap();
        let side: usize = svg
            .split("viewBox=\"-4 -4 ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next())
            .and_then(|side| side.parse().ok())
            .unwrap();
        // 5-inch phones have 360 CSS pixels, of which the page leaves 328 to the code.
        assert!(side * 4 <= 328, "{side} modules");
    }

    #[test]
    fn the_code_needs_no_style_and_has_a_name() {
        let svg = qr_svg("SH1:ABC", "Kode \"QR\" <1>").unwrap();
        assert!(!svg.contains("style="));
        assert!(svg.contains("aria-label=\"Kode &quot;QR&quot; &lt;1>\""));
        assert!(svg.contains("fill=\"#fff\"") && svg.contains("fill=\"#000\""));
    }

    #[test]
    fn text_outside_the_alphanumeric_set_is_refused() {
        assert!(qr_svg("huruf kecil", "QR").is_err());
    }
}
