# Kerangka halaman
skip = Langsung ke isi
title-error = Salah:
simulated = Data simulasi.
simulated-long = Semua angka, nama, dan kejadian di sini buatan.
sign-out = Keluar
help = Panduan
menu = Menu
menu-main = Menu utama
crumbs = Letak halaman
page-made = Dibuat
nav-work = Pekerjaan
nav-register = Data induk
nav-oversight = Pengawasan
nav-setup = Pengaturan
flash-good = Berhasil.
flash-warn = Perhatikan.
error-summary = Ada yang perlu diperbaiki
months = Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember
months-short = Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des

# Bagian halaman
optional = (boleh kosong)
cancel = Batal
change = Ubah
pager = Halaman daftar
pager-first = Ke halaman pertama
pager-next = Halaman berikutnya
progress = { $done } dari { $whole }
export = Unduh { $format }
filter = Tampilkan
filter-clear = Hapus saringan
filter-more = Saringan lain
filter-title = Saring daftar

# Waktu dan angka
ago-now = baru saja
ago-past = { $number } { $unit ->
    [minute] menit
    [hour] jam
   *[day] hari
} lalu
ago-ahead = { $number } { $unit ->
    [minute] menit
    [hour] jam
   *[day] hari
} lagi
rupiah-million = Rp { $number } juta
rupiah-billion = Rp { $number } miliar

# Isian yang salah
check-enter = Masukkan { $what }
check-enter-example = Masukkan { $what }, contoh { $example }
check-digits = Tulis { $what } dengan angka, contoh { $example }
check-precise = Tulis { $what } dengan paling banyak { $decimals } angka di belakang koma, contoh { $example }
check-range = Isi { $what } antara { $least } dan { $most }
check-long = Persingkat { $what }, paling banyak { $most } huruf
check-choose = Pilih { $what }

# Halaman kesalahan
error-again = Coba lagi
error-home = Ke halaman awal
error-number = Nomor untuk petugas:
error-not-found = Halaman tidak ditemukan
error-not-found-next = Alamatnya mungkin salah ketik, sudah dipindah, atau bukan untuk akun Anda. Periksa alamatnya atau mulai dari halaman awal.
error-forbidden = Akun Anda tidak berwenang untuk ini
error-forbidden-next = Jika ini tugas Anda, minta admin kota menambahkan peran yang sesuai.
error-same-hand = Harus diputuskan oleh orang lain
error-same-hand-next = Anda yang mengusulkan atau menerima. Minta pejabat lain yang berwenang untuk memutuskan.
error-sign-in = Masuk dahulu
error-sign-in-next = Halaman ini hanya untuk yang sudah masuk.
error-token = Token tidak ada atau tidak berlaku
error-token-next = Kirim token yang berlaku di kepala Authorization: Bearer.
error-bad = Permintaan tidak dapat dibaca
error-bad-next = Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi.
error-expired = Formulir sudah kedaluwarsa
error-expired-next = Belum ada yang disimpan. Kembali ke formulir, muat ulang halamannya, lalu kirim lagi.
error-large = Kiriman terlalu besar
error-large-next = Perkecil atau bagi berkasnya, lalu kirim lagi.
error-refused-next = Tidak ada yang diubah.
error-reused = Kunci idempotensi sudah dipakai untuk isi lain
error-reused-next = Tidak ada yang diubah. Muat ulang halaman sebelumnya untuk mendapat formulir baru.
error-invalid = Ada isian yang perlu diperbaiki
error-invalid-next = Perbaiki isian yang disebut, lalu kirim lagi.
error-often = Terlalu banyak percobaan
error-often-next = Tunggu { $seconds } detik, lalu coba lagi.
error-busy = Sistem sedang sibuk
error-busy-next = Belum ada yang diubah. Tunggu sebentar, lalu coba lagi.
error-internal = Ada gangguan di sistem kami
error-internal-next = Kesalahan sudah dicatat. Coba lagi sebentar lagi; jika berulang, sampaikan nomor di bawah ini kepada petugas.
sample = contoh
sample-all = Data contoh untuk berlatih, bukan catatan sungguhan.
sample-some = Angka di halaman ini memuat data contoh.
sample-name = { $name } (contoh)
