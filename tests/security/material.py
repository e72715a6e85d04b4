"""What hostile files are made of: a report that would be read, and what is put into its places."""

from __future__ import annotations

from random import Random

HEADER = (
    "政府工作报告",
    "——2025年1月14日在北京市第十六届人民代表大会第三次会议上",
    "北京市市长 殷勇",
    "REPORT ON THE WORK OF THE GOVERNMENT",
    "Delivered at the Third Session of the Sixteenth Beijing Municipal People's Congress on January 14, 2025",
    "Yin Yong, Mayor of Beijing",
)
BODY = (
    "各位代表：",
    "Fellow Deputies,",
    "一、2024年工作回顾",
    "I. A Review of Our Work in 2024",
    "人工智能核心产业规模突破3000亿元，增长超10%。",
    "The core AI industries surpassed 300 billion yuan, growing by over 10 percent.",
    "（一）科技创新",
    "1. Science and technology",
    "足额发放养老金，更加注重民生，29个设施进入科研状态。",
    "Pensions will be paid in full, and twenty-nine facilities were activated.",
    "二、2025年主要任务",
    "II. Major Tasks for 2025",
    "深化改革，扩大开放，建设新质生产力。",
    "We will deepen reform, open up, and build new quality productive forces.",
    "注释：",
    "[1] 新质生产力：创新起主导作用。",
    "[2] 专精特新：专业化、精细化。",
)
LINES = (*HEADER, *BODY)
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><iframe src=javascript:alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "javascript:alert(1)",
    "<!--<script>alert(1)//-->",
    "]]><injected/>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<injected attacked=1>",
    "{{ 7|add:7 }}{% debug %}",
    "{% include 'admin/base.html' %}",
    "${7*7}<%= 7*7 %>#{7*7}",
    "'; DROP TABLE reports_report; --",
    "1' OR '1'='1",
    "%s%s%n %(user)s {0.__class__}",
    "\\input{/etc/passwd} \\write18{id}",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "Set-Cookie: a=b",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "&xxe;%xxe;",
    "\\u003cscript\\u003e",
)
UNSEEN = "\u202e\u202d\u2066\u2069\u200b\u200d\u2060\ufeff\u00ad\u180e\u2028\u2029\x85\x0b\x0c\x1b\x7f\x01"
STRANGE = "\U0001f9ec\U00020000ﬁﬃ㎡㌖①⒈Ⅷ㊗\u0301\u0e33\ufdfa豈⺀⿰\ue000\ufffe\ufffd\U0010ffff\u3000ſıİßΐ"
NUMBERS = (
    "99999999999999999999亿元",
    "9" * 400 + "万亿",
    "亿" * 200,
    "零点" * 100 + "一",
    "1e999999亿",
    "-0.0000000000000000000001%",
    "9" * 5000 + " million",
    "1,2,3,4,5,6,7,8,9,,,,000",
    "一百万亿千万百十零" * 50,
    "三分之零",
    "0/0",
    "½¾⅞亿",
    "٣٤٥万",
    "2025年13月45日",
    "0000年00月00日",
    "二〇二五年二月三十日",
    "99999年99月99日",
    "January 99, 9999",
    "XLIXLVIIIXXX.",
    "第九千九百九十九万届",
)


def report(lines: list[str] | tuple[str, ...] = LINES, end: str = "\n") -> str:
    """Return the text of a report."""
    return end.join(lines) + end


def put(random: Random, piece: str, *, everywhere: bool = False, lines: tuple[str, ...] = LINES) -> list[str]:
    """Return the lines of a report with a piece put into one of them, or into each."""
    chosen = range(len(lines)) if everywhere else [random.randrange(len(lines))]
    made = list(lines)
    for index in chosen:
        at = random.randint(0, len(made[index]))
        made[index] = made[index][:at] + piece + made[index][at:]
    return made


def garbage(random: Random, most: int = 400) -> str:
    """Return characters of all kinds, none of them half a pair."""
    alphabets = (
        UNSEEN,
        STRANGE,
        "<>&'\"{}%$\\/;:=()[]*#|-_",
        "一二三四五六七八九十百千万亿年月日第届次会议，。；",
        "aZ09 .,\t",
    )
    return "".join(random.choice(random.choice(alphabets)) for _ in range(random.randint(1, most)))


def spoiled(random: Random, content: bytes) -> bytes:
    """Return bytes with a few of them changed, taken out, put in, doubled or cut off."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 3, 10, 50))):
        at = random.randrange(len(changed) or 1)
        end = at + random.randint(1, 40)
        match random.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                changed[at:end] = b""
            case 2:
                changed[at:at] = random.randbytes(random.randint(1, 20))
            case 3:
                changed[at:at] = changed[at:end]
            case _:
                changed[at : at + 4] = random.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"))
    return bytes(changed)
