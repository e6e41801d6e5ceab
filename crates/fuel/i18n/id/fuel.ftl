# Umum
vouchers = Voucher
quotas = Kuota
any = Semua
yes = Ya
no = Tidak
status = Status
note = Catatan
reason = Alasan
reason-what = alasan
month = Bulan
year = Tahun
unit = Unit
where = Di mana
until = Sampai
until-time = sampai { $time }
history = Jejak audit
simulated-data = Data simulasi.
one-of-the-list = salah satu dari daftar
weekdays = Senin Selasa Rabu Kamis Jumat Sabtu Minggu

# Isian
vehicle = Kendaraan
vehicles = Kendaraan
vehicle-what = kendaraan
vehicle-class = Jenis kendaraan
plate-or-name = Nomor polisi atau nama
plate-unknown = Nomor polisi { $plate } tidak ada dalam daftar kendaraan. Periksa penulisannya.
agency = OPD
product = Jenis BBM
product-what = jenis BBM
product-or = { $product } (boleh diganti { $others })
volume = Volume
volume-litres = Volume (liter)
litres = Jumlah liter
litres-what = jumlah liter
litre-unit = liter
amount = Nilai
amount-held = Anggaran yang ditahan
amount-at-price = { $amount } ({ $price } per liter)
price = Harga per liter
price-per-litre = { $price } per liter
price-unknown = Harga belum diisi
at-most = Paling banyak
budget-line = Baris anggaran
line-what = baris anggaran
budget-left = Sisa pagu bulan ini
budget-left-of = { $available } – { $line }
station = SPBU
station-any = SPBU mana pun yang berkontrak
drawer = Yang boleh mengambil
drawer-any = Siapa pun pengemudi kendaraan ini
letter = Nomor surat rekomendasi
letter-what = nomor surat rekomendasi
letter-hint = Wajib untuk mengisi jeriken mesin; salin dari surat yang masih berlaku.
purpose = Keperluan
purpose-what = keperluan
valid-from = Berlaku mulai
valid-until = Berlaku sampai
valid-from-day = Berlaku mulai tanggal
valid-until-day = Berlaku sampai tanggal
valid-until-hint = Hari itu masih termasuk. Paling lambat akhir bulan yang sama.
from-what = tanggal mulai
until-what = tanggal akhir
substitutes-allow = Boleh diganti jenis BBM lain yang setara
substitutes-hint = Berguna bila jenis yang diminta habis di SPBU.
tank-hint = Isi tangki { $tank }. Contoh 35,5.
meter = Odometer
issued-at = Diterbitkan
issued-from = Terbit dari tanggal
issued-until = Terbit sampai tanggal

# Status
state-issued = Terbit
state-authorised = Sedang diisi
state-redeemed = Terpakai
state-expired = Kedaluwarsa
state-cancelled = Dibatalkan
kind-vehicle = Isi tangki kendaraan
kind-container = Isi jeriken mesin
unit-litres = liter
unit-rupiah = rupiah
per-working-day = per hari kerja
per-week = per minggu
per-month = per bulan
per-year = per tahun
per-kilometre = per kilometer
per-hour = per jam mesin
count-working-day = { $number ->
   *[other] hari kerja
}
count-week = { $number ->
   *[other] minggu
}
count-month = { $number ->
   *[other] bulan
}
count-year = { $number ->
   *[other] tahun
}
count-kilometre = { $number ->
   *[other] km
}
count-hour = { $number ->
   *[other] jam mesin
}
doubts = Yang perlu diperiksa
doubt-above-voucher = Lebih banyak dari isi voucher
doubt-above-tank = Lebih banyak dari isi tangki
doubt-above-budget = Pagu tidak mencukupi
doubt-meter = Odometer tidak wajar
doubt-meter-missing = Odometer tidak diisi
doubt-photo-missing = Foto tidak ada
doubt-late = Dicatat setelah waktu tahan habis
doubt-conflict = Voucher sudah terpakai, dibatalkan, atau habis waktu
doubt-slip-differs = Nilai di struk berbeda
warning-product = Perhatikan: { $reason }.
warning-subsidy-qr = Sopir harus membawa juga QR Pertamina (Subsidi Tepat).
warning-without-quota = Kendaraan ini belum punya kuota; hanya pagu yang membatasi.
warning-tank-unknown = Isi tangki belum dicatat, jadi tidak dapat diperiksa. Contoh 35,5.

