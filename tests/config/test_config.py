"""Settings from a file and the environment; or everything that is wrong with them, at its place."""

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

import pytest

from bot import config
from bot.alerts import Alerts, Smtp
from bot.config import Config, load
from bot.errors import Broken
from bot.model.alert import Rung

ROOT = Path(__file__).parents[2]
TOKEN = "501:a-secret-of-the-test"
WHATSAPP = "whatsapp:\n  account_sid: AC0\n  from: whatsapp:+62811\n"
PUBLIC = "server:\n  public_url: https://puspaga.test\n"
ROSTER = "offices:\n  provinsi:\n    week: {senin: 08.00-16.00}\n    open_until: 2026-12-31\n"
FAMILIES = (
    "service:\n  audience: families\n  legal_basis: {document: SK 1, date: 2026-11-01, signer: Kepala}\n" + ROSTER
)
TWILIO_TOKEN = {"PUSPAGA__WHATSAPP__AUTH_TOKEN": "rahasia"}


def loaded(folder: Path, text: str = "", environ: Mapping[str, str] | None = None) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ or {})


def problems(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    with pytest.raises(Broken) as broken:
        loaded(folder, text, environ)
    return [str(one).removeprefix(f"{folder.as_posix()}/") for one in broken.value.problems]


WHICH = "config.yaml:2:8 C120 storage.url is sqlite:/// and a file, or postgresql:// and a database"
BROKEN: tuple[tuple[str, str], ...] = (
    ("- a\n", "config.yaml:1:1 C101 the settings are a map of sections"),
    (
        "telegram:\n  token: 501:x\n",
        (
            "config.yaml:2:10 C110 telegram.token is a secret and may not stand here; "
            "use PUSPAGA__TELEGRAM__TOKEN or a *_file"
        ),
    ),
    (
        "telegram:\n  webhook_secret: x\n",
        (
            "config.yaml:2:19 C110 telegram.webhook_secret is a secret and may not stand here; "
            "use PUSPAGA__TELEGRAM__WEBHOOK_SECRET"
        ),
    ),
    (
        "whatsapp:\n  auth_token: x\n",
        (
            "config.yaml:2:15 C110 whatsapp.auth_token is a secret and may not stand here; "
            "use PUSPAGA__WHATSAPP__AUTH_TOKEN or a *_file"
        ),
    ),
    (
        "server:\n  metrics_token: x\n",
        (
            "config.yaml:2:18 C110 server.metrics_token is a secret and may not stand here; "
            "use PUSPAGA__SERVER__METRICS_TOKEN"
        ),
    ),
    (
        "alerts:\n  smtp:\n    password: x\n",
        (
            "config.yaml:3:15 C110 alerts.smtp.password is a secret and may not stand here; "
            "use PUSPAGA__ALERTS__SMTP__PASSWORD or a *_file"
        ),
    ),
    (
        "alerts:\n  telegram_chat: '@konselor'\n",
        (
            "config.yaml:2:18 C128 this is no number of a chat on Telegram; "
            "write the number; that of a group begins with a minus"
        ),
    ),
    (
        "alerts:\n  supervisor_chat: 5\n",
        "config.yaml:2:20 C129 alerts on Telegram need telegram.token; set the token, or take the line out",
    ),
    (
        "alerts:\n  smtp:\n    host: mail.test\n",
        "config.yaml:2:3 C133 alerts by e-mail are not complete; give alerts.smtp: host, from, to",
    ),
    (
        "alerts:\n  smtp:\n    {host: mail.test, from: a@p.test, to: [b@p.test], password_file: nirgends}\n",
        "config.yaml:3:70 C124 the secret file of alerts.smtp is empty or cannot be read",
    ),
    ("retention:\n  days: 90\n", "config.yaml:1:1 C111 retention is not available in this version"),
    ("whatsapp:\n  rate: 0\n", "config.yaml:2:9 F109 this is at least 1"),
    ("whatsapp:\n  templates: {a: b}\n", "config.yaml:2:3 C111 whatsapp.templates is not available in this version"),
    (
        "storage:\n  url: postgresql://puspaga:x@db/puspaga\n",
        (
            "config.yaml:2:8 C112 storage.url has a password, which may not stand here; "
            "give the whole address as PUSPAGA__STORAGE__URL"
        ),
    ),
    ("storage:\n  url: var/puspaga.db\n", WHICH),
    ("storage:\n  url: sqlite:///\n", WHICH),
    ("storage:\n  url: postgresql://\n", WHICH),
    (WHATSAPP, "config.yaml:2:16 C121 whatsapp needs server.public_url: signatures are computed over it"),
    (WHATSAPP + PUBLIC, "config.yaml:2:16 C122 whatsapp needs its auth_token; set PUSPAGA__WHATSAPP__AUTH_TOKEN"),
    (
        "telegram:\n  mode: webhook\n",
        "config.yaml:2:9 C123 webhook mode needs telegram.webhook_secret and server.public_url",
    ),
    (
        "telegram:\n  token_file: nirgends\n",
        "config.yaml:2:15 C124 the secret file of telegram is empty or cannot be read",
    ),
    (
        "whatsapp:\n  auth_token_file: .\n",
        "config.yaml:2:20 C124 the secret file of whatsapp is empty or cannot be read",
    ),
    ("server:\n  public_url: puspaga.test\n", "config.yaml:2:15 C125 server.public_url begins with https://"),
    (
        "service:\n  testers: ['telegram:501', '0811']\n",
        "config.yaml:2:29 C126 this is no address of a tester; telegram:501, whatsapp:+62…, or * for everyone",
    ),
    (
        WHATSAPP.replace("whatsapp:+62811", "0811"),
        "config.yaml:3:9 C127 whatsapp needs the number it writes from; whatsapp:+62…",
    ),
    (
        "service:\n  audience: families\n" + ROSTER,
        (
            "config.yaml:2:13 C130 the legal basis for children's data is not recorded; "
            "record service.legal_basis: document, date, signer"
        ),
    ),
    (
        FAMILIES.replace("SK 1", "''"),
        (
            "config.yaml:2:13 C130 the legal basis for children's data is not recorded; "
            "record service.legal_basis: document, date, signer"
        ),
    ),
    (
        FAMILIES.replace("    open_until: 2026-12-31\n", ""),
        "config.yaml:2:13 C131 a roster is missing; give offices.provinsi.open_until, the last day it covers",
    ),
    (
        FAMILIES.replace("provinsi", "kutim"),
        "config.yaml:2:13 C131 a roster is missing; give offices.provinsi.open_until, the last day it covers",
    ),
    ("servr:\n  port: 1\n", "config.yaml:1:1 F102 'servr' has no meaning here; did you mean 'server'?"),
    ("server:\n  prt: 1\n", "config.yaml:2:3 F102 'prt' has no meaning here; did you mean 'port'?"),
    ("server: 8080\n", "config.yaml:1:9 F105 a map is expected here: 'key: value' lines"),
    ("server:\n  port: dua\n", "config.yaml:2:9 F108 write a whole number"),
    ("server:\n  port: 70000\n", "config.yaml:2:9 F109 this is at most 65535"),
    (
        "service:\n  audience: family\n",
        "config.yaml:2:13 F103 one of trial, families is expected here; did you mean 'families'?",
    ),
    ("webchat:\n  enabled: mungkin\n", "config.yaml:2:12 F107 write yes or no"),
    (
        "offices:\n  samarind:\n    week: {senin: 08.00-16.00}\n",
        "config.yaml:2:3 F102 'samarind' has no meaning here; did you mean 'samarinda'?",
    ),
    ("offices:\n  ppu:\n    week: {monday: 08.00-16.00}\n", "config.yaml:3:12 F102 'monday' has no meaning here"),
    (
        "offices:\n  ppu:\n    week: {senin: 8-16}\n",
        "config.yaml:3:19 C140 '8-16' is no period of hours",
    ),
    ("offices:\n  ppu:\n    week: {senin: 08.00-25.00}\n", "config.yaml:3:19 C141 an hour is 00.00 to 23.59"),
    (
        (
            "offices:\n  ppu:\n    week: {senin: 08.00-16.00}\n    ramadan:\n"
            "      - from: 2027-03-09\n        until: 2027-02-08\n        week: {senin: 08.00-15.00}\n"
        ),
        "config.yaml:5:9 C144 its last day comes before its first",
    ),
    (
        "offices:\n  ppu:\n    week: {senin: 08.00-16.00}\n    capacity: 4\n",
        "config.yaml:4:15 F109 this is at most 3",
    ),
    (
        "offices:\n  ppu:\n    week: {senin: 08.00-16.00}\n    neighbours: [pasir]\n",
        (
            "config.yaml:4:18 F103 one of provinsi, balikpapan, samarinda, bontang, kukar, kutim, kubar, berau, paser, "
            "ppu is expected here; did you mean 'paser'?"
        ),
    ),
    (
        "offices:\n  ppu:\n    week: {senin: 16.00-08.00}\n",
        "config.yaml:3:19 C142 the first hour comes before the last",
    ),
    (
        "offices:\n  ppu:\n    week: {senin: '13.00-16.00, 08.00-12.00'}\n",
        "config.yaml:3:19 C142 the first hour comes before the last",
    ),
    (
        "offices:\n  ppu:\n    week: {senin: 08.00-16.00}\n    closed: [besok]\n",
        "config.yaml:4:14 C143 'besok' is no day",
    ),
    ("server:\n  port: 1\nserver:\n  port: 2\n", "config.yaml:3:1 F005 'server' stands here twice"),
    ("server: [\n", "config.yaml:2:1 F001 this is not YAML"),
)


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_a_wrong_setting_is_named_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(tmp_path, text)
    assert any(one.startswith(expected) for one in found), "\n".join(found)


def test_every_code_of_the_settings_has_a_broken_example() -> None:
    known = set(re.findall(r'"(C\d{3})"', Path(config.__file__).read_text(encoding="utf-8")))
    told = {expected.split()[1] for _, expected in BROKEN} | {"C100", "C102"}
    assert known - told == set()


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    with pytest.raises(Broken, match=r"config.yaml:1:1 C100 the settings file cannot be read"):
        load(path, {})
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Broken, match=r"config.yaml:1:1 C100"):
        load(path, {})


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = "server:\n  prt: 1\nservice:\n  audience: x\ntelegram:\n  token: 501:x\nretention: {a: b}\n"
    found = problems(tmp_path, text, {"PUSPAGA__STORAGE__URLL": "x"})
    assert sorted(one.split()[1] for one in found) == ["C110", "C111", "F102", "F102", "F103"]


