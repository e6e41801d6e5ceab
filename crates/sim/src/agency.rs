//! Agencies (OPD) and their units, with names as in a city of Kupang's kind.

use serde::Serialize;

use crate::number::{AgencyNo, UnitNo};
use crate::place::{kecamatan, kelurahan};

/// The line of work of an agency; decides which vehicles it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Duty {
    /// Desk work.
    Office,
    /// Public health.
    Health,
    /// Hospital.
    Hospital,
    /// Waste and parks.
    Waste,
    /// Public works.
    Works,
    /// Fire service.
    Fire,
    /// Traffic and public transport.
    Transport,
    /// Kecamatan office.
    District,
    /// Disaster response.
    Disaster,
    /// Public order.
    Order,
    /// Information and communication: runs the platform.
    Information,
    /// Internal audit.
    Audit,
}

/// An agency (OPD).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agency {
    /// Number.
    pub no: AgencyNo,
    /// Official name.
    pub name: String,
    /// Short name for lists.
    pub short: String,
    /// Line of work.
    pub duty: Duty,
    /// Code of its kecamatan when it is a kecamatan office.
    pub kecamatan_code: Option<String>,
}

/// A unit of an agency: section, health centre, kelurahan office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Number.
    pub no: UnitNo,
    /// Agency it belongs to.
    pub agency: AgencyNo,
    /// Name.
    pub name: String,
    /// Kemendagri code when it is a kelurahan office.
    pub kelurahan_code: Option<String>,
}

/// The 37 agencies besides the six kecamatan. The waste service comes first: the small city has it.
const TABLE: [(&str, &str, Duty); 37] = [
    ("Dinas Lingkungan Hidup dan Kebersihan", "DLHK", Duty::Waste),
    ("Dinas Kesehatan", "Dinkes", Duty::Health),
    (
        "Dinas Pekerjaan Umum dan Penataan Ruang",
        "PUPR",
        Duty::Works,
    ),
    (
        "Dinas Pemadam Kebakaran dan Penyelamatan",
        "Damkar",
        Duty::Fire,
    ),
    (
        "Dinas Komunikasi dan Informatika",
        "Kominfo",
        Duty::Information,
    ),
    (
        "Badan Pengelolaan Keuangan dan Aset Daerah",
        "BPKAD",
        Duty::Office,
    ),
    ("Inspektorat Daerah", "Inspektorat", Duty::Audit),
    ("Sekretariat Daerah", "Setda", Duty::Office),
    ("Sekretariat DPRD", "Setwan", Duty::Office),
    ("Satuan Polisi Pamong Praja", "Satpol PP", Duty::Order),
    ("Dinas Perhubungan", "Dishub", Duty::Transport),
    (
        "Badan Penanggulangan Bencana Daerah",
        "BPBD",
        Duty::Disaster,
    ),
    ("Rumah Sakit Umum Daerah", "RSUD", Duty::Hospital),
    ("Dinas Pendidikan dan Kebudayaan", "Dikbud", Duty::Office),
    (
        "Dinas Perumahan Rakyat dan Kawasan Permukiman",
        "Perkim",
        Duty::Works,
    ),
    ("Dinas Sosial", "Dinsos", Duty::Office),
    (
        "Dinas Tenaga Kerja dan Transmigrasi",
        "Nakertrans",
        Duty::Office,
    ),
    (
        "Dinas Pemberdayaan Perempuan dan Perlindungan Anak",
        "DP3A",
        Duty::Office,
    ),
    ("Dinas Ketahanan Pangan", "Ketapang", Duty::Office),
    ("Dinas Pertanian", "Distan", Duty::Office),
    ("Dinas Perikanan", "Diskan", Duty::Office),
    (
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Dukcapil",
        Duty::Office,
    ),
    (
        "Dinas Pengendalian Penduduk dan Keluarga Berencana",
        "DPPKB",
        Duty::Office,
    ),
    (
        "Dinas Koperasi dan Usaha Kecil Menengah",
        "Diskop",
        Duty::Office,
    ),
    (
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        "DPMPTSP",
        Duty::Office,
    ),
    ("Dinas Kepemudaan dan Olahraga", "Dispora", Duty::Office),
    ("Dinas Pariwisata", "Dispar", Duty::Office),
    ("Dinas Perpustakaan dan Kearsipan", "Perpusip", Duty::Office),
    (
        "Dinas Perindustrian dan Perdagangan",
        "Disperindag",
        Duty::Office,
    ),
    ("Dinas Pertanahan", "Distanah", Duty::Office),
    (
        "Badan Perencanaan Pembangunan Daerah",
        "Bappeda",
        Duty::Office,
    ),
    ("Badan Pendapatan Daerah", "Bapenda", Duty::Office),
    (
        "Badan Kepegawaian dan Pengembangan SDM",
        "BKPSDM",
        Duty::Office,
    ),
    (
        "Badan Kesatuan Bangsa dan Politik",
        "Kesbangpol",
        Duty::Office,
    ),
    ("Badan Riset dan Inovasi Daerah", "Brida", Duty::Office),
    ("Bagian Umum Sekretariat Daerah", "Bag. Umum", Duty::Office),
    ("Bagian Pengadaan Barang dan Jasa", "Bag. PBJ", Duty::Office),
];

