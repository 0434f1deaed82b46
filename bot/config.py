"""config.yaml and the environment become one frozen Config; or all problems at once, as file:line:column.

The environment wins: PUSPAGA__SECTION__KEY, lists and maps as JSON. A secret never stands in config.yaml.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from pydantic import Field

from bot import alerts
from bot.alerts import Alerts, AlertsIn
from bot.errors import Broken
from bot.flow.codes import Both, problem
from bot.flow.schema import Strict, shaped
from bot.flow.source import Path, Source, read
from bot.flow.values import Number, Words, YesNo
from bot.model.offices import OFFICES
from bot.roster import OfficeIn, OfficeSettings, settings, wrong
from bot.rules import pace

PREFIX = "PUSPAGA__"
SECRETS = (
    ("telegram", "token"),
    ("telegram", "webhook_secret"),
    ("whatsapp", "auth_token"),
    ("server", "metrics_token"),
    ("alerts", "smtp", "password"),
)
NOT_YET = {
    ("retention",),
    ("server", "metrics_token"),
    ("whatsapp", "templates"),
    ("whatsapp", "content_url"),
}
"""Keys of the contract that have no code behind them yet: refused, so that nobody relies on them."""
WITH_FILE = ("token", "auth_token", "password")
"""Secrets that a file may hold instead."""
SQLITE = "sqlite:///"
POSTGRES = "postgresql://"
_PASSWORD = re.compile(rf"{POSTGRES}[^/@:]*:[^/@]+@|[?&]password=")
_TESTER = re.compile(r"\*$|telegram:-?\d+$|whatsapp:(\+\d+|ID\..+)$")


class ServerIn(Strict):
    host: str = "127.0.0.1"
    port: Annotated[Number, Field(ge=0, le=65_535)] = 8080
    public_url: str = ""


class ServiceIn(Strict):
    audience: Literal["trial", "families"] = "trial"
    testers: Words = Field(default_factory=list)
    children: Literal["safety", "full"] = "safety"
    legal_basis: dict[Literal["document", "date", "signer"], str] = Field(default_factory=dict)


class StorageIn(Strict):
    url: str = "sqlite:///var/puspaga.db"


class TelegramIn(Strict):
    token: str = ""
    token_file: str = ""
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: str = ""


class WhatsAppIn(Strict):
    account_sid: str = ""
    auth_token: str = ""
    auth_token_file: str = ""
    sender: str = Field("", alias="from")
    api_url: str = "https://api.twilio.com"
    rate: Annotated[Number, Field(ge=1, le=1_000)] = pace.WHATSAPP


class WebchatIn(Strict):
    enabled: YesNo = True
    exit_url: str = "https://www.google.com/"


class KeysIn(Strict):
    file: str = "var/keys.json"


class AgencyIn(Strict):
    name: str = "DKP3A Kaltim"


class ConfigIn(Strict):
    server: ServerIn = ServerIn()
    service: ServiceIn = ServiceIn()
    storage: StorageIn = StorageIn()
    telegram: TelegramIn = TelegramIn()
    whatsapp: WhatsAppIn = Field(default_factory=lambda: WhatsAppIn.model_validate({}))
    webchat: WebchatIn = WebchatIn()
    flows: str = "flows"
    content: str = "content"
    offices: dict[Literal[tuple(OFFICES)], OfficeIn] = Field(default_factory=dict)  # type: ignore[valid-type]  # the offices are a constant
    keys: KeysIn = KeysIn()
    agency: AgencyIn = AgencyIn()
    alerts: AlertsIn = AlertsIn()


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    public_url: str


@dataclass(frozen=True, slots=True)
class Service:
    audience: str
    testers: tuple[str, ...] = field(repr=False)  # addresses of people
    children: str


@dataclass(frozen=True, slots=True)
class Storage:
    url: str


@dataclass(frozen=True, slots=True)
class Telegram:
    token: str = field(repr=False)
    api_url: str = ""
    mode: str = "polling"
    webhook_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WhatsApp:
    account_sid: str
    auth_token: str = field(repr=False)
    sender: str = field(default="", repr=False)
    api_url: str = ""
    rate: int = pace.WHATSAPP  # messages a second from this number


@dataclass(frozen=True, slots=True)
class Webchat:
    enabled: bool
    exit_url: str


@dataclass(frozen=True, slots=True)
class Keys:
    file: str


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the service is told. `folder` is where config.yaml stands; paths are relative to it."""

    folder: FilePath
    server: Server
    service: Service
    storage: Storage
    telegram: Telegram
    whatsapp: WhatsApp
    webchat: Webchat
    flows: str
    content: str
    offices: Mapping[str, OfficeSettings]
    keys: Keys
    agency: str
    alerts: Alerts = Alerts()