# Daftar dan rincian voucher
voucher-code = Kode
vouchers-none = Belum ada voucher di sini
vouchers-none-text = Voucher yang diterbitkan akan tampil di sini. Longgarkan saringan bila Anda mencari voucher tertentu.
voucher-title = Voucher { $code }
voucher-kind = Pengisian
voucher-new = Terbitkan voucher
voucher-issue = Terbitkan
voucher-issued = Voucher diterbitkan.
voucher-choose-vehicle = Untuk kendaraan mana?
voucher-choose-lead = Pilih kendaraan, periksa isinya, lalu terbitkan.
vehicles-none = Tidak ada kendaraan
vehicles-none-text = Tidak ada kendaraan yang cocok. Ubah pencarian, atau catat kendaraannya lebih dahulu.
no-product-for-vehicle = Tidak ada jenis BBM yang boleh untuk kendaraan ini. Periksa aturan jenis BBM dan data kendaraan.
share-whatsapp = Kirim lewat WhatsApp
share-text = Voucher BBM { $plate }: { $volume } { $product }, berlaku sampai { $until }. Buka { $link }
copy-link = Salin tautan
link-copied = Tautan disalin.
link-not-copied = Tautan tidak dapat disalin. Tekan lama pada Halaman sopir, lalu salin.
driver-page = Halaman sopir
print = Cetak
qr-name = Kode QR voucher
qr-of = Kode QR voucher { $code }
redemption = Pengisian
dispensed-at = Waktu pengisian
drawn-by = Diambil oleh
voucher-cancel = Batalkan voucher
voucher-cancel-do = Batalkan voucher ini
voucher-cancel-lead = Voucher { $plate } tidak dapat dipakai lagi. Anggaran { $amount } dan kuotanya langsung kembali.
voucher-cancelled = Voucher dibatalkan. Anggaran { $amount } kembali.
cancel-reason-hint = Contoh: salah kendaraan, perjalanan batal.
reissue = Terbitkan ulang
reissue-do = Terbitkan QR baru
reissue-lead = QR, kode, dan tautan yang lama tidak berlaku lagi. Anggaran dan kuota tetap.
reissue-reason-hint = Contoh: HP sopir hilang, tautan terkirim ke orang lain.
voucher-reissued = QR baru diterbitkan dengan kode { $code }. Kirim tautan barunya kepada sopir.
voucher-unknown = Voucher tidak ditemukan.
voucher-not-allowed = Anda tidak berwenang mengubah voucher ini. Hubungi petugas BBM OPD yang bersangkutan.
voucher-settled = Voucher ini sudah terpakai, kedaluwarsa, atau dibatalkan.
voucher-held = Voucher ini sedang dipakai di SPBU. Coba lagi dalam 15 menit.
voucher-reason-missing = Tulis alasannya.
voucher-reissued-meanwhile = Voucher ini baru saja diterbitkan ulang oleh orang lain. Muat ulang halaman.

