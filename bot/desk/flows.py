"""The flows in use, what the files beside them would do to people who are talking, and taking them.

Laws
1. Only what was looked at is taken: files that changed since are shown first.
2. Nobody is named: where people stand is told in numbers.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import words
from bot.desk.frame import Desk, FlowsInUse, fields
from bot.engine.exchange import Draft, Refusal
from bot.engine.reading import fresh, tags
from bot.flow.plan import SAID, Fate, Outcome
from bot.model.audit import Audited
from bot.model.conversation import Voice
from bot.model.counselor import Counselor
from bot.model.offices import OFFICES
from bot.model.stand import Way

MOST = 60
"""Lines of one list; a page is read on a phone."""
WHY: dict[Refusal, str] = {
    Refusal.SAME: "Berkas sama dengan yang sedang dipakai. Tidak ada yang perlu dimuat ulang.",
    Refusal.PROBLEMS: "Ada yang perlu diperbaiki dulu. Alur yang sekarang tetap dipakai.",
    Refusal.STRANDED: "Ada orang yang akan kehilangan tempatnya. Alur yang sekarang tetap dipakai.",
    Refusal.CHANGED: "Berkas berubah lagi setelah halaman ini dibuka. Lihat dulu yang baru di bawah ini.",
    Refusal.DOWN: "Basis data sedang tidak menjawab. Alur yang sekarang tetap dipakai.",
}
TAKEN = "Alur baru sudah dipakai."
WHAT = {
    Fate.ASKED: "Pertanyaannya berubah, jadi ditanyakan sekali lagi sebelum ada jawaban yang dihitung.",
    Fate.MOVED: "Tempatnya berganti nama, seperti tertulis di “was:”.",
    Fate.START: "Jalan kembalinya sudah tidak ada; kalau kembali, ia mulai dari awal alur itu.",
    Fate.MENU: "Tempatnya sudah tidak ada; ia sampai di menu.",
    Fate.STRANDED: "Tempatnya sudah tidak ada, dan tidak tertulis ke mana. Tambahkan baris yang disebut.",
}
FLOOR = {Voice.BOT: "", Voice.WAITING: ", menunggu konselor", Voice.COUNSELOR: ", bersama konselor"}


async def page(desk: Desk, request: Request, actor: Counselor) -> Response:
    if desk.flows is None:
        return desk.message("Tidak bisa dibuka", WHY[Refusal.DOWN], status=503)
    done = TAKEN if request.query_params.get("hasil") == "dipakai" else ""
    return _page(desk, desk.flows, actor, await desk.flows.draft(), done=done)


async def reload(desk: Desk, request: Request, actor: Counselor) -> Response:
    """Take the files that the form was shown with."""
    if desk.flows is None:
        return desk.message("Tidak bisa dibuka", WHY[Refusal.DOWN], status=503)
    form = await fields(request)
    found = await desk.flows.reload(form.get("tanda", "") or "-")
    if not found.refusal:
        await desk.store.audit(Audited(desk.clock.now(), actor.id, "flows_reload"))
        return RedirectResponse("/desk/alur?hasil=dipakai", 303)
    if found.refusal in (Refusal.CHANGED, Refusal.SAME):
        fresh = await desk.flows.draft()
        return _page(desk, desk.flows, actor, fresh, wrong=WHY[found.refusal], status=409)
    return _page(desk, desk.flows, actor, found, status=409)


def _page(
    desk: Desk,
    flows: FlowsInUse,
    actor: Counselor,
    found: Draft,
    *,
    done: str = "",
    wrong: str = "",
    status: int = 200,
) -> Response:
    changes = [_change(one) for one in found.plan.changes]
    problems = [one.told(english=False) for one in found.problems]
    talks, others = fresh(found.talks, english=False)
    return desk.page(
        "alur.html",
        status=status,
        orang=actor,
        kantor=OFFICES.get(actor.office, ""),
        antrean=not actor.roles.isdisjoint(("counselor", "supervisor")),
        sejak=words.hour(flows.since, desk.clock.now()),
        selesai=done,
        salah=wrong,
        kenapa=WHY.get(found.refusal, ""),
        sama=found.refusal is Refusal.SAME,
        boleh=not found.refusal,
        tanda=found.mark,
        masalah=problems[:MOST],
        masalah_lagi=max(0, len(problems) - MOST),
        perubahan=changes[:MOST],
        perubahan_lagi=max(0, len(changes) - MOST),
        obrolan=[
            {"nama": f"{one.flow}: {one.name}", "apa": ", ".join(tags(one, english=False)), "baris": lines}
            for one, lines in talks[:MOST]
        ],
        obrolan_lagi=others + max(0, len(talks) - MOST),
        hampa=[str(one) for one in found.plan.idle[:MOST]],
        tetap=found.plan.people(Fate.KEPT),
        arti=[(SAID[fate][0], WHAT[fate]) for fate in WHAT if any(one.fate is fate for one in found.plan.changes)],
    )


def _change(one: Outcome) -> dict[str, str]:
    """One place at which something changes."""
    stand = one.stand
    back = "jalan kembali " if stand.way is Way.BACK else ""
    away = one.to and one.to != f"{stand.flow}/{stand.state}"
    again = ", lalu ditanya lagi" if one.again and one.fate is Fate.MOVED else ""
    return {
        "tempat": f"{stand.flow}/{stand.state}",
        "siapa": f"{back}{stand.people} orang{FLOOR[stand.voice]}",
        "nasib": f"{SAID[one.fate][0]}{f' → {one.to}' if away else ''}{again}",
        "baris": str(one.add) if one.add else "",
        "rupa": "imminent" if one.strands else "none",
    }