def test_a_secret_in_the_file_hides_no_other_problem(tmp_path: Path) -> None:
    found = problems(tmp_path, "telegram:\n  token: 501:x\nstorage:\n  url: x\n")
    assert [one.split()[1] for one in found] == ["C110", "C120"]
    assert not any("501:x" in one for one in found)


# ---- the environment


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"PUSPAGA__SERVER__PORT": "dua"}, "PUSPAGA__SERVER__PORT:1:1 F108 write a whole number"),
        (
            {"PUSPAGA__SERVER__PRT": "1"},
            "PUSPAGA__SERVER__PRT:1:1 F102 'prt' has no meaning here; did you mean 'port'?",
        ),
        (
            {"PUSPAGA__SERVR__PORT": "1"},
            "PUSPAGA__SERVR__PORT:1:1 F102 'servr' has no meaning here; did you mean 'server'?",
        ),
        (
            {"PUSPAGA__SERVICE__TESTERS": "[telegram:501]"},
            'PUSPAGA__SERVICE__TESTERS:1:1 C102 a list or a map is written as JSON here; for example ["telegram:501"]',
        ),
        (
            {"PUSPAGA__SERVICE__TESTERS": '["telegram:501", "0811"]'},
            "PUSPAGA__SERVICE__TESTERS:1:1 C126 this is no address of a tester",
        ),
        (
            {"PUSPAGA__SERVICE__TESTERS": "[" * 100_000},
            "PUSPAGA__SERVICE__TESTERS:1:1 C102 a list or a map is written as JSON here",
        ),
        ({"PUSPAGA__SERVER": "8080"}, "PUSPAGA__SERVER:1:1 F105 a map is expected here"),
        ({"PUSPAGA__TELEGRAM__MODE": "webhook"}, "PUSPAGA__TELEGRAM__MODE:1:1 C123 webhook mode needs"),
        (
            {"PUSPAGA__WHATSAPP__ACCOUNT_SID": "AC0"},
            "PUSPAGA__WHATSAPP__ACCOUNT_SID:1:1 C121 whatsapp needs server.public_url",
        ),
        (
            {"PUSPAGA__SERVER__METRICS_TOKEN": "x"},
            "PUSPAGA__SERVER__METRICS_TOKEN:1:1 C111 server.metrics_token is not available",
        ),
        ({"PUSPAGA__SERVICE__AUDIENCE": "families"}, "PUSPAGA__SERVICE__AUDIENCE:1:1 C130 the legal basis"),
    ],
)
def test_a_wrong_value_of_the_environment_names_its_variable(
    tmp_path: Path, environ: dict[str, str], expected: str
) -> None:
    found = problems(tmp_path, "server:\n  port: 8080\nservice:\n  testers: [telegram:1]\n", environ)
    assert any(one.startswith(expected) for one in found), "\n".join(found)


