use std::io::Cursor;

use base::{TenantId, UtcMicros, Uuid, Zone};
use blobs::{
    BlobStore, Blobs, Capture, PHOTO_BYTES_MAX, PhotoError, Position, UPLOAD_BYTES_MAX,
    read_capture, shrink_photo,
};
use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage};

fn wita() -> Zone {
    Zone::named("Asia/Makassar").unwrap()
}

fn field(tag: Tag, value: Value) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    }
}

fn ascii(text: &str) -> Value {
    Value::Ascii(vec![text.as_bytes().to_vec()])
}

fn degrees(parts: [(u32, u32); 3]) -> Value {
    Value::Rational(parts.map(|(num, denom)| Rational { num, denom }).to_vec())
}

/// A photo as a phone in Kupang takes it: left half red, held sideways, with time and place.
fn phone_photo(offset: Option<&str>) -> Vec<u8> {
    let fields = [
        field(Tag::Orientation, Value::Short(vec![6])),
        field(Tag::DateTimeOriginal, ascii("2026:11:24 08:00:00")),
        field(Tag::GPSLatitudeRef, ascii("S")),
        field(Tag::GPSLatitude, degrees([(10, 1), (10, 1), (1_200, 100)])),
        field(Tag::GPSLongitudeRef, ascii("E")),
        field(Tag::GPSLongitude, degrees([(123, 1), (36, 1), (0, 1)])),
        field(Tag::Make, ascii("Kamera Rahasia")),
    ];
    let offset = offset.map(|offset| field(Tag::OffsetTimeOriginal, ascii(offset)));
    let mut writer = Writer::new();
    fields
        .iter()
        .chain(&offset)
        .for_each(|field| writer.push_field(field));
    let mut tiff = Cursor::new(Vec::new());
    writer.write(&mut tiff, false).unwrap();

    let picture = RgbImage::from_fn(2_000, 1_000, |x, _| {
        if x < 1_000 {
            Rgb([250, 10, 10])
        } else {
            Rgb([10, 10, 250])
        }
    });
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
    encoder.set_exif_metadata(tiff.into_inner()).unwrap();
    picture.write_with_encoder(encoder).unwrap();
    jpeg
}

fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 7_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        Rgb([a, b, c])
    })
}

#[test]
fn time_and_place_are_read_before_they_are_removed() {
    let kupang = Position {
        latitude_e7: -101_700_000,
        longitude_e7: 1_236_000_000,
    };
    let at: UtcMicros = "2026-11-24T08:00:00+08:00".parse().unwrap();
    let expected = Capture {
        taken_at: Some(at),
        position: Some(kupang),
    };
    assert_eq!(read_capture(&phone_photo(None), &wita()), expected);
    // A phone that still stands on Jakarta's clock names its own offset.
    let jakarta = read_capture(&phone_photo(Some("+07:00")), &wita());
    assert_eq!(jakarta.taken_at, Some(at.plus_seconds(3_600)));
}

#[test]
fn the_kept_photo_is_small_upright_and_says_nothing_else() {
    let upload = phone_photo(None);
    assert!(upload.windows(14).any(|part| part == b"Kamera Rahasia"));
    let small = shrink_photo(&upload).unwrap();
    // Orientation 6: the camera's left side is the top of the picture.
    assert_eq!((small.width, small.height), (640, 1_280));
    let pixels = image::load_from_memory_with_format(&small.jpeg, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8();
    assert!(pixels.get_pixel(300, 100).0[0] > 200, "red is on top");
    assert!(pixels.get_pixel(300, 1_200).0[2] > 200, "blue is below");
    assert!(!small.jpeg.windows(4).any(|part| part == b"Exif"));
    assert_eq!(read_capture(&small.jpeg, &wita()), Capture::default());
}

#[test]
fn even_pure_noise_fits_the_size_limit() {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 95);
    noise(1_600, 1_200).write_with_encoder(encoder).unwrap();
    assert!(jpeg.len() > 5 * PHOTO_BYTES_MAX);
    let small = shrink_photo(&jpeg).unwrap();
    assert!(
        small.jpeg.len() <= PHOTO_BYTES_MAX,
        "{} bytes",
        small.jpeg.len()
    );
}