def load(path: FilePath, environ: Mapping[str, str]) -> Config:
    """Read, override, check. Raises Broken with every problem."""
    source = _read(path)
    if isinstance(source.data, dict):
        _secrets(source)
        _override(source, environ)
        _not_yet(source)
        if one := shaped(source, ConfigIn):
            _rules(source, one, path.parent)
            if not source.problems:
                return _config(path.parent.resolve(), one)
    raise Broken(sorted(source.problems))


def _read(path: FilePath) -> Source:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Broken([problem((str(path), 1, 1), "C100")]) from None
    lines = [line.strip() for line in text.splitlines()]
    source = read(str(path), text if any(line and line[0] != "#" for line in lines) else "{}")
    if isinstance(source.data, dict):
        source.data = {key: value for key, value in source.data.items() if value != ""}  # "telegram:" and nothing below
    elif source.data is not None:
        source.problem((), "C101")
    return source


def _secrets(source: Source) -> None:
    for place in SECRETS:
        here = _above(source, place)
        if here and here.get(place[-1]):
            variable = PREFIX + "__".join(place).upper()
            file = Both(" atau *_file", " or a *_file") if place[-1] in WITH_FILE else ""
            source.problem(place, "C110", key=".".join(place), variable=variable, file=file)
    storage = source.data.get("storage")
    if isinstance(storage, dict) and _PASSWORD.search(str(storage.get("url", ""))):
        source.problem(("storage", "url"), "C112", variable=f"{PREFIX}STORAGE__URL")


def _not_yet(source: Source) -> None:
    """Told, and then left out, so that it is told once."""
    for place in sorted(NOT_YET):
        here = _above(source, place)
        if here and place[-1] in here:
            source.problem(place, "C111", key=".".join(place))
            del here[place[-1]]


def _above(source: Source, place: tuple[str, ...]) -> dict[str, Any] | None:
    """The map that a key stands in, if there is one."""
    here: Any = source.data
    for key in place[:-1]:
        here = here.get(key) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else None


def _override(source: Source, environ: Mapping[str, str]) -> None:
    """PUSPAGA__SERVER__PORT=8081. Names without a section (flows, content) have one part."""
    for name, value in sorted(environ.items()):
        if not name.startswith(PREFIX):
            continue
        place = tuple(part.lower() for part in name.removeprefix(PREFIX).split("__"))
        here = source.data
        for size, part in enumerate(place[:-1], start=1):
            if part not in here:
                here[part] = {}
                source.elsewhere[place[:size]] = name
            here = here[part]
            if not isinstance(here, dict):
                break  # the file is wrong there, and says so itself
        else:
            source.marks = {path: mark for path, mark in source.marks.items() if path[: len(place)] != place}
            source.elsewhere[place] = name
            here[place[-1]] = _value(source, place, value)


def _value(source: Source, place: Path, text: str) -> Any:
    """JSON lists and maps; everything else stays the text it is."""
    if text[:1] not in ("[", "{"):
        return text
    try:
        return _plain(json.loads(text))
    except (ValueError, RecursionError):
        source.problem(place, "C102")
        return ""


