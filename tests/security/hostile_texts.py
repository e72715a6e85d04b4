"""Texts that attack whoever shows them, and texts that are made to keep their readers busy for ever."""

from __future__ import annotations

from random import Random

from tests.security.material import BODY, HEADER, LINES, MARKUP, NUMBERS, STRANGE, UNSEEN, garbage, put, report

# For each pattern that goes through lines, what it begins to match again and again and never ends.
KILLERS = (
    *(
        "(",
        "（一）",
        "一",
        "一、",
        "一是",
        "第一",
        "十" * 9,
        "“",
        "「『",
        "【1】",
        "[1]",
        "[^1]:",
        "〔1〕",
        "*",
        "**a",
        "#",
    ),
    *(
        "12345",
        "1,234",
        "1,",
        "1.5",
        "1.",
        "0.",
        "万",
        "亿",
        "百分之",
        "1-",
        "1—2",
        "第1次",
        "2025年",
        "1月",
        "2025-01-",
    ),
    *("one hundred ", "twenty-", "million ", "and ", "a half ", "percent ", "US$", "three-year ", "13th ", "of the "),
    *(
        "Report on the work of the ",
        "Session of the ",
        "session of the first congress of a ",
        "Mayor of ",
        "A B ",
        "Yin ",
    ),
    *("各位代表", "在北京市", "人民代表大会", "会议上", "省长 ", "年 月 日", "自治", "市区县", "人民政府", "代表"),
    *(
        "ā",
        "中(zhōng)",
        "字（a",
        "¡¯",
        "â€™",
        "Â ",
        "?,A(",
        "? ",
        "。",
        "。”",
        "……",
        "...",
        "a.b.",
        "Mr. ",
        ". A",
        "\u3000",
        " ",
    ),
    *(
        "\t",
        "- ",
        "— 1 —",
        "第 1 页",
        "1/2 ",
        "|",
        "http://",
        "www.",
        "<p>",
        "<!--",
        "&",
        "\\",
        "/",
        "来源：",
        "字号：",
        "年度",
    ),
    *(
        "·殷",
        "殷·",
        "某",
        "\u0301",
        "\u200b",
        "ﬃ",
        "\U00020000",
        "İ",
        "豈",
        "٣",
        "²",
        "①",
        "Ⅷ",
        "㎡",
        "½",
        "x-",
        "x'",
        "XLIX",
    ),
)


def markup_in_one_place(random: Random) -> tuple[str, bytes]:
    return "r.txt", report(put(random, random.choice(MARKUP))).encode()


def markup_everywhere(random: Random) -> tuple[str, bytes]:
    return f"{random.choice(MARKUP)}.txt", report(put(random, random.choice(MARKUP), everywhere=True)).encode()


def markup_in_names(random: Random) -> tuple[str, bytes]:
    """The header still reads as one: its names, its session and its office hold markup."""
    piece = random.choice(MARKUP)
    lines = [
        f"政府工作报告{piece}",
        f"——2025年1月14日在北京市第十六届人民代表大会第三次会议上{piece}",
        f"北京市市长 {piece}",
        f"REPORT ON THE WORK OF THE GOVERNMENT {piece}",
        "Delivered at the Third Session of the Sixteenth Beijing Municipal People's Congress on January 14, 2025",
        f"{piece} Yong, Mayor of {piece}",
    ]
    return "r.txt", report([*lines, *put(random, piece, everywhere=True, lines=BODY)]).encode()


def unseen(random: Random) -> tuple[str, bytes]:
    return "r.txt", report(put(random, "".join(random.choices(UNSEEN, k=5)), everywhere=True)).encode()


def strange(random: Random) -> tuple[str, bytes]:
    return "r.txt", report(put(random, "".join(random.choices(STRANGE, k=5)), everywhere=True)).encode()


def numbers(random: Random) -> tuple[str, bytes]:
    return "r.txt", report(put(random, random.choice(NUMBERS), everywhere=random.random() < 0.7)).encode()


def dates(random: Random) -> tuple[str, bytes]:
    date = random.choice(
        ("2025年13月45日", "0000年0月0日", "二〇二五年二月三十日", "٢٠٢٥年١月١日", "9999年12月31日", "1000年1月1日")
    )
    english = random.choice(
        ("February 31, 2025", "January 0, 2099", "Jan 99, 2025", "December 31, 1900", "May 1, 1948")
    )
    text = report().replace("2025年1月14日", date)
    return f"{random.choice(('9999', '0000', '20252025', '1949'))}.txt", text.replace(
        "January 14, 2025", english
    ).encode()


