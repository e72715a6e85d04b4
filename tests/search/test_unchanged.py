"""What is kept while no row has changed."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from reports.models import Jurisdiction
from reports.search import unchanged
from reports.search.unchanged import Reading


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading[int]:
    """Return how many jurisdictions there are; its `asked` counts how often the database was asked."""
    # The database of the tests is in memory, where one connection serves several threads; here there is one.
    monkeypatch.setattr(unchanged, "is_private", lambda _connection: False)
    return Counting()


class Counting(Reading[int]):
    def __init__(self) -> None:
        self.asked = 0
        super().__init__(self.count)

    def count(self) -> int:
        self.asked += 1
        return Jurisdiction.objects.count()


def sqlite_only(here: BaseDatabaseWrapper) -> None:
    if here.vendor != "sqlite":
        pytest.skip("only SQLite tells whether anything was written")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_asked_twice_while_nothing_is_written(reading: Counting) -> None:
    sqlite_only(connection)
    assert reading() == reading() == reading()
    assert reading.asked == 1


@pytest.mark.django_db(transaction=True)
def test_own_writing_is_seen(reading: Counting) -> None:
    before = reading()
    Jurisdiction.objects.create(code="x", name_zh="某市", name_en="X", level="county")
    assert reading() == before + 1
    Jurisdiction.objects.filter(code="x").delete()
    assert reading() == before


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_from_within_a_transaction(reading: Counting) -> None:
    before = reading()

    def gone() -> None:
        with transaction.atomic():
            Jurisdiction.objects.create(code="x", name_zh="某市", name_en="X", level="county")
            assert reading() == before + 1
            raise LookupError

    with pytest.raises(LookupError):
        gone()
    assert reading() == before


@pytest.mark.django_db
def test_writing_of_another_connection_is_seen(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.backends.sqlite3.base import DatabaseWrapper

    name = str(tmp_path_factory.mktemp("database") / "rows.sqlite3")
    settings = {**connection.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": {}}
    one, other = DatabaseWrapper(settings, "default"), DatabaseWrapper(settings, "default")
    monkeypatch.setattr(unchanged, "connections", {"default": one})
    try:
        other.connect()
        assert other.connection is not None
        other.connection.execute("PRAGMA journal_mode=WAL")
        other.connection.execute("CREATE TABLE counted (n)")
        one.connect()
        asked: list[int] = []

        def count() -> int:
            assert one.connection is not None
            asked.append(1)
            return int(one.connection.execute("SELECT COUNT(*) FROM counted").fetchone()[0])

        reading = Reading(count)
        assert (reading(), reading(), len(asked)) == (0, 0, 1)
        other.connection.execute("INSERT INTO counted VALUES (1)")
        assert (reading(), reading(), len(asked)) == (1, 1, 2)
        one.close()
        one.connect()
        assert (reading(), len(asked)) == (1, 3)
    finally:
        for wrapper in (one, other):
            if wrapper.connection is not None:
                wrapper.connection.close()


@pytest.mark.django_db(transaction=True)
def test_threads_keep_their_own(reading: Counting) -> None:
    sqlite_only(connection)
    reading()
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(getattr(reading.kept, "answer", None)))
    thread.start()
    thread.join()
    assert found == [None]
