"""What a counselor writes, and what of it needs a second look: with everyday spellings, and harmless near-misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.composer import NAMES, REASONS, STOPS, findings, marked

KNOWN = ("110", "119", "129", "08111-129-129", "lapor.go.id", "https://obrolan.puspaga.example/")
CAUGHT = {
    "number": (
        "ini nomorku 0812-3456-7890 ya",
        "catat: +62 812 3456 7890",
        "o8l2? bukan, o812 3456 789",
        "nol delapan satu dua tiga empat lima enam",
        "telepon 118 saja",
    ),
    "link": (
        "buka https://bit.ly/abc123 ya",
        "isi di www.formulirku.site",
        "klik wa.me/628123",
        "cari saja di rumahku titik com",
        "LAPOR-GO.com aman kok",
    ),
    "handle": (
        "follow @kak.rani",
        "email aku rani@contoh.id",
        "japri aja",
        "wa aku aja yaa",
        "lanjut di ig aja yuk",
        "igku kakrani",
        "nanti aku kirimin no wa ku",
        "cari aja rani_kece di tiktok",
    ),
    "meet": (
        "besok kita ketemu yuk",
        "mau ketemuan gak?",
        "jumpa di mall sepulang sekolah",
        "ktemuan dmn?",
        "k e t e m u yuk",
        "k3temu bntar bisa?",
        "aku jemput kamu ya",
        "main ke rumahku aja",
        "sampai ketemu di taman",
        "ketemu ibu di taman ya",
        "ketemu om aja",
        "temui konselor di kafe besok",
        "tidak apa-apa, kita ketemu besok",
        "meet up yuk",
        "nginep di kosku aja",
        "ke rumah aku aja",
        "k\u0435temu yuk",
        "ketemu\u200ban yuk",
    ),
    "picture": (
        "kirim foto lukanya",
        "krm fto dong",
        "kirimin vidio nya ya",
        "pap dong",
        "boleh minta fotomu?",
        "vc yuk",
        "nyalakan kameranya",
        "aku minta kamu kirim foto",
        "kalau minta foto boleh?",
        "send pict dong",
        "foto lukanya dong",
        "boleh lihat wajahmu?",
        "mau liat fotomu",
    ),
    "secret": (
        "jangan bilang siapa-siapa",
        "jgn blg sp2 ya",
        "jangan cerita ke siapa pun",
        "jangan kasih tau mama dulu",
        "gausah bilang ke ortu",
        "ini rahasia kita berdua",
        "cuma kita berdua yg tau",
        "simpan rahasia ini ya",
        "jgn smpe mama tau",
        "jangan ada yang tahu ya",
        "tolong rahasiakan ini dari bapakmu",
        "kamu janji gak cerita ya",
        "hapus chat ini biar gak ketahuan",
    ),
    "promise": ("rahasiamu aman di sini", "aku janji gak bilang ke siapa-siapa", "tidak akan ada yang tahu"),
    "asks": ("alamatmu di mana?", "rumah kamu dmn?", "nama lengkapmu siapa", "ig kamu apa?", "minta no wa kamu"),
    "blame": ("itu salahmu sendiri", "slh km sendiri sih", "kenapa kamu tidak melawan?", "harusnya kamu lari"),
    "penalty": ("nanti kamu dipenjara", "awas kamu dilaporkan", "bisa kena pasal 80"),
    "diagnosis": ("sepertinya kamu depresi", "anaknya ADHD itu", "ini gangguan jiwa"),
}
HARMLESS = (
    "jangan lupa makan ya",
    "ketemu konselor di kantor Puspaga",
    "Kamu bisa telepon 110, 119, atau 129.",
    "SAPA 129: WhatsApp 08111-129-129",
    "WhatsApp +62 8111 129 129 juga bisa.",
    "Bisa juga lewat lapor.go.id.",
    "Obrolan ini bisa dibuka di https://obrolan.puspaga.example/",
    "Kapan terakhir kamu ketemu ayah?",
    "Aku tidak bisa ketemu kamu, tapi aku baca di sini.",
    "Sampai jumpa besok, ya.",
    "Jangan kirim foto, cukup ceritakan.",
    "Apa dia pernah minta kamu kirim foto?",
    "Kamu pernah diajak ketemu orang itu?",
    "Dia ngajak ketemuan di mana?",
    "Apa dia bilang jangan cerita ke siapa-siapa?",
    "Pernah disuruh kirim video?",
    "Siapa yang minta foto itu?",
    "Apakah dia pernah mengirim foto kepadamu?",
    "Sekolah di mana pun punya guru BK.",
    "Nomor laporannya 4521/2026.",
    "Foto itu jangan disebar ya.",
    "Tidak semua rahasia harus disimpan.",
    "Coba tarik napas 4 detik, tahan 4 detik, lepas 4 detik.",
    "Oke.nanti aku baca lagi.",
    "Di sini tidak ada denda.",
    "Kalau tidurnya susah, temui psikolog Puspaga.",
    "Nanti kita cari, pasti ketemu jalannya.",
    "Ini bukan salahmu.",
    "Kamu tidak salah.",
    "Aku tidak bisa janji merahasiakan ini kalau kamu dalam bahaya.",
    "Kamu boleh cerita ke siapa pun yang kamu percaya.",
    "Tidak perlu tulis nama lengkap.",
    "Kantornya buka 08.00-16.00, mulai 01/12/2026.",
    "Biayanya Rp 1.500.000, tapi di sini gratis.",
    "Jangan cerita kalau belum siap.",
    "Jangan bilang begitu ke dirimu sendiri, ya.",
    "Aku di sini. Ceritakan pelan-pelan.",
    "Kamu mau dipanggil apa?",
    "Kamu tidak akan dihukum karena cerita.",
)


@pytest.mark.parametrize(("code", "draft"), [(code, one) for code, drafts in CAUGHT.items() for one in drafts])
def test_a_draft_that_needs_a_second_look_is_caught_for_its_own_reason(code: str, draft: str) -> None:
    found = [one for one in findings(draft, KNOWN) if one.code == code]
    assert found, findings(draft, KNOWN)
    assert found[0].stops == (code in STOPS)
    assert draft[found[0].start : found[0].end].strip() == draft[found[0].start : found[0].end] != ""


@pytest.mark.parametrize("draft", HARMLESS)
def test_a_harmless_near_miss_passes(draft: str) -> None:
    assert findings(draft, KNOWN) == ()


def test_sixty_phrases_are_tried_and_every_reason_has_some() -> None:
    assert sum(map(len, CAUGHT.values())) >= 40
    assert len(HARMLESS) >= 20
    assert set(CAUGHT) == set(REASONS) == set(NAMES)


def test_a_number_passes_only_where_the_directory_shows_it() -> None:
    assert [one.code for one in findings("telepon 112 ya")] == ["number"]
    assert findings("telepon 112 ya", ["112"]) == ()
    assert [one.code for one in findings("ke lapor.go.id.contoh.com")] == ["link"]


def test_what_is_marked_is_what_was_typed() -> None:
    draft = "Halo. Jgn blg sp2 ya, nanti 0812-3456-7890."
    pieces = marked(draft, findings(draft))
    assert [text for text, marks in pieces if marks] == ["Jgn blg sp2", "0812-3456-7890"]
    assert "".join(text for text, _ in pieces) == draft


@given(st.text(max_size=200))
def test_any_text_is_read_to_its_end(draft: str) -> None:
    found = findings(draft)
    assert all(0 <= one.start < one.end <= len(draft) for one in found)
    assert "".join(text for text, _ in marked(draft, found)) == draft
