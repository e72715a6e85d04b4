from time import process_time

from reports.ingest.merging import Branch, Merged, merge
from reports.ingest.outline import outline
from reports.ingest.plan import PlannedPair


def merged(*parts: list[tuple[str, str]]) -> Merged[object, object]:
    root: Branch[object, object] = Branch(0)
    last = Merged(root)
    for part in parts:
        last = merge(root, outline([PlannedPair(zh, en, n) for n, (zh, en) in enumerate(part, start=1)]))
    return last


def order(result: Merged[object, object]) -> list[str]:
    return [leaf.zh or leaf.en for leaf, _branch in result.root.leaves()]


ONE = [("一、回顾", "I Review"), ("三是创新。", "3. Innovation."), ("大模型。", "Models.")]
TWO = [("二、展望", "II Outlook"), ("(四)统筹", "4. Integrating"), ("人才。", "Talent.")]
THREE = [("一、回顾", "I Review"), ("五是民生。", "5. Wellbeing."), ("就业。", "Jobs.")]
WHOLE = ["一、回顾", "三是创新。", "大模型。", "五是民生。", "就业。", "二、展望", "(四)统筹", "人才。"]


def test_sections_stand_by_their_numbers_whatever_the_order_of_the_parts() -> None:
    assert order(merged(ONE, TWO, THREE)) == WHOLE
    assert order(merged(THREE, TWO, ONE)) == WHOLE
    assert order(merged(TWO, ONE, THREE)) == WHOLE


def test_a_part_again_adds_nothing() -> None:
    result = merged(ONE, TWO, ONE)
    assert not result.changes_anything
    assert len(result.known) == len(ONE)


def test_a_part_in_the_other_script_adds_nothing() -> None:
    traditional = [("一、回顧", "I Review"), ("三是創新。", "3. Innovation."), ("大模型。", "Models.")]
    assert not merged(ONE, traditional).changes_anything


def test_an_empty_side_is_filled() -> None:
    result = merged([("大模型。", "")], [("大模型。", "Models.")])
    assert [(leaf.zh, leaf.en) for leaf in result.filled] == [("大模型。", "Models.")]
    assert order(result) == ["大模型。"]


def test_another_english_is_kept_beside_the_earlier() -> None:
    result = merged([("大模型。", "Models.")], [("大模型。", "Large models.")])
    assert [leaf.en for leaf, _branch in result.root.leaves()] == ["Models."]
    assert [(shown.en, kept.en) for shown, kept in result.variants] == [("Models.", "Large models.")]


def test_a_line_that_stands_twice_is_kept_twice() -> None:
    twice = [("各位代表！", "Fellow Deputies,"), ("过去一年。", "Last year."), ("各位代表！", "Fellow Deputies,")]
    assert order(merged(twice)) == ["各位代表！", "过去一年。", "各位代表！"]
    assert not merged(twice, twice).changes_anything


def test_a_list_that_begins_again_keeps_its_order() -> None:
    lists = [("一是甲。", ""), ("二是乙。", ""), ("一是丙。", ""), ("二是丁。", "")]
    assert order(merged(lists)) == ["一是甲。", "二是乙。", "一是丙。", "二是丁。"]


def test_a_missing_paragraph_goes_after_the_one_before_it() -> None:
    some = [("甲。", ""), ("丙。", "")]
    every = [("甲。", ""), ("乙。", ""), ("丙。", "")]
    assert order(merged(some, every)) == ["甲。", "乙。", "丙。"]


def test_thousands_of_lines_alike_take_no_longer_than_others() -> None:
    lines = [(f"改革第{number % 50}条。", "") for number in range(5000)]
    began = process_time()
    assert len(order(merged(lines, lines))) == len(lines)
    assert process_time() - began < 30


def test_a_very_long_paragraph_is_compared_with_another_by_what_they_share() -> None:
    long, other = "改革开放" * 30_000, "改革发展" * 30_000
    began = process_time()
    assert order(merged([(long, "")], [(long[:-1], "")])) == [long]
    assert len(order(merged([(long, "")], [(other, "")]))) == 2
    assert process_time() - began < 30
