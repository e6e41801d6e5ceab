//! Photos made small: decoded under limits, turned upright, written anew without EXIF.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage};

/// The most bytes a photo is taken in with.
pub const UPLOAD_BYTES_MAX: usize = 15 << 20;
/// The most pixels: a phone's 50-megapixel photo fits, a decompression bomb does not.
pub const UPLOAD_PIXELS_MAX: u64 = 52_000_000;
/// The longer side of a kept photo, in pixels.
pub const PHOTO_SIDE_MAX: u32 = 1_280;
/// The most bytes of a kept photo.
pub const PHOTO_BYTES_MAX: usize = 300_000;

/// The longer side of a kept logo, in pixels: 20 mm on paper at 500 dots per inch.
pub const LOGO_SIDE_MAX: u32 = 400;
/// The most bytes of a kept logo: it travels with every paper that is set.
pub const LOGO_BYTES_MAX: usize = 40_000;

/// Memory for decoding: the pixels as RGB with room for the decoder's own.
const DECODER_BYTES_MAX: u64 = 4 * UPLOAD_PIXELS_MAX;

/// Sides tried in turn until the file is small enough; the last one always is.
const SIDES: [u32; 4] = [PHOTO_SIDE_MAX, 960, 640, 320];
/// The same for logos.
const LOGO_SIDES: [u32; 3] = [LOGO_SIDE_MAX, 280, 160];
/// Qualities tried in turn at each side.
const QUALITIES: [u8; 4] = [82, 70, 58, 46];

/// Why a photo was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// The file is larger than [`UPLOAD_BYTES_MAX`].
    #[error("the file is too large")]
    TooManyBytes,
    /// The image has more pixels than [`UPLOAD_PIXELS_MAX`].
    #[error("the image has too many pixels")]
    TooManyPixels,
    /// The file is no JPEG, PNG or WebP image, or a damaged one.
    #[error("the file is not a readable image")]
    Unreadable,
    /// Too much image work waits: come back later.
    #[error("too many photos at once")]
    Busy,
    /// The disk refused.
    #[error("the photo could not be kept")]
    Store(#[source] std::io::Error),
}

/// A photo ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallPhoto {
    /// The JPEG file.
    pub jpeg: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// Makes a photo small and upright; everything but its pixels is left behind.
///
/// # Errors
/// A [`PhotoError`] where the file is too large or no image.
pub fn shrink_photo(upload: &[u8]) -> Result<SmallPhoto, PhotoError> {
    shrink(upload, &SIDES, PHOTO_BYTES_MAX)
}

/// Makes a logo small, on white where it is transparent.
///
/// # Errors
/// A [`PhotoError`] where the file is too large or no image.
pub fn shrink_logo(upload: &[u8]) -> Result<SmallPhoto, PhotoError> {
    shrink(upload, &LOGO_SIDES, LOGO_BYTES_MAX)
}

fn shrink(upload: &[u8], sides: &[u32], bytes_max: usize) -> Result<SmallPhoto, PhotoError> {
    let image = decode(upload)?;
    for side in sides {
        let small = fit(&image, *side);
        for quality in QUALITIES {
            let mut jpeg = Vec::with_capacity(bytes_max);
            let encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
            small
                .write_with_encoder(encoder)
                .map_err(|_| PhotoError::Unreadable)?;
            if jpeg.len() <= bytes_max {
                let (width, height) = (small.width(), small.height());
                return Ok(SmallPhoto {
                    jpeg,
                    width,
                    height,
                });
            }
        }
    }
    Err(PhotoError::TooManyPixels)
}

fn decode(upload: &[u8]) -> Result<DynamicImage, PhotoError> {
    if upload.len() > UPLOAD_BYTES_MAX {
        return Err(PhotoError::TooManyBytes);
    }
    let unreadable = |_| PhotoError::Unreadable;
    let reader = ImageReader::new(Cursor::new(upload))
        .with_guessed_format()
        .map_err(|_| PhotoError::Unreadable)?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    if !reader
        .format()
        .is_some_and(|format| known.contains(&format))
    {
        return Err(PhotoError::Unreadable);
    }
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > UPLOAD_PIXELS_MAX {
        return Err(PhotoError::TooManyPixels);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    decoder
        .set_limits(limits)
        .map_err(|_| PhotoError::TooManyPixels)?;
    // A photo whose orientation cannot be read is shown as it lies.
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    Ok(DynamicImage::ImageRgb8(on_white(image)))
}

/// JPEG knows no transparency: what shines through becomes white, as on paper.
fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    let mut flat = RgbImage::new(image.width(), image.height());
    for (flat, pixel) in flat.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = pixel.0;
        let over = |colour: u8| {
            let sum = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        flat.0 = [over(red), over(green), over(blue)];
    }
    flat
}

fn fit(image: &DynamicImage, side: u32) -> DynamicImage {
    if image.width().max(image.height()) <= side {
        return image.clone();
    }
    image.resize(side, side, FilterType::Triangle)
}
