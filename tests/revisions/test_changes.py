"""A block of pairs goes back to its place without a look at each pair for each other one."""

from __future__ import annotations

from reports.revisions import Line, State, applied, difference


class Key(int):
    """A key that counts how often it is compared with another."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Key.compared += 1
        return int(self) == other

    __hash__ = int.__hash__


def test_a_moved_block_is_put_back_in_time_with_its_length() -> None:
    lines = [Line(zh=f"甲{number}", key=Key(number)) for number in range(1, 201)]
    before, after = State({}, tuple(lines)), State({}, (*lines[100:], *lines[:100]))
    changes = difference(before, after)
    assert len(changes) == 100
    Key.compared = 0
    assert applied(after, changes, "before").lines == before.lines
    # Of the two states compared in the line above each line once, and little more.
    assert Key.compared < 10 * len(lines)