/// The agencies of the city; only the first one when `is_small`.
pub(crate) fn agencies(is_small: bool) -> Vec<Agency> {
    let offices = TABLE
        .iter()
        .map(|(name, short, duty)| ((*name).to_owned(), (*short).to_owned(), *duty, None));
    let districts = kecamatan().into_iter().map(|place| {
        let name = format!("Kecamatan {}", place.name);
        (
            name,
            format!("Kec. {}", place.name),
            Duty::District,
            Some(place.code),
        )
    });
    let wanted = if is_small { 1 } else { usize::MAX };
    offices
        .chain(districts)
        .take(wanted)
        .enumerate()
        .map(|(index, (name, short, duty, kecamatan_code))| Agency {
            no: AgencyNo::at(index),
            name,
            short,
            duty,
            kecamatan_code,
        })
        .collect()
}

const HEALTH_CENTRES: [&str; 11] = [
    "Alak",
    "Bakunase",
    "Kupang Kota",
    "Manutapen",
    "Naioni",
    "Oebobo",
    "Oepoi",
    "Oesapa",
    "Pasir Panjang",
    "Penfui",
    "Sikumana",
];

/// The units of every agency: secretariat, three sections, health centres, kelurahan offices.
pub(crate) fn units(agencies: &[Agency]) -> Vec<Unit> {
    let all = kelurahan();
    let mut units = Vec::new();
    for agency in agencies {
        let mut add = |name: String, kelurahan_code: Option<String>| {
            units.push(Unit {
                no: UnitNo::at(units.len()),
                agency: agency.no,
                name,
                kelurahan_code,
            });
        };
        add("Sekretariat".to_owned(), None);
        for section in ["Bidang I", "Bidang II", "Bidang III"] {
            add(section.to_owned(), None);
        }
        if agency.duty == Duty::Health {
            for name in HEALTH_CENTRES {
                add(format!("UPTD Puskesmas {name}"), None);
            }
        }
        for place in &all {
            if agency.kecamatan_code.as_ref() == Some(&place.kecamatan_code) {
                add(
                    format!("Kelurahan {}", place.name),
                    Some(place.code.clone()),
                );
            }
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_has_43_agencies_and_a_unit_for_each_kelurahan() {
        let agencies = agencies(false);
        assert_eq!(agencies.len(), 43);
        let units = units(&agencies);
        assert_eq!(
            units
                .iter()
                .filter(|unit| unit.kelurahan_code.is_some())
                .count(),
            51
        );
    }
}
