"""Enrolling from the one-time link, signing in, the life of a session; over a real socket."""

import asyncio
import logging
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import httpx
import pyotp
import pytest

from bot.desk import counselors, session
from bot.vault.passwords import verify_password
from tests.desk.house import PASSWORD, desk, invited, rows, seated, stranger, words_of


async def test_enrolment_ends_signed_in(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house, "koordinator") as one:
        page = await one.http.get(house.first_path)
        assert "data:image/svg+xml" in page.text
        assert "obrolan anak tidak bisa diambil" in words_of(page)
        answer = await one.enrols(house.first_path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
        cookie = answer.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/desk"))
        assert "Antrean" in await one.sees()


async def test_a_link_works_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house, "rani") as one, stranger(house, "rani") as other:
        link = await invited(house, "rani")
        assert (await one.enrols(link)).status_code == 303
        assert (await other.enrols(link)).status_code == 404
        assert (await other.http.get(link)).status_code == 404
        assert (await other.http.get("/desk")).status_code == 303


async def test_two_who_enrol_at_once_from_one_link_are_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house, "rani") as one, stranger(house, "rani") as other:
        link = await invited(house, "rani")
        both = await asyncio.gather(one.enrols(link), other.enrols(link))
        assert 303 in [answer.status_code for answer in both]
        assert sum(answer.status_code == 303 for answer in both) == 1


async def test_a_link_is_over_after_a_day(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house, "rani") as one:
        link = await invited(house, "rani")
        house.clock.ahead += timedelta(hours=23, minutes=59)
        assert (await one.http.get(link)).status_code == 200
        house.clock.ahead += timedelta(minutes=1)
        assert (await one.http.get(link)).status_code == 404
        assert (await one.enrols(link)).status_code == 404


MISTAKES = (
    ({"password": "pendek", "again": "pendek"}, "paling sedikit 12 huruf"),
    ({"again": "payung-biru-di-teras"}, "belum sama"),
    ({"kha_trained_on": "31 Maret"}, "2026-03-31"),
    ({"checked_on": "2999-01-01"}, "masa depan"),
    ({"code": "000000x"}, "belum cocok"),
    ({"secret": "A"}, "belum cocok"),
    ({"secret": "bukan rahasia!"}, "belum cocok"),
    ({"shown": "R" * 61}, "paling panjang 60"),
)


async def test_what_was_typed_survives_a_mistake_but_no_password_does(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house, "rani") as one:
        link = await invited(house, "rani")
        for fields, told in MISTAKES:
            answer = await one.enrols(link, **{"profession": "pekerja <sosial>", **fields})
            assert answer.status_code == 422
            assert told in words_of(answer)
            assert "pekerja &lt;sosial&gt;" in answer.text
            assert PASSWORD not in answer.text
            assert ("secret" in fields) != (one.secret[:4] + " " in words_of(answer))
        assert (await one.enrols(link)).status_code == 303


async def test_the_records_given_by_the_operator_stand_in_the_form(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house, "rani") as one:
        link = await invited(house, "rani", record=counselors.Record("Kak Rani", "psikolog", date(2026, 3, 31)))
        page = (await one.http.get(link)).text
        assert 'value="Kak Rani"' in page
        assert 'value="psikolog"' in page
        assert 'value="2026-03-31"' in page


async def test_signing_in_takes_name_password_and_a_code_of_the_house_clock_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        house.clock.ahead += timedelta(days=3)
        assert (await one.http.get("/desk")).headers["location"] == "/desk/login"
        real = pyotp.TOTP(one.secret).now()
        assert (await one.signs_in(kode=real)).status_code == 403
        assert (await one.signs_in(sandi="bukan-kata-sandinya")).status_code == 403
        assert (await one.signs_in(nama="Rani ")).status_code == 303
        assert (await one.http.get("/desk/login")).headers["location"] == "/desk"
        assert (await one.signs_in()).status_code == 403
        house.clock.ahead += timedelta(seconds=30)
        assert (await one.signs_in()).status_code == 303