# Penolakan penerbitan
issue-vehicle-unknown = Kendaraan tidak ditemukan.
issue-not-allowed = Anda tidak berwenang menerbitkan voucher untuk kendaraan ini.
issue-out-of-service = Kendaraan sedang tidak beroperasi (bengkel, rusak, atau hilang). Perbarui statusnya bila sudah kembali.
issue-takes-no-fuel = Kendaraan listrik tidak memakai BBM.
issue-validity-over = Masa berlaku sudah lewat atau terbalik. Pilih tanggal akhir hari ini atau sesudahnya.
issue-validity-month = Masa berlaku harus dalam satu bulan. Pilih tanggal akhir di bulan yang sama.
issue-after-year-end = Voucher paling lambat berlaku sampai { $last }, batas akhir tahun kota.
issue-product-unknown = Jenis BBM tidak dikenal. Pilih dari daftar.
issue-product-not-for-vehicle = Jenis BBM ini tidak tercatat untuk kendaraan ini.
issue-product-barred = Jenis BBM ini tidak boleh untuk kendaraan ini: { $reason }.
issue-volume = Jumlah liter harus lebih dari nol.
issue-above-tank = Lebih dari isi tangki { $tank }. Kurangi liternya, atau perbaiki isi tangki di data kendaraan.
issue-letter-missing = Pengisian jeriken perlu nomor surat rekomendasi yang masih berlaku.
issue-no-driver = Belum ada pengemudi untuk kendaraan ini pada hari itu. Catat pemegang atau pengemudinya lebih dahulu.
issue-drawer-not-driver = Orang ini bukan pengemudi kendaraan pada hari itu. Pilih orang lain atau catat penugasannya.
issue-station-contract = SPBU ini tidak berkontrak pada hari itu. Pilih SPBU lain.
issue-offline-station = Voucher luring harus menyebut satu SPBU.
issue-no-price = Harga jenis BBM ini belum ada. Minta admin kota mengisi harga.
issue-line-unknown = Baris anggaran ini bukan milik OPD kendaraan.
issue-no-budget = Belum ada pagu untuk bulan itu. Minta PPK-SKPD atau BPKAD mengisi anggaran kas.
issue-budget-exhausted = Pagu tidak cukup: tersedia { $available }, perlu { $wanted }. Kurangi liternya, atau minta tambahan pagu.
issue-budget-stopped = Pagu bulan itu dibekukan atau sudah terlampaui. Hubungi PPK-SKPD.
issue-quota-exhausted = Kuota tidak cukup: sisa { $left }, perlu { $wanted }. Kurangi liternya, atau tunggu bulan berikutnya.

# Banyak kendaraan
voucher-batch = Terbitkan untuk banyak kendaraan
batch-form-lead = Pilih kendaraan dan liternya. Yang tidak dapat diterbitkan disebut satu per satu dengan alasannya.
batch-filter = Pilih kelompok kendaraan
batch-show = Tampilkan kendaraan
batch-by = Jumlah liter
batch-same = Sama untuk semua
batch-same-hint = Isi jumlah liter di bawah.
batch-quota = Menurut sisa kuota
batch-quota-hint = Sampai penuh tangki, paling banyak sisa kuota bulan ini. Kolom liter tidak dipakai.
batch-choose = Pilih paling sedikit satu kendaraan.
batch-cut = Hanya { $most } kendaraan pertama yang tampil. Persempit dengan jenis atau unit.
batch-issue = Terbitkan untuk kendaraan terpilih
batch-done = Hasil penerbitan
batch-lead = { $issued } voucher terbit senilai { $amount }, { $refused } ditolak.
batch-issued = Diterbitkan
batch-refused = Ditolak
batch-list = Lihat di daftar voucher
batch-more = Terbitkan lagi
batch-again = Coba lagi yang ditolak
print-all = Cetak semua
without-quota = Tanpa kuota
quota-left-of = Sisa kuota { $left }

# Cetak
print-title = Cetak voucher
print-lead = Cetak pada kertas A4, lalu potong pada garis.
print-left-out = { $count ->
   *[other] { $count } voucher tidak dicetak karena sudah terpakai, batal, atau habis waktu.
}
print-none = Tidak ada yang dapat dicetak
print-none-text = Hanya voucher yang belum dipakai yang dicetak.