def sessions(random: Random) -> tuple[str, bytes]:
    congress = random.choice(("零", "九千九百九十九万", "十" * 500, "16", "9" * 5000, "〇〇〇", "²"))
    return "r.txt", report().replace("十六", congress).replace(
        "Sixteenth", random.choice(("0th", "99999th", "X"))
    ).encode()


def killer(random: Random) -> tuple[str, bytes]:
    piece = random.choice(KILLERS)
    line = piece * (random.choice((300, 20_000, 100_000)) // len(piece))
    at = random.choice((0, 1, 3, len(HEADER), len(LINES)))
    return "r.txt", report([*LINES[:at], line + random.choice(("", "!", "x", "。")), *LINES[at:]]).encode()


def killer_of_two(random: Random) -> tuple[str, bytes]:
    pieces = random.sample(KILLERS, 2)
    line = "".join(random.choices(pieces, k=random.choice((200, 8_000))))
    return "r.txt", report([*LINES[: random.randint(0, 8)], line, *BODY]).encode()


def killer_of_lines(random: Random) -> tuple[str, bytes]:
    lines = [random.choice(KILLERS) * random.randint(1, 9) for _ in range(random.choice((100, 3_000)))]
    return "r.txt", report([*HEADER, *lines]).encode()


def one_line_huge(random: Random) -> tuple[str, bytes]:
    size = random.choice((499_999, 2_000_000, 10 * 2**20))
    return "r.txt", ("".join(LINES) + random.choice(("政", "a", "a ", "。", "1", " ", "一、改革。 ")) * size)[
        :size
    ].encode()


def lines_huge(random: Random) -> tuple[str, bytes]:
    count = random.choice((20_000, 49_000, 1_000_000))
    return "r.txt", (
        report() + random.choice(("\n", "政\n", "a\n", "一、政\n", "1\n", "\r", "\u2028")) * count
    ).encode()


def paragraphs_huge(random: Random) -> tuple[str, bytes]:
    """As many characters as are still read, in as many lines as are hard to align."""
    zh, en = random.choice(((2_000, 2_000), (8_000, 10), (10, 8_000), (20_000, 1)))
    return "r.txt", report(
        [*HEADER, *[f"改革开放第{n}条。" for n in range(zh)], *[f"Reform {n}." for n in range(en)]]
    ).encode()


def sentences_huge(random: Random) -> tuple[str, bytes]:
    count = random.choice((500, 20_000, 150_000))
    return "r.txt", report([*HEADER, "一、改革", "I. Reform", "改革。" * count, "Reform it. " * count]).encode()


def headings_huge(random: Random) -> tuple[str, bytes]:
    forms = ("一、改革", "（一）改革", "1. 改革", "一是改革", "I. Reform", "第一，改革", "(1) Reform")
    return "r.txt", report([*HEADER, *random.choices(forms, k=random.choice((300, 5_000)))]).encode()


def header_only(random: Random) -> tuple[str, bytes]:
    return "r.txt", report(random.choices(HEADER, k=random.choice((1, 6, 300)))).encode()


def many_headers(random: Random) -> tuple[str, bytes]:
    return "r.txt", report(list(LINES) * random.choice((2, 60))).encode()


def appendix(random: Random) -> tuple[str, bytes]:
    piece = random.choice(("[1] x", "1、x", "[999] x", "[^1]: x", "附注", "名词解释", "x：" * 300, "[٣] x", "(²) x"))
    return "r.txt", report([*LINES, "名词解释", *[piece] * random.choice((5, 3_000))]).encode()


def noise_in_lines(random: Random) -> tuple[str, bytes]:
    return "r.txt", report([*HEADER[: random.randrange(7)], *(garbage(random) for _ in range(60)), *BODY]).encode()


def ends_of_lines(random: Random) -> tuple[str, bytes]:
    return "r.txt", report(
        end=random.choice(("\r", "\n\r", "\x85", "\u2028", "\v", "\f", "\x1c", "\r\r\n", " "))
    ).encode()


MAKERS = (
    *(markup_in_one_place, markup_everywhere, markup_in_names, unseen, strange, numbers, dates, sessions, killer),
    *(killer_of_two, killer_of_lines, one_line_huge, lines_huge, paragraphs_huge, sentences_huge, headings_huge),
    *(header_only, many_headers, appendix, noise_in_lines, ends_of_lines),
)