def test_a_wrong_value_of_the_file_keeps_its_line_beside_the_environment(tmp_path: Path) -> None:
    found = problems(tmp_path, "server:\n  port: dua\n", {"PUSPAGA__SERVER__HOST": "0.0.0.0"})
    assert [one.split(";")[0] for one in found] == ["config.yaml:2:9 F108 write a whole number"]


def test_a_section_that_is_no_map_is_told_even_when_the_environment_reaches_into_it(tmp_path: Path) -> None:
    found = problems(tmp_path, "server: 8080\n", {"PUSPAGA__SERVER__PORT": "1"})
    assert [one.split(";")[0] for one in found] == ["config.yaml:1:9 F105 a map is expected here: 'key: value' lines"]


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    environ = {
        "PUSPAGA__SERVER__PORT": "8081",
        "PUSPAGA__FLOWS": "naskah",
        "PUSPAGA__TELEGRAM__TOKEN": TOKEN,
        "HOME": "/x",
    }
    found = loaded(tmp_path, "server:\n  port: 8080\n  host: 127.0.0.2\nflows: flows\n", environ)
    assert (found.server.port, found.server.host, found.flows) == (8081, "127.0.0.2", "naskah")
    assert found.telegram.token == TOKEN


def test_a_wrong_value_of_the_file_that_is_overridden_does_no_harm(tmp_path: Path) -> None:
    assert loaded(tmp_path, "server:\n  port: dua\n", {"PUSPAGA__SERVER__PORT": "1"}).server.port == 1


