//! Photos on their way: stored already, not yet named by a row.

use std::fmt;
use std::str::FromStr;

use base::UtcMicros;
use blobs::BlobHash;
use fuel::HoldId;
use register::{PhotoPolicy, Settings};
use sha2::{Digest as _, Sha256};

/// A photo in the blob store that no row names yet; a form carries it as text from try to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeptPhoto {
    /// The hash of the file.
    pub(crate) hash: BlobHash,
    /// When it was taken, as the phone says.
    pub(crate) taken_at: Option<UtcMicros>,
    /// Latitude and longitude in 10^-7 degrees, where permitted.
    pub(crate) position_e7: Option<(i64, i64)>,
}

impl fmt::Display for KeptPhoto {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken_at = self.taken_at.map(|at| at.get().to_string());
        let position = self
            .position_e7
            .map(|(latitude, longitude)| format!("{latitude},{longitude}"));
        let (taken_at, position) = (taken_at.unwrap_or_default(), position.unwrap_or_default());
        write!(formatter, "{};{taken_at};{position}", self.hash)
    }
}

/// The text names no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoPhoto;

impl FromStr for KeptPhoto {
    type Err = NoPhoto;

    fn from_str(text: &str) -> Result<Self, NoPhoto> {
        let mut parts = text.split(';');
        let (hash, taken_at, position) = (parts.next(), parts.next(), parts.next());
        let number = |text: &str| text.parse::<i64>().ok();
        let position = position.unwrap_or_default().split_once(',');
        Ok(Self {
            hash: hash.unwrap_or_default().parse().map_err(|_| NoPhoto)?,
            taken_at: taken_at.and_then(number).map(UtcMicros::new),
            position_e7: position
                .and_then(|(latitude, longitude)| Some((number(latitude)?, number(longitude)?))),
        })
    }
}

/// Whether the city's policy asks for a photo of what is dispensed under a hold.
///
/// The sample is drawn by the hash of the hold: nobody knows it before the voucher is shown, and every
/// server and every repeat comes to the same answer.
pub(crate) fn is_photo_wanted(settings: &Settings, hold: HoldId, is_doubtful: bool) -> bool {
    match settings.photo_policy {
        PhotoPolicy::Always => true,
        PhotoPolicy::OnDoubt => is_doubtful,
        PhotoPolicy::Sampled => is_doubtful || draw(hold) < settings.photo_sample_percent,
    }
}

/// A number from 0 to 99 that belongs to a hold.
fn draw(hold: HoldId) -> i64 {
    let digest = Sha256::digest(hold.uuid().as_bytes());
    let number = digest
        .iter()
        .take(7)
        .fold(0_i64, |number, byte| number * 256 + i64::from(*byte));
    number % 100
}

#[cfg(test)]
mod tests {
    use base::Uuid;

    use super::*;

    fn hold(number: u128) -> HoldId {
        HoldId::new(Uuid::from_u128(number))
    }

    fn settings(photo_policy: PhotoPolicy, photo_sample_percent: i64) -> Settings {
        Settings {
            photo_policy,
            photo_sample_percent,
            ..Settings::default()
        }
    }

    #[test]
    fn a_photo_on_its_way_reads_back_as_it_was() {
        let full = KeptPhoto {
            hash: BlobHash::of(b"plat"),
            taken_at: Some(UtcMicros::new(1_795_500_300_000_000)),
            position_e7: Some((-101_771_234, 1_236_070_000)),
        };
        let bare = KeptPhoto {
            taken_at: None,
            position_e7: None,
            ..full
        };
        for photo in [full, bare] {
            assert_eq!(photo.to_string().parse(), Ok(photo));
        }
        assert_eq!("".parse::<KeptPhoto>(), Err(NoPhoto));
        assert_eq!("../../etc;;".parse::<KeptPhoto>(), Err(NoPhoto));
    }

    #[test]
    fn the_sample_is_about_as_large_as_the_city_says() {
        let city = settings(PhotoPolicy::Sampled, 10);
        let drawn = (0..10_000)
            .filter(|number| is_photo_wanted(&city, hold(*number), false))
            .count();
        assert!((850..1_150).contains(&drawn), "{drawn} of 10,000");
        assert!(is_photo_wanted(
            &settings(PhotoPolicy::Sampled, 100),
            hold(1),
            false
        ));
    }

    #[test]
    fn a_doubt_always_wants_a_photo() {
        for policy in [
            PhotoPolicy::Always,
            PhotoPolicy::Sampled,
            PhotoPolicy::OnDoubt,
        ] {
            assert!(is_photo_wanted(&settings(policy, 1), hold(3), true));
        }
        assert!(!is_photo_wanted(
            &settings(PhotoPolicy::OnDoubt, 100),
            hold(3),
            false
        ));
    }
}