async def test_failures_slow_down_their_own_account_only(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, seated(house, "budi") as other:
        house.clock.ahead += timedelta(minutes=1)
        for _ in range(5):
            assert (await one.signs_in(sandi="bukan-kata-sandinya")).status_code == 403
        assert (await one.signs_in()).status_code == 403
        assert (await other.signs_in()).status_code == 303
        house.clock.ahead += timedelta(minutes=1)
        assert (await one.signs_in()).status_code == 303


async def test_strangers_who_guess_keep_no_counselor_out_of_a_browser_that_signed_in_before(tmp_path: Path) -> None:
    async with (
        desk(tmp_path) as house,
        seated(house, "rani") as one,
        stranger(house, "rani") as thief,
        stranger(house, "rani") as elsewhere,
    ):
        elsewhere.secret = one.secret
        house.clock.ahead += timedelta(hours=13)
        for _ in range(7):
            assert (await thief.signs_in(sandi="bukan-kata-sandinya", kode="000000")).status_code == 403
        assert (await elsewhere.signs_in()).status_code == 403
        assert (await one.signs_in()).status_code == 303
        house.clock.ahead += timedelta(minutes=1)
        assert (await elsewhere.signs_in()).status_code == 303


async def test_a_browser_that_signed_in_before_waits_for_its_own_failures_alone(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, stranger(house, "rani") as elsewhere:
        elsewhere.secret = one.secret
        house.clock.ahead += timedelta(minutes=1)
        for _ in range(5):
            assert (await one.signs_in(sandi="bukan-kata-sandinya")).status_code == 403
        assert (await one.signs_in()).status_code == 403
        assert (await elsewhere.signs_in()).status_code == 303


async def test_a_browser_is_known_by_a_cookie_that_opens_nothing_and_is_good_for_one_account(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house, "rani") as one, seated(house, "budi") as other:
        answer = await one.enrols(await invited(house, "rani"))
        (cookie,) = (line for line in answer.headers.get_list("set-cookie") if line.startswith("kenal-"))
        flags = ("httponly", "samesite=lax", "path=/desk", "max-age=34560000")
        assert all(flag in cookie.lower() for flag in flags)
        assert "rani" not in cookie
        name, _, value = cookie.partition(";")[0].partition("=")
        (others,) = (name for name in other.http.cookies if name.startswith("kenal-"))
        house.clock.ahead += timedelta(minutes=1)
        async with stranger(house, "rani") as thief:
            thief.http.cookies.set(name, value, path="/desk")
            assert (await thief.http.get("/desk")).headers["location"] == "/desk/login"
        for number, forged in enumerate((other.http.cookies[others], f"lain{value}", value[:-1], ".", "", "x.")):
            async with stranger(house, "rani") as thief:
                thief.http.cookies.set(name, forged, path="/desk")
                assert (await thief.signs_in(sandi="bukan-kata-sandinya")).status_code == 403, number
        async with stranger(house, "rani") as elsewhere:
            elsewhere.secret = one.secret
            assert (await elsewhere.signs_in()).status_code == 403, "forged cookies count with the strangers"
        assert (await one.signs_in()).status_code == 303


async def test_two_counselors_share_a_computer_and_both_stay_known_on_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one, stranger(house, "budi") as other:
        known = one.http.cookies
        other.http.cookies = known
        assert (await other.enrols(await invited(house, "budi"))).status_code == 303
        assert len([name for name in other.http.cookies if name.startswith("kenal-")]) == 2
        (mine,) = (value for name, value in known.items() if name.startswith("kenal-"))
        house.clock.ahead += timedelta(minutes=1)
        one.http.cookies = other.http.cookies
        assert (await one.signs_in()).status_code == 303
        assert mine in one.http.cookies.values(), "it keeps the name it has"


async def test_an_unknown_name_costs_the_same_work_and_two_at_most_are_weighed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, now, most = threading.Lock(), 0, 0
    seen: list[tuple[str, ...]] = []

    def weighed(hashed: str, password: str) -> bool:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        good = verify_password(hashed, password)
        with lock:
            now -= 1
            seen.append(tuple(hashed.split("$")[1:4]))
        return good

    monkeypatch.setattr(session, "verify_password", weighed)
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        house.clock.ahead += timedelta(minutes=1)
        names = ["rani", "tidak ada", *(f"orang {number}" for number in range(4))]
        answers = await asyncio.gather(*(one.signs_in(nama=name, sandi="bukan-kata-sandinya") for name in names))
        assert {words_of(answer).replace(name, "") for answer, name in zip(answers, names, strict=True)} == {
            words_of(answers[0]).replace("rani", "")
        }
        assert len(seen) == len(names)
        assert set(seen) == {("argon2id", "v=19", "m=19456,t=2,p=1")}
        assert most == 2


async def test_signing_out_closes_the_session_for_good(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        cookie = {"cookie": f"meja={one.http.cookies['meja']}"}
        assert (await one.http.post("/desk/logout")).headers["location"] == "/desk/login"
        async with httpx.AsyncClient(base_url=house.url, headers=cookie) as thief:
            assert (await thief.get("/desk")).headers["location"] == "/desk/login"


async def test_a_desk_left_alone_closes_whatever_its_page_asks_for_by_itself(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        for path in ("/desk?bagian=1", "/desk?sendiri=1"):
            house.clock.ahead += timedelta(minutes=14)
            assert (await one.http.get(path)).status_code == 200
        house.clock.ahead += timedelta(minutes=3)
        assert (await one.http.get("/desk?bagian=1")).status_code == 401
        assert (await one.http.get("/desk")).headers["location"] == "/desk/login"


async def test_a_sign_in_lasts_a_shift_and_not_longer(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        for _ in range(35):
            house.clock.ahead += timedelta(minutes=20)
            assert (await one.http.get("/desk")).status_code == 200
        house.clock.ahead += timedelta(minutes=20)
        assert (await one.http.get("/desk")).headers["location"] == "/desk/login"


async def test_a_counselor_invited_anew_is_out_at_once_and_the_old_password_opens_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        link = await counselors.reset(house.app.store, house.clock, "rani")
        assert (await one.http.get("/desk")).headers["location"] == "/desk/login"
        house.clock.ahead += timedelta(minutes=1)
        assert (await one.signs_in()).status_code == 403
        async with stranger(house, "rani") as anew:
            assert (await anew.enrols(link)).status_code == 303
            assert (await anew.http.get("/desk")).status_code == 200
        assert (await one.http.get("/desk")).headers["location"] == "/desk/login"


async def test_a_session_that_nobody_used_since_does_not_revive_when_its_counselor_enrols_anew(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as lost, stranger(house, "rani") as one:
        link = await counselors.reset(house.app.store, house.clock, "rani")
        assert rows(house, "select count(*) from session") == [(0,)]
        house.clock.ahead += timedelta(minutes=1)
        assert (await one.enrols(link)).status_code == 303
        assert (await lost.http.get("/desk")).headers["location"] == "/desk/login"
        assert (await one.http.get("/desk")).status_code == 200


async def test_a_disabled_counselor_is_out_and_stays_out(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        known = await house.app.store.counselor("rani")
        assert known
        await house.app.store.save_counselor(replace(known, disabled_at=house.clock.now()))
        house.clock.ahead += timedelta(minutes=1)
        assert (await one.http.get("/desk")).headers["location"] == "/desk/login"
        assert (await one.signs_in()).status_code == 403


async def test_no_password_code_name_or_link_gets_into_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with desk(tmp_path) as house, stranger(house, "rani-yang-rahasia") as one:
            link = await invited(house, one.name)
            await one.enrols(link, code="salah")
            await one.enrols(link)
            await one.signs_in()
            secrets = (PASSWORD, one.secret, one.name, link.rpartition("/")[2], one.http.cookies["meja"])
    assert not [word for word in secrets if word in caplog.text]
