"""What an entry of the audit log says besides, in words."""

from __future__ import annotations

from datetime import UTC, datetime

from reports.admin.people_facts import told
from reports.models import AuditEntry


def entry(target: str, **facts: object) -> AuditEntry:
    at = datetime(2026, 3, 4, 18, 0, tzinfo=UTC)  # the fifth in Shanghai
    return AuditEntry(action="x", by_name="li", target=target, facts=facts, at=at)


def test_change_leads_to_the_history_of_its_day() -> None:
    said = told(entry("report beijing-2025", revision=106))
    there = "/admin/reports/edit/beijing-2025/history/?since=2026-03-05&amp;until=2026-03-05&amp;by=li"
    assert f'<li>change: <a href="{there}">106</a></li>' in said


def test_target_that_is_no_address_leads_nowhere() -> None:
    assert told(entry("report a/b", revision=106)) == '<ul class="archive-facts"><li>change: 106</li></ul>'


def test_facts_are_words() -> None:
    said = told(entry("person li", superuser=True, fields=["email", "role"], role={"before": "none"}))
    assert "{" not in said
    assert "superuser: yes" in said
    assert "fields: email, role" in said


def test_markup_is_text_and_long_texts_are_cut() -> None:
    said = told(entry("file x", why="<b>" + "x" * 50), most=10)
    assert "reason: &lt;b&gt;xxxxxx…" in said


def test_entry_without_facts_says_so() -> None:
    assert told(entry("person li")) == "–"
