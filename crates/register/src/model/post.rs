//! Posts and who holds them, as definitive holder or as deputy (Plt, Plh).

use base::{AgencyId, CivilDate, PersonId, PostId, UnitId, Uuid};
use serde::Serialize;

use super::coded;

coded! {
    /// What a post is for.
    PostKind {
        /// Head of an agency; usually the Pengguna Anggaran.
        AgencyHead = "agency_head",
        /// Secretary.
        Secretary = "secretary",
        /// Head of a unit: bidang, UPTD, kecamatan, kelurahan.
        UnitHead = "unit_head",
        /// Kuasa Pengguna Anggaran.
        DelegatedBudgetUser = "kpa",
        /// Pejabat Pelaksana Teknis Kegiatan.
        ActivityOfficer = "pptk",
        /// Pejabat Penatausahaan Keuangan SKPD.
        FinanceOfficer = "ppk_skpd",
        /// Bendahara pengeluaran.
        Treasurer = "bendahara",
        /// Bendahara pengeluaran pembantu.
        AssistantTreasurer = "bendahara_pembantu",
        /// Pengurus barang.
        AssetKeeper = "pengurus_barang",
        /// Pengelola BBM.
        FuelOfficer = "fuel_officer",
        /// Any other post.
        Other = "other",
    }
}

coded! {
    /// In which capacity someone holds a post.
    Capacity {
        /// The definitive holder.
        Definitive = "definitive",
        /// Plt (pelaksana tugas): the post is vacant.
        Acting = "plt",
        /// Plh (pelaksana harian): the holder is away for a while.
        Daily = "plh",
    }
}

impl Capacity {
    /// Whether this is a deputy, who acts in the post's name.
    pub const fn is_deputy(self) -> bool {
        !matches!(self, Self::Definitive)
    }

    /// Whether two holders of one post in these capacities may serve on the same day.
    ///
    /// Only a Plh stands beside a definitive holder: a Plt says that the post is vacant.
    pub const fn goes_with(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Definitive, Self::Daily) | (Self::Daily, Self::Definitive)
        )
    }
}

/// A post of an agency or unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The agency.
    pub agency: AgencyId,
    /// The unit, where the post lies inside one.
    pub unit: Option<UnitId>,
    /// Its name, unique within the agency.
    pub name: String,
    /// What it is for.
    pub kind: PostKind,
    /// Whether it still exists.
    pub is_active: bool,
    /// Raised by each change.
    pub revision: i64,
}

/// What a new or changed post says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostInput {
    /// The agency.
    pub agency: AgencyId,
    /// The unit.
    pub unit: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: PostKind,
    /// Whether it exists.
    pub is_active: bool,
}

/// A time during which a person holds a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The id of this time.
    pub id: Uuid,
    /// The post.
    pub post: PostId,
    /// Who holds it.
    pub person: PersonId,
    /// In which capacity.
    pub capacity: Capacity,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day; open where absent.
    pub until_on: Option<CivilDate>,
    /// The number of the decree.
    pub decree_number: Option<String>,
    /// The date of the decree.
    pub decree_on: Option<CivilDate>,
    /// Raised by each change.
    pub revision: i64,
}

impl Holder {
    /// Whether this time includes a day.
    pub fn is_on(&self, on: CivilDate) -> bool {
        self.from_on <= on && self.until_on.is_none_or(|until| on <= until)
    }
}

/// What a new time of holding says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HolderInput {
    /// The post.
    pub post: PostId,
    /// Who holds it.
    pub person: PersonId,
    /// In which capacity.
    pub capacity: Capacity,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day.
    pub until_on: Option<CivilDate>,
    /// The number of the decree.
    pub decree_number: Option<String>,
    /// The date of the decree.
    pub decree_on: Option<CivilDate>,
}

/// Why a time of holding is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderClash {
    /// The last day lies before the first.
    EndsBeforeStart,
    /// A deputy needs a decree with a number.
    DecreeMissing,
    /// Another holder serves on some of these days.
    Overlaps {
        /// Who.
        person: PersonId,
        /// In which capacity.
        capacity: Capacity,
        /// From when.
        from_on: CivilDate,
        /// Until when.
        until_on: Option<CivilDate>,
    },
}