# Voucher berulang
standing = Voucher berulang
standing-lead = Diterbitkan sendiri pada hari dan jamnya. Bila ditolak, alasannya tampil di sini.
standing-none = Belum ada voucher berulang
standing-none-text = Buat satu untuk kendaraan yang diisi rutin, misalnya setiap Senin pukul 06:00.
standing-new = Buat voucher berulang
standing-form-lead = Voucher diterbitkan sendiri pada hari-hari ini selama pagu dan kuota cukup.
standing-save = Simpan
standing-set = Voucher berulang disimpan.
standing-weekdays = Hari
standing-hour = Mulai pukul
standing-hour-hint = Jam penuh, contoh 6 untuk pukul 06:00.
standing-days = Lama berlaku (hari)
standing-from = Mulai tanggal
standing-until = Sampai tanggal
standing-when = Waktu
standing-last = Terakhir
standing-never = Belum pernah
standing-issued-on = Terbit { $on }
standing-refused-on = Ditolak { $on }. { $reason }
standing-active = Aktif
standing-refused = Terakhir ditolak
standing-ended = Berakhir
standing-of = Voucher berulang { $vehicle }
standing-end = Akhiri voucher berulang ini
standing-ended-done = Voucher berulang diakhiri. Voucher yang sudah terbit tetap berlaku.
standing-no-weekday = Pilih paling sedikit satu hari.
standing-out-of-range = Periksa jam, lama berlaku, dan jumlah liter.
standing-changed = Voucher berulang ini sudah berubah. Muat ulang halaman.
hour-what = jam
days-what = lama berlaku

# Halaman sopir
driver-title = Voucher BBM
driver-what-to-do = Yang perlu dilakukan
driver-step-1 = Terangkan layar, lalu tunjukkan QR ini kepada petugas SPBU.
driver-step-2 = Sebutkan PIN Anda, atau biarkan petugas mencocokkan foto.
driver-step-3 = Isi BBM, bacakan odometer, dan tunggu tanda selesai dari petugas.
bring-subsidy-qr = Bawa juga QR Pertamina.
bring-subsidy-qr-why = BBM bersubsidi hanya diisi bila QR Subsidi Tepat kendaraan ditunjukkan.
no-station-today = Tidak ada SPBU berkontrak hari ini. Hubungi petugas BBM OPD Anda.
open-all-day = Buka 24 jam
open-today = Hari ini buka { $hours }
closed-today = Hari ini tutup
a-station = sebuah SPBU
driver-used = Voucher ini sudah terpakai.
driver-used-text = Dipakai { $at } di { $station }. Bila bukan Anda, segera hubungi petugas BBM OPD Anda.
driver-cancelled = Voucher ini dibatalkan.
driver-cancelled-text = Minta voucher baru kepada petugas BBM OPD Anda.
driver-expired = Voucher ini sudah habis waktu.
driver-expired-text = Berlaku sampai { $until }. Minta voucher baru kepada petugas BBM OPD Anda.
driver-not-yet = Voucher ini belum berlaku.
driver-not-yet-text = Dapat dipakai mulai { $from }.
driver-replaced = Voucher ini sudah diganti.
driver-replaced-text = QR ini tidak berlaku lagi. Gunakan tautan terbaru dari petugas BBM OPD Anda.
driver-held = Voucher ini sedang diproses di SPBU.
driver-held-text = Tunggu petugas selesai. Bila batal mengisi, QR tampil lagi paling lama 15 menit kemudian.

