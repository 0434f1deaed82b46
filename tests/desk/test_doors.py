"""Who may open what: every route of the desk, closed by default."""

from pathlib import Path

import httpx

from bot.desk.frame import SIGNED_IN, STRANGER, Guarded
from bot.desk.views import Desk, routes
from bot.model.counselor import ROLES
from bot.web import permissions
from tests.desk.house import adult_waits, desk, invited, seated, stranger, words_of
from tests.scenes.house import House


def doors(house: House) -> list[Guarded]:
    app = house.app
    table = routes(Desk(app.store, app.intake, house.clock, app.bell, new_token=lambda: "x", key=app.vault.lookup))
    return [one for one in table if isinstance(one, Guarded)]


async def knock(http: httpx.AsyncClient, door: Guarded, **headers: str) -> httpx.Response:
    path = door.path.replace("{ticket}", "nobody.1").replace("{link}", "nothing")
    (method,) = (door.methods or set()) - {"HEAD"}
    return await http.request(method, path, headers={name.replace("_", "-"): one for name, one in headers.items()})


async def test_every_route_says_who_may(tmp_path: Path) -> None:
    async with desk(tmp_path) as house:
        app = house.app
        table = permissions(
            routes(Desk(app.store, app.intake, house.clock, app.bell, new_token=lambda: "x", key=app.vault.lookup))
        )
        known = {STRANGER, SIGNED_IN, *ROLES}
        assert all(who and set(who.split(" or ")) <= known for who in table.values()), table
        assert {name for name, who in table.items() if who == STRANGER} == {
            "GET /desk/login",
            "HEAD /desk/login",
            "POST /desk/login",
            "GET /desk/enrol/{link}",
            "HEAD /desk/enrol/{link}",
            "POST /desk/enrol/{link}",
            "GET /desk/static",
        }


async def test_a_stranger_is_led_to_the_login_from_every_closed_door(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, stranger(house) as nobody:
        for door in doors(house):
            if door.who == STRANGER:
                continue
            answer = await knock(nobody.http, door)
            assert (answer.status_code, answer.headers["location"]) == (303, "/desk/login"), door.path
        part = await nobody.http.get("/desk?bagian=1")
        assert part.status_code == 401
        assert "Masuk lagi" in words_of(part)


async def test_who_has_another_role_gets_403(tmp_path: Path) -> None:
    async with desk(tmp_path) as house:
        for role in ROLES:
            async with seated(house, role, roles=frozenset([role])) as one:
                for door in doors(house):
                    if door.who in (STRANGER, SIGNED_IN) or door.path == "/desk/stream":
                        continue
                    answer = await knock(one.http, door)
                    assert (answer.status_code == 403) == (role not in door.who.split(" or ")), (role, door.path)
                assert (await one.http.post("/desk/logout")).status_code == 303


async def test_another_sites_post_is_refused_at_every_door(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        posts = [door for door in doors(house) if "POST" in (door.methods or ())]
        assert len(posts) == 20
        for door in posts:
            assert (await knock(one.http, door, sec_fetch_site="cross-site")).status_code == 403
        assert (await one.http.get("/desk")).status_code == 200


async def test_no_page_is_kept_anywhere_and_no_title_tells_about_anybody(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        await adult_waits(house)
        ticket = (await one.queue())[0]
        await one.claims(ticket)
        link = await invited(house, "budi")
        pages = ["/desk", "/desk?bagian=1", f"/desk/tickets/{ticket}", "/desk/tickets/x.1", link, "/desk/enrol/x"]
        for path in pages:
            answer = await one.http.get(path)
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert "'unsafe" not in answer.headers["content-security-policy"]
            assert "bagian=1" in path or "<title>Meja</title>" in answer.text


async def test_style_and_script_are_fetched_once_and_named_anew_when_they_change(tmp_path: Path) -> None:
    async with desk(tmp_path) as house, seated(house, "rani") as one:
        page = (await one.http.get("/desk")).text
        for name in ("desk.css", "desk.js", "vendor/htmx.min.js", "vendor/hx-sse.min.js"):
            at = page.index(f"/desk/static/{name}?")
            address = page[at : page.index('"', at)]
            answer = await one.http.get(address)
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
            assert len(address.partition("?")[2]) == 10
        assert "immutable" not in (await one.http.get("/desk/static/nothing.js")).headers["cache-control"]