#[test]
fn png_and_webp_become_jpeg() {
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let mut file = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(noise(40, 30))
            .write_to(&mut file, format)
            .unwrap();
        let small = shrink_photo(file.get_ref()).unwrap();
        assert_eq!((small.width, small.height), (40, 30));
        assert_eq!(image::guess_format(&small.jpeg).unwrap(), ImageFormat::Jpeg);
    }
}

#[test]
fn a_logo_is_small_and_white_where_it_is_transparent() {
    let mut logo = image::RgbaImage::new(1_000, 500);
    for (x, _, pixel) in logo.enumerate_pixels_mut() {
        *pixel = image::Rgba(if x < 500 {
            [200, 0, 0, 255]
        } else {
            [0, 0, 0, 0]
        });
    }
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(logo)
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    let small = blobs::shrink_logo(&png.into_inner()).unwrap();
    assert_eq!((small.width, small.height), (400, 200));
    assert!(small.jpeg.len() <= blobs::LOGO_BYTES_MAX);
    let kept = image::load_from_memory(&small.jpeg).unwrap().into_rgb8();
    let [red, green, _] = kept.get_pixel(50, 100).0;
    assert!(red > 150 && green < 60, "the logo keeps its colour");
    assert!(
        kept.get_pixel(350, 100).0.iter().all(|part| *part > 240),
        "what was transparent is white"
    );
    let noise = noise(2_000, 2_000);
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(noise)
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    assert!(blobs::shrink_logo(&png.into_inner()).unwrap().jpeg.len() <= blobs::LOGO_BYTES_MAX);
}

#[test]
fn a_bomb_is_refused_before_its_pixels_are_made() {
    // A PNG header that claims 60,000 x 60,000 pixels; what follows is never looked at.
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(noise(2, 2))
        .write_to(&mut file, ImageFormat::Png)
        .unwrap();
    let mut bomb = file.into_inner();
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let crc = png_crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    assert!(matches!(
        shrink_photo(&bomb),
        Err(PhotoError::TooManyPixels)
    ));
}

/// CRC-32 of a PNG chunk (ISO 3309), bit by bit.
fn png_crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| {
        if crc & 1 == 1 {
            0xedb8_8320 ^ (crc >> 1)
        } else {
            crc >> 1
        }
    };
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc))
    })
}

#[test]
fn files_that_are_no_photos_are_refused() {
    assert!(matches!(
        shrink_photo(b"<svg/>"),
        Err(PhotoError::Unreadable)
    ));
    assert!(matches!(shrink_photo(b""), Err(PhotoError::Unreadable)));
    // Cut inside its header; one cut later is kept as far as it came.
    let cut = &phone_photo(None)[..150];
    assert!(matches!(shrink_photo(cut), Err(PhotoError::Unreadable)));
    let large = vec![0; UPLOAD_BYTES_MAX + 1];
    assert!(matches!(
        shrink_photo(&large),
        Err(PhotoError::TooManyBytes)
    ));
}

#[tokio::test]
async fn a_stored_photo_is_found_again_by_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::start(BlobStore::open(folder.path()).unwrap(), 2).unwrap();
    let tenant = TenantId::new(Uuid::from_u128(1));
    let photo = blobs
        .store_photo(tenant, phone_photo(None), wita())
        .await
        .unwrap();
    assert!(photo.capture.position.is_some());
    let again = blobs
        .store_photo(tenant, phone_photo(None), wita())
        .await
        .unwrap();
    assert_eq!(again, photo);
    let file = blobs.read(tenant, photo.hash).await.unwrap().unwrap();
    assert!(file.len() <= PHOTO_BYTES_MAX);
    assert!(matches!(
        blobs
            .store_photo(tenant, b"no photo".to_vec(), wita())
            .await,
        Err(PhotoError::Unreadable)
    ));
}
