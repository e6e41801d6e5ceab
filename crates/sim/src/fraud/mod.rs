//! Fraud and mis-spending planted in the papers, one small module per mode of reference C.

use crate::draft::{CaseDraft, Draft};

mod above_decree;
mod above_tank;
mod borrowed_company;
mod broken_vehicle;
mod days_absent;
mod dearer_grade;
mod drum_without_slip;
mod duplicate_slip;
mod fill_without_trip;
mod fuel_and_travel_claim;
mod incomplete_coupon;
mod invoice_by_pptk;
mod litres_beyond_distance;
mod log_never_compared;
mod manual_notes;
mod no_work_done;
mod old_debt;
mod other_vehicle;
mod paid_before_drawn;
mod printing_fee;
mod proof_written_later;
mod receipt_unlike_original;
mod same_finding_again;
mod siphoning;
mod slip_never_issued;
mod slips_printed_in_office;
mod station_unpaid;
mod trips_doubled;
mod voucher_into_cash;
mod wrong_price_or_station;

/// Plants one case of a mode.
type Plant = fn(&mut Draft) -> Option<CaseDraft>;

/// Every mode with its number and name, in the order of planting: the unpaid station first, because
/// it takes redemptions away.
const MODES: [(u8, &str, Plant); 30] = [
    (
        30,
        "SPBU tidak dibayar, layanan berhenti",
        station_unpaid::plant,
    ),
    (
        1,
        "Struk tidak seperti aslinya",
        receipt_unlike_original::plant,
    ),
    (
        2,
        "Struk tidak pernah diterbitkan",
        slip_never_issued::plant,
    ),
    (
        3,
        "Bendahara mencetak struk",
        slips_printed_in_office::plant,
    ),
    (
        4,
        "Bukti ditulis setelah uang diberikan",
        proof_written_later::plant,
    ),
    (5, "Nota kosong atau tulisan tangan", manual_notes::plant),
    (6, "Struk ganda dengan nomor baru", duplicate_slip::plant),
    (
        7,
        "Harga atau nomor SPBU salah",
        wrong_price_or_station::plant,
    ),
    (
        8,
        "Jenis BBM lebih mahal dari yang diisi",
        dearer_grade::plant,
    ),
    (9, "Liter tidak sesuai jarak", litres_beyond_distance::plant),
    (
        10,
        "BBM diklaim ganda dengan perjalanan dinas",
        fuel_and_travel_claim::plant,
    ),
    (11, "Utang lama dalam tagihan baru", old_debt::plant),
    (12, "Tagihan dibuat PPTK", invoice_by_pptk::plant),
    (13, "Dibayar untuk hari tidak hadir", days_absent::plant),
    (14, "Mengisi kendaraan lain", other_vehicle::plant),
    (15, "Kendaraan rusak tetap diisi", broken_vehicle::plant),
    (16, "Tidak ada pekerjaan", no_work_done::plant),
    (17, "Ritase digandakan dengan stempel", trips_doubled::plant),
    (
        18,
        "Voucher diuangkan bersama petugas",
        voucher_into_cash::plant,
    ),
    (19, "Disedot setelah diisi", siphoning::plant),
    (
        20,
        "Jeriken ditagih lebih dari yang diambil",
        drum_without_slip::plant,
    ),
    (21, "Melebihi kapasitas tangki", above_tank::plant),
    (22, "Melebihi batas keputusan", above_decree::plant),
    (
        23,
        "Kupon tanpa nomor polisi dan pengemudi",
        incomplete_coupon::plant,
    ),
    (
        24,
        "Biaya cetak kupon dibebankan ke BBM",
        printing_fee::plant,
    ),
    (
        25,
        "Dibayar Desember, diambil tahun berikutnya",
        paid_before_drawn::plant,
    ),
    (
        26,
        "Pinjam perusahaan, pemasok tanpa izin",
        borrowed_company::plant,
    ),
    (
        27,
        "Pengisian tanpa surat perjalanan",
        fill_without_trip::plant,
    ),
    (
        28,
        "Voucher ditagih tanpa catatan aplikasi",
        log_never_compared::plant,
    ),
    (
        29,
        "Temuan sama berulang tiap tahun",
        same_finding_again::plant,
    ),
];

/// Plants each mode once per year of the period, as far as the city has the records for it.
pub(crate) fn plant_all(draft: &mut Draft) {
    let rounds = draft.town.settings.months.div_ceil(12);
    for _ in 0..rounds {
        for (mode, name, plant) in MODES {
            if let Some(case) = plant(draft) {
                draft.cases.push((mode, name, case));
            }
        }
    }
}
