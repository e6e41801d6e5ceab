# Daftar pagu
lines = Pagu BBM
lines-lead = Pagu, yang sudah dipesan voucher, yang terpakai, dan yang masih tersedia.
lines-table = Baris pagu { $year }
lines-none = Belum ada baris pagu
lines-none-text = Baris pagu adalah sub kegiatan dan rekening BBM dari DPA. Tambahkan satu baris, atau impor semuanya dari Excel.
lines-no-match = Tidak ada baris yang cocok
lines-no-match-text = Ubah atau hapus saringan di atas.
line-new = Tambah baris pagu
lines-import = Impor DPA

lines-export-sheet = Pagu BBM
export-filter = Saringan
export-made = Dibuat
export-meaning = Tersedia
export-meaning-text = Pagu dikurangi yang dipesan dan terpakai. Bulan yang dibekukan atau terlampaui dihitung nol.
filter = Saring daftar
filter-show = Tampilkan
filter-clear = Hapus saringan
year = Tahun
month = Bulan
months-all = Setahun penuh
agency = OPD
agencies-all = Semua OPD
search = Cari kegiatan atau rekening
with-closed = Tampilkan juga yang ditutup
activity = Sub kegiatan
status = Keadaan
allocated = Pagu
pending = Dipesan
posted = Terpakai
available = Tersedia
pending-note = menunggu dipakai
posted-note = { $share } dari pagu
available-note = { $share } dari pagu
overdrawn-note = terlampaui { $amount }
total = Jumlah
state-open = Dipakai
state-closed = Ditutup
state-overdrawn = Terlampaui { $amount }
state-frozen = Dibekukan { $count } bulan
state-frozen-month = Dibekukan
state-fine = Baik
chart-agencies = Pemakaian pagu per OPD
chart-agencies-text = Yang paling banyak memakai pagunya ada di atas; paling banyak { $count } OPD.
chart-lines = Pemakaian pagu per baris
chart-months = Pemakaian pagu per bulan
chart-rupiah = Rupiah

# Sumber dana
fund-apbd = APBD
fund-blud = BLUD
fund-btt = BTT (belanja tidak terduga)
fund-dak = DAK

# Satu baris
line-account = Rekening
line-account-code = Kode rekening
line-account-name = Nama rekening
line-activity-code = Kode sub kegiatan
line-activity-name = Nama sub kegiatan
line-fund = Sumber dana
line-year = Tahun anggaran
line-edit = Ubah keterangan
line-trail = Jejak audit
line-months = Pagu per bulan
line-overdrawn = Pagu terlampaui { $amount }.
line-overdrawn-text = Bulan yang terlampaui tidak dapat menerbitkan voucher baru. BBM yang terlanjur diisi tetap dicatat. Batalkan voucher yang belum dipakai atau naikkan pagu.
line-empty = Belum ada pagu.
line-empty-text = Isi pagu dua belas bulan supaya voucher dapat diterbitkan.

# Formulir baris
line-form-agency-what = OPD
line-form-year-what = tahun anggaran
line-form-activity-code-hint = Seperti di DPA, contoh 1.03.01.2.09.0002.
line-form-activity-code-wrong = Tulis kode sub kegiatan dengan angka dan titik, contoh 1.03.01.2.09.0002
line-form-activity-name-what = nama sub kegiatan
line-form-account-code-hint = Bahan bakar dan pelumas: 5.1.02.01.01.0004.
line-form-account-code-wrong = Tulis kode rekening dengan angka dan titik, contoh 5.1.02.01.01.0004
line-form-account-name-what = nama rekening
line-form-account-name-usual = Belanja Bahan-Bahan Bakar dan Pelumas
line-form-fund-what = sumber dana
line-form-closed = Tutup baris ini
line-form-closed-hint = Baris yang ditutup tidak dipakai untuk voucher baru. Angkanya tetap tersimpan.
line-form-next = Simpan dan isi pagu
line-form-save = Simpan
line-saved = Keterangan baris pagu disimpan.
line-added = Baris pagu ditambahkan. Sekarang isi pagunya.

# Formulir pagu
ceilings = Isi pagu
ceilings-lead = Isi pagu setiap bulan, atau satu jumlah setahun yang dibagi rata.
ceilings-way = Cara mengisi
ceilings-way-months = Per bulan
ceilings-way-annual = Jumlah setahun
ceilings-way-annual-hint = Dibagi dua belas, dibulatkan ke bawah sampai ribuan; Desember menerima sisanya.
ceilings-annual = Jumlah setahun
ceilings-annual-what = jumlah setahun
ceilings-months = Pagu dua belas bulan
ceilings-month-what = pagu { $month }
ceilings-taken = Dipesan dan terpakai { $amount }
ceilings-sum = Jumlah dua belas bulan: { $amount }
ceilings-before = sebelumnya { $amount }
ceilings-count = Hitung jumlah
ceilings-document = Dasar perubahan
document-kind = Jenis dokumen
document-kind-what = jenis dokumen
document-number = Nomor dokumen
document-number-what = nomor dokumen
document-on = Tanggal dokumen
document-on-what = tanggal dokumen
document-reason = Alasan
document-reason-what = alasan
document-reason-hint = Wajib untuk pembetulan.
document-dpa = DPA
document-provisional = Pagu sementara sebelum DPA
document-pergeseran = Pergeseran
document-dppa = DPPA (perubahan)
document-correction = Pembetulan salah ketik
ceilings-save = Simpan pagu
leave = Batal
ceilings-saved = Pagu disimpan: { $count } bulan berubah, setahun { $delta }.
ceilings-saved-overdrawn = Pagu disimpan, tetapi terlampaui { $amount }. Voucher baru ditolak di bulan yang terlampaui.

