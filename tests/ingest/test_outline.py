from reports.ingest.outline import outline
from reports.ingest.plan import PlannedPair, PlannedSection


def tree(section: PlannedSection) -> list[object]:
    return [
        (entry.level, entry.ordinal, tree(entry)) if isinstance(entry, PlannedSection) else entry.zh or entry.en
        for entry in section.entries
    ]


def outlined(*lines: tuple[str, str]) -> PlannedSection:
    return outline([PlannedPair(zh, en, number) for number, (zh, en) in enumerate(lines, start=1)])


def test_levels_nest() -> None:
    root = outlined(
        ("各位代表：", ""),
        ("一、回顾", "I Review"),
        ("过去一年。", ""),
        ("三是坚持创新。", "3. We innovated."),
        ("持续提升。", ""),
        ("二、展望", "II Outlook"),
        ("(四)统筹发展", "4. Integrating"),
        ("1.加强管理", ""),
        ("立足。", ""),
    )
    assert tree(root) == [
        "各位代表：",
        (1, 1, ["过去一年。", (2, 3, ["持续提升。"])]),
        (1, 2, [(2, 4, [(3, 1, ["立足。"])])]),
    ]


def test_a_list_below_a_numbered_section_is_one_level_down() -> None:
    root = outlined(("（一）农业", ""), ("一是稳产。", ""), ("（二）工业", ""))
    assert tree(root) == [(2, 1, [(3, 1, [])]), (2, 2, [])]


def test_the_chinese_line_decides_over_the_english() -> None:
    root = outlined(("2024年是关键之年。", "I. A Review"))
    assert tree(root) == ["2024年是关键之年。"]


def test_english_alone_is_outlined_by_its_own_forms() -> None:
    root = outlined(("", "I. Review of Work"), ("", "1. Industry"), ("", "It grew."))
    assert tree(root) == [(1, 1, [(2, 1, ["It grew."])])]


def test_headings_are_marked() -> None:
    root = outlined(("一、回顾", "I Review"), ("过去一年。", ""))
    assert [pair.heading for pair in root.pairs()] == [True, False]