def _plain(value: Any) -> Any:
    """JSON as YAML is read: every value is the text it is written as."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str) else json.dumps(value)


def _rules(source: Source, one: ConfigIn, folder: FilePath) -> None:
    """What has to fit together."""
    url = one.storage.url
    if not (url.startswith((SQLITE, POSTGRES)) and url.partition("://")[2].strip("/")):
        source.problem(("storage", "url"), "C120")
    if one.server.public_url and not one.server.public_url.startswith(("https://", "http://")):
        source.problem(("server", "public_url"), "C125")
    for number, tester in enumerate(one.service.testers):
        if not _TESTER.match(tester):
            source.problem(("service", "testers", number), "C126")
    if one.telegram.mode == "webhook" and not (one.telegram.webhook_secret and one.server.public_url):
        source.problem(("telegram", "mode"), "C123")
    if one.whatsapp.account_sid:
        _whatsapp_rules(source, one)
    for section, key, file in (
        ("telegram", "token_file", one.telegram.token_file),
        ("whatsapp", "auth_token_file", one.whatsapp.auth_token_file),
    ):
        if file and not _secret("", file, folder):
            source.problem((section, key), "C124", section=section)
    if one.alerts.smtp.password_file and not _secret("", one.alerts.smtp.password_file, folder):
        source.problem(("alerts", "smtp", "password_file"), "C124", section="alerts.smtp")
    for place, code in alerts.wrong(one.alerts, bool(one.telegram.token or one.telegram.token_file)):
        source.problem(place, code)
    wrong(source, one.offices)
    if one.service.audience == "families":
        _families(source, one)


def _whatsapp_rules(source: Source, one: ConfigIn) -> None:
    where = ("whatsapp", "account_sid")
    if not one.server.public_url:
        source.problem(where, "C121")
    if not (one.whatsapp.auth_token or one.whatsapp.auth_token_file):
        source.problem(where, "C122", variable=f"{PREFIX}WHATSAPP__AUTH_TOKEN")
    if not one.whatsapp.sender.startswith("whatsapp:+"):
        source.problem(("whatsapp", "from"), "C127")


def _families(source: Source, one: ConfigIn) -> None:
    where = ("service", "audience")
    basis = one.service.legal_basis
    if {key for key, value in basis.items() if value.strip()} != {"document", "date", "signer"}:
        source.problem(where, "C130")
    if "provinsi" not in one.offices or one.offices["provinsi"].open_until is None:
        source.problem(where, "C131")


def _secret(value: str, file: str, folder: FilePath) -> str:
    """The value, or what stands in the file; nothing when it cannot be read."""
    if value or not file:
        return value
    try:
        return (folder / file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _config(folder: FilePath, one: ConfigIn) -> Config:
    telegram, whatsapp = one.telegram, one.whatsapp
    return Config(
        folder=folder,
        server=Server(one.server.host, one.server.port, one.server.public_url.rstrip("/")),
        service=Service(one.service.audience, tuple(one.service.testers), one.service.children),
        storage=Storage(one.storage.url),
        telegram=Telegram(
            _secret(telegram.token, telegram.token_file, folder),
            telegram.api_url.rstrip("/"),
            telegram.mode,
            telegram.webhook_secret,
        ),
        whatsapp=WhatsApp(
            whatsapp.account_sid,
            _secret(whatsapp.auth_token, whatsapp.auth_token_file, folder),
            whatsapp.sender,
            whatsapp.api_url.rstrip("/"),
            whatsapp.rate,
        ),
        webchat=Webchat(one.webchat.enabled, one.webchat.exit_url),
        flows=one.flows,
        content=one.content,
        offices={name: settings(office) for name, office in one.offices.items()},
        keys=Keys(one.keys.file),
        agency=one.agency.name,
        alerts=alerts.settings(one.alerts, _secret(one.alerts.smtp.password, one.alerts.smtp.password_file, folder)),
    )