# Riwayat
history = Riwayat pagu
history-none = Belum ada perubahan pagu
history-none-text = Setiap perubahan pagu tercatat di sini beserta dokumennya.
history-document = { $kind } { $number }
history-dated = Tanggal { $date }, dicatat { $at }
history-delta = Perubahan
history-change = Perubahan per bulan, { $document }

# Satu bulan
month-movements = Pemakaian
month-movements-table = Pemakaian { $month }
month-none = Belum ada pemakaian
month-none-text = Voucher yang memakai pagu bulan ini akan muncul di sini.
movement-at = Waktu
movement-amount = Jumlah
movement-voucher = Voucher
movement-settled = selesai { $at }
movement-pending = Dipesan
movement-posted = Terpakai
movement-fact = Terpakai tanpa pesanan
movement-reversal = Dikembalikan
movement-voided = Dibatalkan
movement-expired = Kedaluwarsa
freeze = Bekukan bulan ini
freeze-text = Voucher baru ditolak. Voucher yang sudah terbit tetap dapat dipakai.
freeze-reason = Alasan
freeze-reason-what = alasan
frozen = Dibekukan sejak { $at }.
unfreeze = Buka kembali bulan ini
month-frozen = { $month } dibekukan.
month-unfrozen = { $month } dibuka kembali.

# Penolakan
refusal-denied = Anda tidak berhak mengubah pagu ini. Mintalah BPKAD atau PPK-SKPD.
refusal-agency-unknown = OPD ini tidak ada. Pilih OPD dari daftar.
refusal-line-taken = Baris dengan sub kegiatan, rekening, dan sumber dana ini sudah ada untuk tahun itu. Bukalah baris tersebut.
refusal-changed = Orang lain baru saja mengubah baris ini. Muat ulang halaman, periksa angkanya, lalu ulangi.
refusal-nothing-changes = Semua bulan sudah sama dengan yang Anda isi. Tidak ada yang perlu disimpan.
refusal-reason-missing = Tulis alasannya.
refusal-month-unknown = Bulan ini tidak ada pada baris tersebut.
refusal-already-frozen = Bulan ini sudah dibekukan.
refusal-not-frozen = Bulan ini tidak dibekukan.

# Impor
import-agency-unknown = Tidak ada OPD dengan kode { $code }. Tambahkan OPD itu dulu, atau perbaiki kodenya.
import-year-invalid = Tulis tahun anggaran dengan empat angka, contoh 2026
import-ceilings-missing = Isi pagu tiap bulan atau jumlah setahun.
import-ceilings-out-of-range = Pagu harus antara 0 dan 10 triliun rupiah sebulan.
import-sum-differs = Jumlah dua belas bulan { $sum }, tetapi jumlah setahun { $annual }. Samakan keduanya.
import-money-foreign = Pagu harus dalam rupiah.

# Jejak audit
did-line-edit = Baris pagu atau pagunya diubah
audit-allocation = Perubahan pagu
audit-freeze = Bulan ditahan
audit-account = Saldo sesudahnya
audit-agency-id = OPD
audit-year = Tahun
audit-activity-code = Kode kegiatan
audit-activity-name = Kegiatan
audit-account-code = Kode rekening
audit-account-name = Rekening
audit-fund-source = Sumber dana
audit-state = Keadaan
audit-line-id = Baris pagu
audit-month = Bulan
audit-delta = Perubahan
audit-document-kind = Jenis dokumen
audit-document-number = Nomor dokumen
audit-document-on = Tanggal dokumen
audit-reason = Alasan
audit-frozen-at = Ditahan
audit-lifted-at = Dibuka
audit-lift-reason = Alasan membuka
audit-allocated = Pagu
audit-pending = Dipesan
audit-posted = Terpakai
audit-overdrawn = Melebihi

# Langkah memulai
start-ceilings = Isi pagu bulan ini
start-ceilings-now = { $number } baris, { $funded } berpagu bulan ini
start-ceilings-why = Voucher ditolak: tidak ada uang yang boleh dipesan.
samples-plan-line = Satu pagu: Rp 10.000.000 setiap bulan tahun ini
samples-lines = Pagu