def test_lists_and_maps_are_json(tmp_path: Path) -> None:
    environ = {
        "PUSPAGA__SERVICE__TESTERS": '["telegram:501", "whatsapp:+62811"]',
        "PUSPAGA__SERVER": '{"port": 8082, "host": "::1"}',
        "PUSPAGA__WEBCHAT": '{"enabled": false}',
        "PUSPAGA__OFFICES": '{"ppu": {"week": {"senin": "08.00-16.00"}}}',
    }
    found = loaded(tmp_path, "service:\n  testers: [telegram:1, telegram:2]\n", environ)
    assert found.service.testers == ("telegram:501", "whatsapp:+62811")
    assert (found.server.port, found.server.host) == (8082, "::1")
    assert not found.webchat.enabled
    assert set(found.offices) == {"ppu"}


def test_a_longer_name_wins_over_a_map_of_its_section(tmp_path: Path) -> None:
    environ = {"PUSPAGA__SERVER": '{"port": 1, "host": "::1"}', "PUSPAGA__SERVER__PORT": "2"}
    found = loaded(tmp_path, "", environ)
    assert (found.server.port, found.server.host) == (2, "::1")


def test_names_of_others_are_left_alone(tmp_path: Path) -> None:
    assert loaded(tmp_path, "", {"PUSPAGA_FAULT": "x", "PATH": "/bin"}) == loaded(tmp_path, "")


# ---- what is true without being said


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\n\n", "{}", "telegram:\nservice:\n", "\ufeff# mark\n"])
def test_without_settings_the_contract_holds(tmp_path: Path, text: str) -> None:
    found = loaded(tmp_path, text)
    assert (found.server.host, found.server.port, found.server.public_url) == ("127.0.0.1", 8080, "")
    assert (found.service.audience, found.service.testers, found.service.children) == ("trial", (), "safety")
    assert found.storage.url == "sqlite:///var/puspaga.db"
    assert found.telegram.api_url == "https://api.telegram.org"
    assert (found.telegram.token, found.telegram.mode, found.telegram.webhook_secret) == ("", "polling", "")
    assert (found.whatsapp.account_sid, found.whatsapp.auth_token, found.whatsapp.sender) == ("", "", "")
    assert (found.whatsapp.api_url, found.whatsapp.rate) == ("https://api.twilio.com", 80)
    assert found.webchat.enabled
    assert found.webchat.exit_url.startswith("https://")
    assert (found.flows, found.content, found.keys.file) == ("flows", "content", "var/keys.json")
    assert found.agency == "DKP3A Kaltim"
    assert (found.alerts, found.alerts.any) == (Alerts(), False)


def test_the_settings_of_the_project_are_good() -> None:
    found = load(ROOT / "config.yaml", {})
    assert found.service.audience == "trial"
    assert found.offices["provinsi"].week[0] == ((time(8), time(16)),)