# Kuota
quota = Kuota
quota-left = Sisa kuota
quota-of = Kuota { $vehicle }
quota-lead = Cara kuota tiap bulan dihitung dan apa yang sudah dipakai.
quota-sentence = { $granted } = { $total }, terpakai { $posted }, dipesan { $pending }
quota-with-carried = { $granted } + sisa { $carried }
quotas-lead = SK yang memberi kuota. SK yang lebih baru menggantikan yang lama sejak hari pertamanya.
quotas-none = Belum ada SK kuota
quotas-none-text = Tanpa SK kuota, hanya pagu yang membatasi voucher.
decree = SK
decree-new = SK kuota baru
decree-import = Impor dari Excel
decree-of = SK { $number }
decree-number = Nomor SK
decree-number-what = nomor SK
decree-number-hint = Seperti tercetak, contoh 12/KEP/HK/2026.
decree-title = Tentang
decree-title-what = isi SK
decree-from = Berlaku mulai
decree-until = Berlaku sampai
open-ended = sampai dicabut
decree-form-lead = Isi satu baris untuk tiap jenis kendaraan, kendaraan, atau jabatan. Baris tanpa jumlah diabaikan.
decree-adopt = Berlakukan SK
decree-adopted = SK berlaku.
decree-rules = Isi SK
decree-draft = Konsep
decree-in-force = Berlaku
decree-revoked = Dicabut
decree-revoke = Cabut SK
decree-revoke-lead = Kuota dari SK ini tidak diberikan lagi. Yang sudah dipakai tetap tercatat.
decree-revoke-do = Cabut SK ini
decree-revoked-done = SK dicabut.
decree-not-allowed = Anda tidak berwenang mengubah kuota.
decree-number-taken = Nomor SK ini sudah ada.
decree-ends-before-begin = Tanggal akhir lebih awal dari tanggal mulai.
decree-no-rules = Isi paling sedikit satu baris dengan jumlahnya.
decree-changed = SK ini sudah berubah. Muat ulang halaman.
rule-row = Baris { $number }
rule-more = Tambah baris (isian di atas tidak tersimpan)
rule-target = Untuk
rule-target-what = jenis kendaraan atau jabatan
rule-plate = Satu kendaraan saja: nomor polisi
rule-post = Pemegang satu jabatan
rule-post-hint = Tulis OPD: jabatan, contoh Dinas PUPR: Kepala Dinas.
post-unknown = Jabatan { $post } tidak ditemukan. Tulis OPD: jabatan, contoh Dinas PUPR: Kepala Dinas.
rule-amount = Jumlah
rule-amount-what = jumlah
rule-unit = Satuan
rule-unit-what = satuan
rule-per = Dihitung
rule-per-what = cara menghitung
rule-carry = Sisa terbawa
rule-carry-over = Sisa boleh dipakai di bulan berikutnya
target-class = Semua { $name }
target-vehicle = Kendaraan { $name }
target-post = Pemegang jabatan { $name }

# Di SPBU
authorise-unknown = Voucher tidak dikenal. Periksa kodenya, atau hubungi petugas BBM OPD.
authorise-superseded = QR ini sudah diganti dengan yang baru. Minta sopir membuka tautan terbaru.
authorise-no-shift = Giliran kerja belum dibuka di perangkat ini. Buka giliran lebih dahulu.
authorise-not-yet = Voucher ini belum berlaku.
authorise-expired = Voucher ini sudah habis waktu. Sopir perlu meminta voucher baru.
authorise-cancelled = Voucher ini dibatalkan. Sopir perlu menghubungi petugas BBM OPD.
authorise-redeemed = Voucher ini sudah terpakai.
authorise-held = Voucher ini sedang diproses di perangkat lain. Tunggu, atau coba lagi dalam 15 menit.
authorise-other-station = Voucher ini untuk SPBU lain.
authorise-contract = SPBU ini tidak berkontrak hari ini. Hubungi dinas.
authorise-product = Jenis BBM ini tidak termasuk dalam voucher.
authorise-driver = Orang ini bukan pengemudi yang disebut. Periksa nama dan fotonya.
authorise-no-price = Harga jenis BBM ini belum ada. Hubungi admin kota.
authorise-pin-wrong = PIN salah. Minta sopir mengulanginya.
authorise-pin-locked = Terlalu banyak PIN salah. Tunggu 15 menit.
hold-unknown = Pengisian ini tidak ditemukan di SPBU Anda.
hold-over = Pengisian ini sudah selesai, dikembalikan, atau habis waktu.
capture-already = Pengisian ini sudah dicatat.
capture-nothing = Tidak ada yang diisi. Kembalikan voucher bila batal.
capture-time = Waktu pengisian tidak mungkin. Periksa jam perangkat.
capture-meter-negative = Angka odometer tidak boleh di bawah nol.

# Impor SK kuota
row-class-unknown = Jenis kendaraan { $class } tidak dikenal. Tulis kode atau nama jenis seperti dalam daftar.
row-target-missing = Isi jenis kendaraan, nomor polisi, atau jabatan.
row-amount = Jumlah harus lebih dari nol, paling halus 0,001 liter atau 1 rupiah.
row-decree-revoked = SK dengan nomor ini sudah dicabut.
row-dates-differ = SK dengan nomor ini sudah ada dengan tanggal lain.
row-rule-differs = SK ini sudah memberi jumlah lain untuk sasaran yang sama. Perubahan perlu SK baru.