/// Refuses a time of holding that contradicts itself or another one of the same post.
///
/// # Errors
/// The first clash.
pub(crate) fn check_holder(wanted: &HolderInput, others: &[Holder]) -> Result<(), HolderClash> {
    if wanted.until_on.is_some_and(|until| until < wanted.from_on) {
        return Err(HolderClash::EndsBeforeStart);
    }
    if wanted.capacity.is_deputy() && wanted.decree_number.is_none() {
        return Err(HolderClash::DecreeMissing);
    }
    let ends_first = |until: Option<CivilDate>, from: CivilDate| until.is_some_and(|on| on < from);
    let clash = others.iter().find(|other| {
        !wanted.capacity.goes_with(other.capacity)
            && !ends_first(wanted.until_on, other.from_on)
            && !ends_first(other.until_on, wanted.from_on)
    });
    match clash {
        Some(other) => Err(HolderClash::Overlaps {
            person: other.person,
            capacity: other.capacity,
            from_on: other.from_on,
            until_on: other.until_on,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn wanted(capacity: Capacity, from: &str, until: &str) -> HolderInput {
        HolderInput {
            post: PostId::new(Uuid::from_u128(1)),
            person: PersonId::new(Uuid::from_u128(2)),
            capacity,
            from_on: day(from),
            until_on: until.parse().ok(),
            decree_number: Some("821/12/BKPP".to_owned()),
            decree_on: None,
        }
    }

    fn serving(capacity: Capacity, from: &str, until: &str) -> Holder {
        let input = wanted(capacity, from, until);
        Holder {
            id: Uuid::from_u128(3),
            post: input.post,
            person: PersonId::new(Uuid::from_u128(4)),
            capacity,
            from_on: input.from_on,
            until_on: input.until_on,
            decree_number: None,
            decree_on: None,
            revision: 0,
        }
    }

    fn clashes(wanted: &HolderInput, other: &Holder) -> bool {
        let found = check_holder(wanted, std::slice::from_ref(other));
        matches!(found, Err(HolderClash::Overlaps { .. }))
    }

    #[test]
    fn two_definitive_holders_never_share_a_day() {
        let old = serving(Capacity::Definitive, "2022-01-01", "2022-08-31");
        let new = |from| wanted(Capacity::Definitive, from, "");
        assert!(clashes(&new("2022-08-31"), &old));
        assert!(!clashes(&new("2022-09-01"), &old));
        let open = serving(Capacity::Definitive, "2022-01-01", "");
        assert!(clashes(&new("2030-01-01"), &open));
        assert!(!clashes(
            &wanted(Capacity::Definitive, "2020-01-01", "2021-12-31"),
            &open
        ));
    }

    #[test]
    fn only_a_daily_deputy_stands_beside_the_holder() {
        let holder = serving(Capacity::Definitive, "2022-01-01", "");
        assert!(!clashes(
            &wanted(Capacity::Daily, "2022-05-01", "2022-05-10"),
            &holder
        ));
        assert!(clashes(
            &wanted(Capacity::Acting, "2022-05-01", "2022-05-10"),
            &holder
        ));
        let deputy = serving(Capacity::Daily, "2022-05-01", "2022-05-10");
        assert!(clashes(
            &wanted(Capacity::Acting, "2022-05-10", ""),
            &deputy
        ));
    }

    #[test]
    fn a_deputy_needs_a_decree_and_days_in_order() {
        let mut input = wanted(Capacity::Acting, "2022-05-01", "2022-04-30");
        assert_eq!(check_holder(&input, &[]), Err(HolderClash::EndsBeforeStart));
        input.until_on = None;
        input.decree_number = None;
        assert_eq!(check_holder(&input, &[]), Err(HolderClash::DecreeMissing));
        input.capacity = Capacity::Definitive;
        assert_eq!(check_holder(&input, &[]), Ok(()));
    }
}
