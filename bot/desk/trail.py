"""Who did what at the desk, for who audits it: names of counselors, case numbers and times, never content.

Laws
1. An office sees what its own people did and what was done with its cases; the province sees all.
2. The page shows the chain; that it holds is shown by `puspaga audit verify`.
"""

from starlette.requests import Request
from starlette.responses import Response

from bot.desk import words
from bot.desk.frame import Desk
from bot.model.audit import Audited
from bot.model.counselor import Counselor
from bot.model.offices import OFFICES, PROVINCE

PAGE = 100
"""Rows; a page is read on a phone."""
LATEST = 1 << 62
ACTIONS = {
    "read": "membuka obrolan",
    "claim": "mengambil obrolan",
    "claim_refused": "ditolak mengambil: data belum lengkap",
    "offer": "menyerahkan",
    "recall": "batal menyerahkan",
    "accept": "menerima serahan",
    "decline": "tidak menerima serahan",
    "release": "mengembalikan ke antrean",
    "close": "menutup",
    "sign_in": "masuk",
    "enrol": "mendaftar",
    "lock": "mengunci semua sesinya",
    "counselor_add": "menambah konselor",
    "counselor_reset": "mengundang ulang konselor",
    "counselor_disable": "menonaktifkan konselor",
    "flows_reload": "memakai alur baru",
}
WHY = {"counsel": "untuk menemani", "follow": "halaman terbuka", "offer": "catatan serahan", **words.OUTCOMES}
COMMAND, UNKNOWN = "perintah di server", "tidak dikenal"


async def page(desk: Desk, request: Request, actor: Counselor) -> Response:
    """`dari`: only rows before this number."""
    asked = request.query_params.get("dari", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(LATEST)) else LATEST
    office = "" if actor.office == PROVINCE else actor.office
    found = await desk.store.audit_rows(before, office, PAGE + 1)
    names = {str(one.id): one.shown for one in await desk.store.counselors()}
    now = desk.clock.now()
    return desk.page(
        "jejak.html",
        orang=actor,
        kantor=OFFICES.get(actor.office, ""),
        semua=not office,
        baris=[
            {"kapan": words.hour(row.done.at, now), "siapa": _who(row.done, names), **_what(row.done, names)}
            for row in found[:PAGE]
        ],
        lagi=found[PAGE - 1].n if len(found) > PAGE else 0,
    )


def _who(done: Audited, names: dict[str, str]) -> str:
    return names.get(done.actor, UNKNOWN) if done.actor else COMMAND


def _what(done: Audited, names: dict[str, str]) -> dict[str, str]:
    why = WHY.get(done.purpose) or names.get(done.purpose, "")
    said = ACTIONS.get(done.action, done.action)
    return {"apa": f"{said}: {why}" if why else said, "nomor": done.ticket or "-"}
