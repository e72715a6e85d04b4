"""The audit log: what comes into it, how it is looked through and taken away, and that nobody changes it."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from reports import people
from reports.admin.people_log import LABELS
from reports.models import AuditEntry

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
LOG = "/admin/reports/auditentry/"
TABLE = "/admin/reports/auditentry/log.csv"
PASSWORD = "a long walk by the canal"


def person(name: str, role: people.Role) -> User:
    user = User.objects.create_user(name, password=PASSWORD)
    people.give_role(user, role, by=None)
    AuditEntry.objects.all().delete()
    return User.objects.get(pk=user.pk)


@pytest.fixture
def boss() -> User:
    return person("boss", people.Role.ADMINISTRATOR)


@pytest.fixture
def office(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    AuditEntry.objects.all().delete()
    return client


def table(client: Client, query: str = "") -> list[list[str]]:
    answer: Any = client.get(f"{TABLE}{query}")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_signing_in_and_out_is_kept_with_the_address(client: Client, boss: User) -> None:
    client.post("/admin/login/", {"username": "boss", "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    client.post("/admin/login/", {"username": "boss", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    client.post("/admin/logout/", REMOTE_ADDR="192.0.2.7")
    kept = AuditEntry.objects.order_by("pk").values_list("action", "by_name", "target", "address")
    assert list(kept) == [
        ("sign-in-failed", "", "person boss", "192.0.2.7"),
        ("sign-in", "boss", "", "192.0.2.7"),
        ("sign-out", "boss", "", "192.0.2.7"),
    ]


def test_password_typed_as_a_name_is_not_kept(client: Client) -> None:
    client.post("/admin/login/", {"username": PASSWORD, "password": ""})
    client.post("/admin/login/", {"username": PASSWORD, "password": "x"})
    assert AuditEntry.objects.get().target == "nobody here"
    assert PASSWORD not in str(list(AuditEntry.objects.values()))


def test_address_is_forgotten_after_the_request(client: Client) -> None:
    client.get("/admin/login/", REMOTE_ADDR="192.0.2.7")
    assert people.ADDRESS.get() is None
    assert people.note("later").address is None


def test_list_is_narrowed_by_person_action_target_and_day(office: Client, boss: User) -> None:
    wang = User.objects.create_user("wang")
    people.note("report edited", by=wang, target="report hunan-2020")
    people.note("report edited", by=boss, target="report gansu-2021")
    old = people.note("settle", by=boss, target="file a.txt")
    AuditEntry.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=400))
    today = timezone.localdate()
    for query, expected in {
        f"?by__id__exact={wang.pk}": ["report hunan-2020"],
        "?action=settle": ["file a.txt"],
        "?q=gansu": ["report gansu-2021"],
        f"?at__year={today.year}&at__month={today.month}&at__day={today.day}&action=report edited": [
            "report gansu-2021",
            "report hunan-2020",
        ],
    }.items():
        page = office.get(f"{LOG}{query}").content.decode()
        shown = [target for target in ("report hunan-2020", "report gansu-2021", "file a.txt") if target in page]
        assert sorted(shown) == sorted(expected), query
        assert sorted(row[3] for row in table(office, query)[1:]) == sorted(expected)


@pytest.fixture
def of_days(boss: User) -> None:
    """Have an entry of each of the first five days of March, at their first and last minute where the archive is."""
    zone = timezone.get_default_timezone()
    for day in range(1, 6):
        for hour, minute in ((0, 0), (23, 59)):
            entry = people.note("settle", by=boss, target=f"file {day}")
            AuditEntry.objects.filter(pk=entry.pk).update(at=dt.datetime(2026, 3, day, hour, minute, tzinfo=zone))


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("from=2026-03-02&to=2026-03-04", [2, 3, 4]),
        ("from=2026-03-04", [4, 5]),
        ("to=2026-03-01", [1]),
        ("from=2026-03-03&to=2026-03-03", [3]),
        ("from=&to=", [1, 2, 3, 4, 5]),
        ("from=2026-04-01", []),
    ],
)
def test_list_and_table_are_narrowed_from_one_day_to_another(
    query: str, days: list[int], office: Client, of_days: None
) -> None:
    page = office.get(f"{LOG}?{query}&action=settle").content.decode()
    assert [day for day in range(1, 6) if page.count(f"file {day}<") == 2] == days
    assert sorted(row[3] for row in table(office, f"?{query}&action=settle")[1:]) == sorted(
        f"file {day}" for day in days for _ in range(2)
    )


def test_period_keeps_what_else_was_chosen(office: Client, of_days: None) -> None:
    page = office.get(f"{LOG}?action=settle&q=file&from=2026-03-02&_facets=True").content.decode()
    form = page.partition('class="archive-period"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="action" value="settle">' in form
    assert '<input type="hidden" name="q" value="file">' in form
    assert 'value="2026-03-02"' in form
    assert "from=2026-03-02" in page.partition("log.csv")[2][:80]


@pytest.mark.parametrize(
    "query",
    [
        *("from=yesterday", "from=2026-13-01", "to=0001-01-01", "to=9999-12-31", "from=%07"),
        *("from=<script>alert(1)</script>", "from=2026-03-04&to=2026-03-02"),
    ],
)
def test_day_that_is_none_is_said_to_be(query: str, office: Client, of_days: None) -> None:
    answer = office.get(f"{LOG}?{query}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "errornote" in page
    assert "file 3" not in page
    assert "<script>alert" not in page
    assert office.get(f"{TABLE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["at__gte=x", "nothing=1"])
def test_table_of_a_filter_that_is_none_is_refused(query: str, office: Client) -> None:
    assert office.get(f"{TABLE}?{query}").status_code == 400


def test_table_tells_all_of_an_entry(office: Client, boss: User) -> None:
    entry = people.note("role", by=boss, target="person li", before="", after="Editors")
    head, row = table(office)
    assert head == ["when", "who", "action", "target", "address", "facts"]
    assert row[1:5] == ["boss", "role", "person li", ""]
    assert dt.datetime.fromisoformat(row[0]) == entry.at.replace(microsecond=0)
    assert json.loads(row[5]) == {"before": "", "after": "Editors"}


def test_taking_the_log_away_is_kept(office: Client, boss: User) -> None:
    table(office, "?q=x")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.facts) == ("log taken away", boss, {"query": "q=x"})


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_a_formula(start: str, office: Client) -> None:
    formula = f"{start}HYPERLINK(1)"
    AuditEntry.objects.create(action=formula, target=formula, by_name=formula)
    row = table(office)[1]
    assert [cell for cell in row if cell.startswith(start)] == []
    assert row[1] == f"'{formula}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\nb", "a\\nb"),
        ("a\r\nb", "a\\r\\nb"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\u202egpj.exe", "a\\u202egpj.exe"),
        ("a\u2028b", "a\\u2028b"),
        ("\x00\x07\x9b", "\\x00\\x07\\x9b"),
        ("北京 report, “quoted” é", "北京 report, “quoted” é"),
    ],
)
def test_entries_hold_one_harmless_line(given: str, kept: str) -> None:
    entry = people.note(given, target=given, name=given, inside={given: [given]})
    assert (entry.action, entry.target) == (kept, kept)
    assert entry.facts == {"name": kept, "inside": {kept: [kept]}}


def test_markup_in_an_entry_is_text(office: Client) -> None:
    people.note("x", target="<script>alert(1)</script>", fact="<img src=x onerror=alert(1)>")
    page = office.get(LOG).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_long_values_fit() -> None:
    entry = people.note("x" * 99, target="y" * 999)
    assert (len(entry.action), len(entry.target)) == (40, 200)


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_changes_or_deletes_an_entry(superuser: bool, boss: User) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root") if superuser else boss)
    entry = people.note("settle", by=boss, target="file a.txt")
    address = f"{LOG}{entry.pk}"
    assert client.get(f"{address}/change/").status_code == 200
    assert client.post(f"{address}/change/", {"target": "file b.txt"}).status_code == 403
    assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{LOG}add/", {"action": "x"}).status_code == 403
    client.post(LOG, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    entry.refresh_from_db()
    assert entry.target == "file a.txt"


@pytest.mark.parametrize(("where", "status"), [("", 302), ("log.csv", 400)])
def test_year_that_no_computer_can_name_is_refused(where: str, status: int, office: Client) -> None:
    assert office.get(f"/admin/reports/auditentry/{where}?at__year=99999999999").status_code == status


def test_log_can_t_be_narrowed_by_a_password(office: Client) -> None:
    assert office.get(f"{LOG}?by__password__startswith=md5").status_code == 400
    assert office.get(f"{TABLE}?by__password__startswith=md5").status_code == 400


def test_log_is_for_administrators() -> None:
    client = Client()
    client.force_login(person("li", people.Role.EDITOR))
    assert [client.get(address).status_code for address in (LOG, TABLE)] == [403, 403]
    assert "auditentry" not in client.get("/admin/").content.decode()


def constants_in(source: str) -> dict[str, str]:
    """Return the texts that a module has names for."""
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return {
        ast.unparse(node.targets[0]): node.value.value
        for node in assigned
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def actions_in(source: str, named: dict[str, str]) -> set[str]:
    """Return the actions that a module notes, as far as they stand in it or have a name."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    notes = [call for call in calls if ast.unparse(call.func) in {"note", "people.note"}]
    return {
        part.value
        for call in notes
        if not isinstance(call.args[0], ast.JoinedStr)
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    } | {named[name] for call in notes if (name := ast.unparse(call.args[0]).removeprefix("people.")) in named}


def test_every_action_has_a_name_on_the_page() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "reports").rglob("*.py")]
    named = {name: text for source in sources for name, text in constants_in(source).items()}
    noted = set().union(*(actions_in(source, named) for source in sources))
    assert {"sign-in", "role", "account closed"} <= noted
    assert noted ^ LABELS.keys() == set()


def test_revisions_are_named_as_in_the_history(office: Client) -> None:
    people.note("report split", target="report gansu-2021")
    assert "A pair was split" in office.get(LOG).content.decode()