def test_the_folder_is_where_the_file_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text("flows: naskah\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load(Path("config.yaml"), {}).folder == tmp_path.resolve()


def test_a_secret_file_is_found_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    monkeypatch.chdir("/")
    assert loaded(tmp_path, "telegram:\n  token_file: token\n").telegram.token == TOKEN
    assert loaded(tmp_path, f"telegram:\n  token_file: {tmp_path / 'token'}\n").telegram.token == TOKEN


@pytest.mark.parametrize("raw", [b"", b"  \n", b"\xff\xfe"])
def test_a_secret_file_without_a_secret_is_a_problem(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "token").write_bytes(raw)
    assert problems(tmp_path, "telegram:\n  token_file: token\n")[0].startswith("config.yaml:2:15 C124")


ALERTS = """\
alerts:
  telegram_chat: -1001234567890
  supervisor_chat: 777
  duty_phone: 0812-0000 (Bu Rani)
  smtp:
    host: mail.test
    user: bot
    password_file: sandi
    from: bot@p.test
    to: [a@p.test, b@p.test]
"""


def test_alerts_with_all_they_need_are_good_and_show_no_secret(tmp_path: Path) -> None:
    (tmp_path / "sandi").write_text("rahasia\n", encoding="utf-8")
    found = loaded(tmp_path, ALERTS, {"PUSPAGA__TELEGRAM__TOKEN": TOKEN}).alerts
    mail = Smtp("mail.test", 587, "bot@p.test", ("a@p.test", "b@p.test"), "bot", "rahasia")
    assert found == Alerts("-1001234567890", "777", "0812-0000 (Bu Rani)", mail)
    assert (found.any, found.rungs) == (True, frozenset(Rung))
    assert "rahasia" not in repr(found)
    assert "0812" not in repr(found)
    environ = {"PUSPAGA__TELEGRAM__TOKEN": TOKEN, "PUSPAGA__ALERTS__SMTP__PASSWORD": "lain"}
    again = loaded(tmp_path, ALERTS.replace("duty_phone", "# duty_phone"), environ).alerts
    assert again.smtp
    assert again.smtp.password == "lain"
    assert again.rungs == frozenset(Rung) - {Rung.DUTY}


def test_whatsapp_with_all_it_needs_is_good(tmp_path: Path) -> None:
    found = loaded(tmp_path, WHATSAPP + "  rate: 20\n" + PUBLIC, TWILIO_TOKEN)
    assert found.whatsapp.rate == 20
    assert (found.whatsapp.sender, found.server.public_url) == ("whatsapp:+62811", "https://puspaga.test")


def test_a_webhook_with_all_it_needs_is_good(tmp_path: Path) -> None:
    found = loaded(tmp_path, PUBLIC + "telegram:\n  mode: webhook\n", {"PUSPAGA__TELEGRAM__WEBHOOK_SECRET": "s"})
    assert found.telegram.mode == "webhook"


def test_families_with_all_that_is_recorded_are_served(tmp_path: Path) -> None:
    assert loaded(tmp_path, FAMILIES).service.audience == "families"


def test_an_office_has_its_week_from_monday(tmp_path: Path) -> None:
    week = "    week:\n      jumat: 08.00-11.30, 13.30-16.00\n"
    text = f"offices:\n  ppu:\n{week}    closed: [2026-12-24]\n    open_until: 2026-12-31\n"
    office = loaded(tmp_path, text).offices["ppu"]
    assert office.week[4] == ((time(8), time(11, 30)), (time(13, 30), time(16)))
    assert 0 not in office.week
    assert (office.closed, office.open_until) == ((date(2026, 12, 24),), date(2026, 12, 31))


def test_a_slash_at_the_end_of_an_address_is_dropped(tmp_path: Path) -> None:
    found = loaded(
        tmp_path, "server:\n  public_url: https://puspaga.test/\ntelegram:\n  api_url: http://127.0.0.1:9/\n"
    )
    assert (found.server.public_url, found.telegram.api_url) == ("https://puspaga.test", "http://127.0.0.1:9")


def test_what_is_printed_of_the_settings_holds_no_secret_and_no_address(tmp_path: Path) -> None:
    environ = {
        **TWILIO_TOKEN,
        "PUSPAGA__TELEGRAM__TOKEN": TOKEN,
        "PUSPAGA__TELEGRAM__WEBHOOK_SECRET": "kata-sandi",
        "PUSPAGA__SERVICE__TESTERS": '["telegram:50199"]',
    }
    found = loaded(tmp_path, WHATSAPP + PUBLIC, environ)
    for secret in (TOKEN, "rahasia", "kata-sandi", "50199", "+62811"):
        assert secret not in repr(found)
        assert secret not in str(found)
