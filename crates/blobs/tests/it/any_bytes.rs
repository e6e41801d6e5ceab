//! Whatever a phone sends as a photo: it is made small or refused, and nothing panics.

use std::io::Cursor;

use base::Zone;
use blobs::{read_capture, shrink_photo};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

/// A small real picture to damage.
fn picture(format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(48, 32, |x, y| {
        let [.., shade] = (x * y).to_be_bytes();
        Rgb([shade, 255 - shade, 80])
    });
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(pixels);
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn look(bytes: &[u8]) {
    let zone = Zone::named("Asia/Makassar").unwrap();
    let _ = read_capture(bytes, &zone);
    if let Ok(small) = shrink_photo(bytes) {
        assert!(small.jpeg.len() <= blobs::PHOTO_BYTES_MAX);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..800)) {
        look(&bytes);
    }

    #[test]
    fn a_damaged_picture_is_read_or_refused(
        is_jpeg in any::<bool>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let format = if is_jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
        let mut bytes = picture(format);
        for (at, with) in damage {
            let at = at.index(bytes.len());
            bytes[at] = with;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        look(&bytes);
    }

    #[test]
    fn a_damaged_exif_is_read_or_ignored(tail in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut bytes = picture(ImageFormat::Jpeg);
        let body = [b"Exif\0\0MM\0*\0\0\0\x08".as_slice(), &tail].concat();
        let [high, low] = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        bytes.splice(2..2, [&[0xff, 0xe1, high, low], body.as_slice()].concat());
        look(&bytes);
    }
}
