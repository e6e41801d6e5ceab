//! The QR code of a paper as an image of its own.

use std::fmt::Write as _;

use fast_qr::qr::QRCodeError;
use fast_qr::{ECL, QRBuilder};

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// An SVG of black runs on white; level M, so that a stain or a fold does not hurt.
pub(crate) fn svg(text: &str) -> Result<String, QRCodeError> {
    let code = QRBuilder::new(text).ecl(ECL::M).build()?;
    let size = code.size;
    let mut runs = String::new();
    for (y, row) in code.data.chunks(size).take(size).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a.value() == b.value()) {
            if run.first().is_some_and(|module| module.value()) {
                let length = run.len();
                // Writing to a String cannot fail.
                let _ = write!(runs, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += run.len();
        }
    }
    let whole = size + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\">\
         <path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path d=\"{runs}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_the_three_finder_patterns_inside_the_quiet_zone() {
        let svg = svg("https://bbm.example/periksa").unwrap();
        assert!(svg.contains("M4 4h7v1h-7z"), "top left: {svg}");
        let size: usize = svg
            .split("viewBox=\"0 0 ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next())
            .and_then(|digits| digits.parse().ok())
            .unwrap();
        assert!(
            svg.contains(&format!("M{} 4h7v1h-7z", size - 11)),
            "top right"
        );
        assert!(
            svg.contains(&format!("M4 {}h7v1h-7z", size - 5)),
            "bottom left"
        );
        assert!(!svg.contains("M3 ") && !svg.contains(&format!("M{} ", size - 4)));
    }

    #[test]
    fn refuses_more_than_a_code_holds() {
        assert!(svg(&"x".repeat(4_000)).is_err());
    }
}
