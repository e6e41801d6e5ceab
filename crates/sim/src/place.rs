//! The six kecamatan and 51 kelurahan of Kota Kupang with their Kemendagri codes (facts).

use serde::Serialize;

/// A kecamatan of Kota Kupang.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kecamatan {
    /// Kemendagri code, for example `53.71.04`.
    pub code: String,
    /// Official name.
    pub name: String,
}

/// A kelurahan of Kota Kupang.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kelurahan {
    /// Kemendagri code, for example `53.71.04.1009`.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Code of the kecamatan it lies in.
    pub kecamatan_code: String,
}

/// Code of the city.
pub const CITY_CODE: &str = "53.71";

/// (code within the city, name, kelurahan as (code within the kecamatan, name)); codes have gaps.
type KecamatanRow = (&'static str, &'static str, &'static [(u16, &'static str)]);

const TABLE: [KecamatanRow; 6] = [
    (
        "01",
        "Alak",
        &[
            (1001, "Namosain"),
            (1002, "Nunbaun Sabu"),
            (1003, "Nunbaun Delha"),
            (1004, "Nunhila"),
            (1005, "Fatufeto"),
            (1006, "Manutapen"),
            (1007, "Mantasi"),
            (1008, "Alak"),
            (1009, "Batu Plat"),
            (1010, "Manulai II"),
            (1011, "Naioni"),
            (1012, "Penkase Oeleta"),
        ],
    ),
    (
        "02",
        "Maulafa",
        &[
            (1001, "Oepura"),
            (1002, "Maulafa"),
            (1003, "Penfui"),
            (1004, "Naimata"),
            (1005, "Bello"),
            (1006, "Fatukoa"),
            (1007, "Kolhua"),
            (1008, "Sikumana"),
            (1009, "Naikolan"),
        ],
    ),
    (
        "03",
        "Kelapa Lima",
        &[
            (1001, "Kelapa Lima"),
            (1010, "Oesapa"),
            (1011, "Lasiana"),
            (1014, "Oesapa Barat"),
            (1015, "Oesapa Selatan"),
        ],
    ),
    (
        "04",
        "Oebobo",
        &[
            (1001, "Oebobo"),
            (1008, "Oetete"),
            (1009, "Oebufu"),
            (1010, "Liliba"),
            (1011, "Fatululi"),
            (1013, "Kayu Putih"),
            (1014, "Tuak Daun Merah"),
        ],
    ),
    (
        "05",
        "Kota Raja",
        &[
            (1001, "Bakunase"),
            (1002, "Bakunase Dua"),
            (1003, "Airnona"),
            (1004, "Naikoten Satu"),
            (1005, "Naikoten Dua"),
            (1006, "Kuanino"),
            (1007, "Nunleu"),
            (1008, "Fontein"),
        ],
    ),
    (
        "06",
        "Kota Lama",
        &[
            (1001, "Airmata"),
            (1002, "Lai Lai Bisi Kopan"),
            (1003, "Bonipoi"),
            (1004, "Solor"),
            (1005, "Tode Kisar"),
            (1006, "Merdeka"),
            (1007, "Oeba"),
            (1008, "Fatubesi"),
            (1009, "Pasir Panjang"),
            (1010, "Nefonaek"),
        ],
    ),
];

/// All kecamatan in order of their codes.
pub fn kecamatan() -> Vec<Kecamatan> {
    TABLE
        .iter()
        .map(|(code, name, _)| Kecamatan {
            code: format!("{CITY_CODE}.{code}"),
            name: (*name).to_owned(),
        })
        .collect()
}

/// All kelurahan in order of their codes.
pub fn kelurahan() -> Vec<Kelurahan> {
    TABLE
        .iter()
        .flat_map(|(kecamatan, _, rows)| {
            rows.iter().map(move |(code, name)| Kelurahan {
                code: format!("{CITY_CODE}.{kecamatan}.{code}"),
                name: (*name).to_owned(),
                kecamatan_code: format!("{CITY_CODE}.{kecamatan}"),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_city_has_six_kecamatan_and_51_kelurahan_with_distinct_codes() {
        assert_eq!(kecamatan().len(), 6);
        let codes: BTreeSet<String> = kelurahan().into_iter().map(|row| row.code).collect();
        assert_eq!(codes.len(), 51);
    }
}
