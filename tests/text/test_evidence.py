import numpy as np
import pytest

from reports.text.evidence import figures, length_scores, names, term_scores

ONE_TO_ONE = [(1, 1)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("投资1.5万亿元", "1.5 trillion yuan"),
        ("13.5万亩", "135,000 mu"),
        ("3.5亿人", "350 million people"),
        ("第十六届", "the 16th"),
        ("2025年3月5日", "March 5, 2025"),
        ("５％", "5%"),
        ("20個", "20"),
    ],
)
def test_figures_meet_by_value(zh: str, en: str) -> None:
    assert set(figures(zh)) & set(figures(en)) == set(figures(en)) != set()


def test_may_is_a_month_only_where_no_word_follows() -> None:
    assert ("month 5" in figures("On May 1, 2024"), "month 5" in figures("May we succeed")) == (True, False)


def test_names_are_words_in_latin_letters() -> None:
    assert list(names("推广PPP模式和5G")) == ["ppp", "5g"]


def scores(zh: list[str], en: list[str], name: str) -> list[list[float]]:
    return [[float(one) for one in row] for row in term_scores(zh, en, ONE_TO_ONE)[1, 1][name]]


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("lexicon", ["发展教育事业", "改革财政制度"], ["develop education", "reform the fiscal system"]),
        ("figures", ["增加300套", "减少25家"], ["300 more", "25 fewer"]),
        ("names", ["推广PPP", "建设5G"], ["promote PPP", "build 5G"]),
    ],
)
def test_what_belongs_together_speaks_for_it_and_what_does_not_against_it(
    name: str, zh: list[str], en: list[str]
) -> None:
    (right, wrong), (other_wrong, other_right) = scores(zh, en, name)
    assert min(right, other_right) > 0 > max(wrong, other_wrong)


def test_a_long_text_weighs_more() -> None:
    zh, en = (
        ["教育", "发展教育，改革财政，保护环境"],
        ["education", "education, fiscal reform, protect the environment"],
    )
    (short, _), (_, long) = scores(zh, en, "lexicon")
    assert long > short > 0


def test_a_word_that_every_text_has_says_little() -> None:
    zh, en = ["发展教育", "发展农业", "发展卫生"], ["develop education", "develop agriculture", "develop health"]
    common = scores(["发展", *zh], ["develop", *en], "lexicon")[0][0]
    rare = scores(["教育", *zh[1:]], ["education", *en[1:]], "lexicon")[0][0]
    assert rare > common


def test_lengths_that_agree_score_best() -> None:
    scored = length_scores(["经" * 20], ["a" * 20, "a" * 102, "a" * 400], [(1, 1), (1, 2)], 60)
    assert int(np.argmax(scored[1, 1][0])) == 1


def test_texts_taken_together_are_as_long_as_both() -> None:
    zh, en = ["经" * 20, "济" * 30], ["a" * 255]
    assert length_scores(zh, en, [(2, 1)], 60)[2, 1] == length_scores(["经" * 50], en, ONE_TO_ONE, 60)[1, 1]
