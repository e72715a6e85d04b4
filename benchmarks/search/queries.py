"""What is asked: each query as a tree, of which every engine makes its own form.

The trees are written down here and not taken from our own reader of queries, so that engines which agree on the number
of hits agree on what the query means too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chinese:
    """The Chinese contains the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """An English word of the same stem, or the very word among the Latin words and figures of the Chinese."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words one after the other, in either language."""

    text: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Not the part; stands inside `All` only."""

    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Two Chinese texts, in either order, with at most so many characters between."""

    first: str
    second: str
    most: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word that begins so, in either language."""

    text: str


Node = Chinese | Word | Phrase | All | AnyOf | Without | Near | Prefix


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of the benchmark, with its filters."""

    kind: str
    root: Node | None
    place: str = ""
    year_from: int | None = None
    year_to: int | None = None
    newest: bool = False

    @property
    def q(self) -> str:
        """Return the query in the archive's own language."""
        return "" if self.root is None else said(self.root)

    @property
    def name(self) -> str:
        """Return the query with its filters, for the reader of the table."""
        filters = [self.place, f"{self.year_from}-{self.year_to}" if self.year_from else "", "↓" if self.newest else ""]
        return " · ".join(part for part in (self.q or "(empty)", *filters) if part)


def said(node: Node) -> str:  # noqa: PLR0911 - one for each kind
    """Return a tree in the archive's own query language."""
    match node:
        case Chinese(text) | Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Near(first, second, most):
            return f"{first} NEAR/{most} {second}"
        case Without(part):
            return f"-{said(part)}"
        case All(parts):
            return " ".join(f"({said(part)})" if isinstance(part, AnyOf) else said(part) for part in parts)
        case AnyOf(parts):
            return " OR ".join(f"({said(part)})" if isinstance(part, All) else said(part) for part in parts)


def chinese(*texts: str) -> tuple[Chinese, ...]:
    return tuple(Chinese(text) for text in texts)


def queries() -> list[Asked]:
    """Return all queries of the benchmark."""
    return [*one_term(), *several_terms(), *narrowed(), *latin(), Asked("empty", None)]


def one_term() -> list[Asked]:
    kinds = {
        "frequent": "发展 经济 建设 工作 创新 改革",
        "middling": "高质量发展 数字经济 人工智能 城镇化 营商环境",
        "rare": "大模型 低空经济 城镇登记失业率 量子科技",
        "one character": "国 水 核",
        "cut apart by jieba": "脑机接口 新质生产力 智能",
        "phrase": "全面建成小康社会 国民经济和社会发展 坚持以习近平新时代中国特色社会主义思想为指导 “十四五”时期",
    }
    return [Asked(kind, Chinese(text)) for kind, texts in kinds.items() for text in texts.split()]


def several_terms() -> list[Asked]:
    return [
        Asked("AND", All(chinese("经济", "发展"))),
        Asked("AND", All(chinese("改革", "开放", "创新"))),
        Asked("AND", All(chinese("教育", "农村", "养老"))),
        Asked("OR", AnyOf(chinese("改革", "开放", "创新"))),
        Asked("OR", AnyOf(chinese("脑机接口", "量子科技", "低空经济"))),
        Asked("NOT", All((Chinese("发展"), Without(Chinese("经济"))))),
        Asked(
            "mixed",
            All((AnyOf(chinese("数字经济", "人工智能")), Chinese("产业"), Without(Chinese("房地产")))),
        ),
        Asked("NEAR", Near("改革", "开放", 10)),
        Asked("NEAR", Near("就业", "高校毕业生", 20)),
    ]


def narrowed() -> list[Asked]:
    return [
        Asked("years", Chinese("发展"), year_from=2015, year_to=2020),
        Asked("years", Chinese("城镇化"), year_from=2013, year_to=2013),
        Asked("place", Chinese("创新"), place="北京市"),
        Asked("place and years", Chinese("改革"), place="上海市", year_from=1990, year_to=2010),
        Asked("place alone", None, place="四川省"),
        Asked("newest first", Chinese("经济"), newest=True),
        Asked("newest first", All(chinese("科技", "创新")), newest=True),
        Asked("newest first", None, newest=True),
    ]


def latin() -> list[Asked]:
    return [
        *(Asked("English word", Word(text)) for text in ("development", "innovation", "reform", "poverty")),
        *(
            Asked("English phrase", Phrase(text))
            for text in ("reform and opening up", "economic and social development", "rule of law", "in the")
        ),
        Asked("prefix", Prefix("innovat")),
        Asked("prefix", Prefix("develop")),
        *(Asked("figure", Word(text)) for text in ("2020", "135")),
        Asked("figure in Chinese", Chinese("增长8%")),
        *(Asked("Latin in Chinese", Word(text)) for text in ("GDP", "5G", "CPI")),
        Asked("Latin in Chinese", Chinese("5G网络")),
        Asked("both languages", All((Word("GDP"), Chinese("增长")))),
        Asked("both languages", AnyOf((Chinese("扶贫"), Word("poverty")))),
    ]
