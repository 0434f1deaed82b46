"""What every page of the desk stands on: its rooms, its templates, its forms, and who may open it."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.desk.alerts import Alerting
from bot.desk.closing import Codes, codes_of
from bot.desk.session import Door
from bot.desk.throttle import Throttle
from bot.engine.exchange import Draft
from bot.engine.mind import Mind
from bot.model.counselor import Counselor
from bot.model.message import storable
from bot.ports import Bell, Clock, Intake, Store
from bot.roster import Roster
from bot.rules.office_hours import Calendar
from bot.rules.offices import Reach

HERE = Path(__file__).parent
COOKIE = "meja"
PART = "bagian"
"""In the query: only the part that changes is wanted, by the page itself."""
BY_ITSELF = ("bagian", "sendiri")
"""In the query of what a page asks for by itself. That is no use of the session: a desk left alone closes."""
STRANGER, SIGNED_IN = "stranger", "signed in"
MOST_FIELDS = 40
"""Of a form."""


class FlowsInUse(Protocol):
    """What people are answered by now, since when, and the files beside it; see bot/runner/flows.py."""

    mark: str
    since: datetime
    mind: Mind

    async def draft(self) -> Draft: ...

    async def reload(self, mark: str = "") -> Draft: ...


@dataclass(slots=True)
class Desk:
    """What the pages need. `key` is the vault's look-up; `secure`: reached by https; `roster`: the offices; `alerting`:
    who is told outside the desk."""

    store: Store
    intake: Intake
    clock: Clock
    bell: Bell
    new_token: Callable[[], str]
    key: Callable[[str, str], bytes]
    secure: bool = False
    flows: FlowsInUse | None = None
    roster: Roster = field(default_factory=Roster)
    alerting: Alerting = Alerting()
    door: Door = field(init=False)
    reach: Reach = field(init=False)
    calendar: Calendar = field(init=False)
    pages: jinja2.Environment = field(init=False)

    def __post_init__(self) -> None:
        self.door = Door(self.store, self.clock, self.new_token, Throttle(self.key, self.new_token))
        self.reach, self.calendar = self.roster.reach(), self.roster.calendar()
        self.pages = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.pages.globals["cap"] = _stamp(HERE / "static")

    @property
    def codes(self) -> Codes:
        """What a talk may be closed with, by the flows in use."""
        return codes_of(self.flows.mind.book) if self.flows else Codes()

    def draw(self, name: str, **values: object) -> str:
        return self.pages.get_template(name).render(**values)

    def page(self, name: str, *, status: int = 200, **values: object) -> Response:
        return HTMLResponse(self.draw(name, **values), status_code=status)

    def message(self, title: str, text: str, *, status: int, **more: object) -> Response:
        """A page that says one thing. `draft`: words that must not be lost; `ulang`: the form id to send them again
        with, to this same address."""
        values = {"orang": None, "draft": "", "ulang": "", "jalan": ("/desk", "Ke antrean"), **more}
        return self.page("pesan.html", status=status, judul=title, pesan=text, **values)

    def part(self, request: Request, name: str, **values: object) -> Response:
        """Only what changes; 304 when the page shows exactly this already."""
        html, mark = self.marked(name, **values)
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304)
        return HTMLResponse(html)

    def marked(self, name: str, **values: object) -> tuple[str, str]:
        """A part that changes, holding a mark of what it shows, and the mark."""
        mark = hashlib.sha256(self.draw(name, tanda="", **values).encode()).hexdigest()[:16]
        return self.draw(name, tanda=mark, **values), mark


def _stamp(folder: Path) -> str:
    """Changes with any file of the folder, so that a browser may keep them."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return hashlib.sha256(b"".join(one.read_bytes() for one in files)).hexdigest()[:10]


class Guarded(Route):
    """A route with who may: `stranger`, or `signed in`, or roles with " or " between them."""

    def __init__(self, path: str, endpoint: Callable[[Request], Awaitable[Response]], method: str, *, who: str) -> None:
        super().__init__(path, endpoint, methods=[method])
        self.who = who


def may_open(who: str, actor: Counselor) -> bool:
    return who in (STRANGER, SIGNED_IN) or not actor.roles.isdisjoint(who.split(" or "))


class Kept(StaticFiles):
    """Style and script say nothing about anybody; on a slow line they are fetched once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if answer.status_code == 200:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


class Files(Mount):
    """The desk's own style and script."""

    who = STRANGER

    def __init__(self) -> None:
        super().__init__("/desk/static", Kept(directory=HERE / "static"))


async def fields(request: Request) -> dict[str, str]:
    """A form's fields; the last of a name counts."""
    raw = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: storable(value).replace("\r\n", "\n") for name, value in pairs}
