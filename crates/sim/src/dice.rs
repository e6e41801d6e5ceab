//! Seeded chance, drawn with integers only so that every platform gives the same bytes.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// A stream of chance that depends only on the seed, a label and an index.
///
/// Each noun draws from its own stream, so adding a draw to one does not move the others.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// Opens the stream `label` number `index` of `seed`.
    pub(crate) fn new(seed: u64, label: &str, index: u64) -> Self {
        let mut key = [0_u8; 32];
        let parts = [seed, fingerprint(label), index, 0x5348_4241_5431];
        for (slot, byte) in key
            .iter_mut()
            .zip(parts.iter().flat_map(|part| part.to_le_bytes()))
        {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// Sixty-four random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A uniform draw of `low..=high`; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = i128::from(high) - i128::from(low) + 1;
        if width <= 1 {
            return low;
        }
        let scaled = (i128::from(self.bits()) * width) >> 64;
        i64::try_from(i128::from(low) + scaled).unwrap_or(low)
    }

    /// True in `per_mille` of a thousand draws.
    pub(crate) fn chance(&mut self, per_mille: i64) -> bool {
        self.between(0, 999) < per_mille
    }

    /// A bell-shaped draw around `mean`, never further than `per_mille` of it.
    ///
    /// The mean of four uniform draws: its standard deviation is 0.289 of the half width.
    pub(crate) fn around(&mut self, mean: i64, per_mille: i64) -> i64 {
        let half = mean * per_mille / 1000;
        let sum: i64 = (0..4).map(|_| self.between(-half, half)).sum();
        mean + sum / 4
    }

    /// A uniform index below `len`; 0 when `len` is 0.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        let high = i64::try_from(len).unwrap_or(i64::MAX) - 1;
        usize::try_from(self.between(0, high)).unwrap_or(0)
    }

    /// A uniform element, `None` of an empty slice.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.index(from.len()))
    }

    /// A uniform word of a table, empty when the table is.
    pub(crate) fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }
}

/// FNV-1a of a text: a stable 64-bit fingerprint.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_repeatable_and_differ_by_label_and_index() {
        let draw = |label, index| Dice::new(7, label, index).bits();
        assert_eq!(draw("a", 1), draw("a", 1));
        assert_ne!(draw("a", 1), draw("b", 1));
        assert_ne!(draw("a", 1), draw("a", 2));
    }

    #[test]
    fn draws_stay_in_range_and_reach_both_ends() {
        let mut dice = Dice::new(1, "range", 0);
        let drawn: Vec<i64> = (0..500).map(|_| dice.between(-3, 3)).collect();
        assert_eq!(drawn.iter().min(), Some(&-3));
        assert_eq!(drawn.iter().max(), Some(&3));
        assert_eq!(dice.between(5, 4), 5);
    }

    #[test]
    fn bell_draws_centre_on_the_mean() {
        let mut dice = Dice::new(1, "bell", 0);
        let sum: i64 = (0..4000).map(|_| dice.around(10_000, 400)).sum();
        assert!(
            (9_900..=10_100).contains(&(sum / 4000)),
            "mean {}",
            sum / 4000
        );
    }
}
