"""The settings as a server starts with them: in processes of their own, with an environment of their own."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from socket import create_server

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTED = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
PRINT = (
    "import json, archive_site.settings as s; "
    "print(json.dumps({k: getattr(s, k) for k in dir(s) if k.isupper()}, default=lambda value: None))"
)


def run(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "ARCHIVE_DATA_DIR": str(folder), **variables}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def read(folder: Path, **variables: str) -> dict[str, object]:
    done = run("-c", PRINT, folder=folder, **variables)
    assert done.returncode == 0, done.stderr
    values: dict[str, object] = json.loads(done.stdout)
    return values


def variables_read(path: str) -> set[str]:
    """Return the names of the environment variables that a module reads through `env.…(` and `environ.get(`."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            source = ast.unparse(node.func.value)
            if source in {"env", "os.environ"} and isinstance(node.args[0], ast.Constant):
                names.add(str(node.args[0].value))
    return names


SETTINGS = ("archive_site/settings.py", "archive_site/overseer.py", "gunicorn.conf.py")
READ = set().union(*map(variables_read, SETTINGS))


def test_variables_are_found() -> None:
    assert {"ARCHIVE_DATA_DIR", "DATABASE_URL", "SECRET_KEY", "ARCHIVE_BIND"} <= READ


@pytest.mark.parametrize("name", sorted(READ))
def test_variable_is_documented(name: str) -> None:
    assert f"| `{name}` |" in DOCUMENTED


def test_documented_variables_are_read() -> None:
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENTED, re.M)) == READ


def test_defaults_pass_the_deployment_check(tmp_path: Path) -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_data_folder_need_not_exist(tmp_path: Path) -> None:
    done = run("manage.py", "migrate", "--verbosity", "0", folder=tmp_path / "new", SECRET_KEY="x" * 60)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "archive.sqlite3").is_file()


def test_default_is_https_without_debugging(tmp_path: Path) -> None:
    values = read(tmp_path)
    names = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    assert [values[name] for name in names] == [False, True, True, True]


def test_what_is_confirmed_outlives_a_power_cut(tmp_path: Path) -> None:
    asked = (
        "from django.db import connection as c; k = c.cursor(); print(k.execute('PRAGMA synchronous').fetchone()[0])"
    )
    done = run("manage.py", "shell", "--no-imports", "-c", asked, folder=tmp_path)
    assert done.stdout.strip() == "2", done.stderr


def test_https_can_be_left_out(tmp_path: Path) -> None:
    values = read(tmp_path, ARCHIVE_HTTPS="false")
    names = ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    assert [values[name] for name in names] == [False, 0, False, False]


def test_proxy_is_believed_only_if_told(tmp_path: Path) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in read(tmp_path)
    assert read(tmp_path, ARCHIVE_BEHIND_PROXY="true")["SECURE_PROXY_SSL_HEADER"] == [
        "HTTP_X_FORWARDED_PROTO",
        "https",
    ]


def test_lists_are_separated_by_commas(tmp_path: Path) -> None:
    values = read(tmp_path, ARCHIVE_HOSTS="one.example.org,two.example.org", ARCHIVE_ORIGINS="https://one.example.org")
    assert values["ALLOWED_HOSTS"] == ["one.example.org", "two.example.org"]
    assert values["CSRF_TRUSTED_ORIGINS"] == ["https://one.example.org"]


def test_value_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file", encoding="utf-8")
    assert read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key"))["SECRET_KEY"] == "from-a-file"


def test_file_limit_is_in_megabytes(tmp_path: Path) -> None:
    assert read(tmp_path, ARCHIVE_MAX_FILE_MB="3")["MAX_SOURCE_BYTES"] == 3 * 2**20


def test_content_security_policy_lets_nothing_in_but_our_own() -> None:
    from archive_site.settings import CONTENT_SECURITY_POLICY

    allowed = {source for sources in CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'none'"]
    assert CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] == ["'self'"]


def test_gunicorn_reads_its_configuration(tmp_path: Path) -> None:
    done = run("-m", "gunicorn", "--print-config", "archive_site.wsgi", folder=tmp_path, ARCHIVE_WORKERS="7")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^workers\s+= 7$", done.stdout, re.M)
    assert re.search(r"^bind\s+= \['127\.0\.0\.1:8000'\]$", done.stdout, re.M)


def test_gunicorn_says_that_a_port_is_taken(tmp_path: Path) -> None:
    with create_server(("127.0.0.1", 0)) as other:
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        done = run("-m", "gunicorn", "archive_site.wsgi", folder=tmp_path, ARCHIVE_BIND=bind)
    assert done.returncode != 0
    assert f"Can't serve at {bind}" in done.stderr


def test_forwarded_addresses_are_believed_behind_a_proxy_alone(tmp_path: Path) -> None:
    assert read(tmp_path, ARCHIVE_PROXIES="2")["PROXIES"] == 0
    assert read(tmp_path, ARCHIVE_BEHIND_PROXY="true")["PROXIES"] == 1
    behind_two = read(tmp_path, ARCHIVE_BEHIND_PROXY="true", ARCHIVE_PROXIES="2")
    assert (behind_two["PROXIES"], behind_two["NINJA_NUM_PROXIES"]) == (2, 2)


def test_limits_are_changed_by_kind(tmp_path: Path) -> None:
    before, after = read(tmp_path)["LIMITS"], read(tmp_path, ARCHIVE_LIMITS="search=7,api=0")["LIMITS"]
    assert after == {**before, "search": [7, 60], "api": [0, 60]}  # type: ignore[dict-item]


@pytest.mark.parametrize("given", ["searches=7", "search=many", "search=-1"])
def test_limits_that_are_none_are_refused(given: str, tmp_path: Path) -> None:
    done = run("-c", PRINT, folder=tmp_path, ARCHIVE_LIMITS=given)
    assert done.returncode != 0
    assert "ARCHIVE_LIMITS" in done.stderr


def test_limits_are_documented() -> None:
    from archive_site.settings import LIMITS

    page = (ROOT / "docs" / "people.md").read_text(encoding="utf-8")
    times = {60: "1 minute", 600: "10 minutes", 3600: "1 hour"}
    for kind, (limit, seconds) in LIMITS.items():
        assert f"| `{kind}` | {limit} | {times[seconds]} |" in page


def test_sessions_and_passwords_of_a_server_are_strict(tmp_path: Path) -> None:
    values = read(tmp_path)
    assert (values["SESSION_COOKIE_SECURE"], values["CSRF_COOKIE_SECURE"]) == (True, True)
    assert values["SESSION_COOKIE_AGE"] == 12 * 3600
    assert values["AXES_FAILURE_LIMIT"] == 5
    assert values["PASSWORD_HASHERS"][0].endswith("ScryptPasswordHasher")  # type: ignore[index]
    lengths = [one.get("OPTIONS", {}).get("min_length") for one in values["AUTH_PASSWORD_VALIDATORS"]]  # type: ignore[attr-defined]
    assert 12 in lengths
