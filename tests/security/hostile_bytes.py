"""Files that are two things at once, other than they say, damaged, or in no encoding."""

from __future__ import annotations

import codecs
from random import Random

from tests.ingest.formats.making import docx, paragraph, pdf, tmx, xlsx, zipped
from tests.security.material import LINES, garbage, report, spoiled

TEXT = report()
CODECS = ("utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7")
DECLARED = (
    *("utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "rot13", "zlib", "hex", "base64", "uu"),
    *("undefined", "utf-16", "utf-32", "cp037", "iso2022_jp_3", "hz", "mbcs", "charmap", "x" * 300, "../codec", "os"),
)


def _structured(random: Random) -> tuple[str, bytes]:
    rows = [(zh, en) for zh, en in zip(LINES[::2], LINES[1::2], strict=False)]
    return random.choice(
        (
            ("r.docx", docx("".join(map(paragraph, LINES)))),
            ("r.xlsx", xlsx({"S": rows})),
            ("r.pdf", pdf([[(40, 380 - 20 * number, line) for number, line in enumerate(LINES)]])),
            ("r.tmx", tmx({"zh-CN": zh, "en-US": en} for zh, en in rows).encode()),
            ("r.html", f"<html><body>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>".encode()),
            ("r.csv", "\n".join(f'"{zh}","{en}"' for zh, en in rows).encode()),
            ("r.md", report(tuple(f"# {line}" for line in LINES)).encode()),
            ("r.txt", TEXT.encode(random.choice(("utf-8", "gb18030", "utf-16")))),
        )
    )


def two_kinds(random: Random) -> tuple[str, bytes]:
    _name, first = _structured(random)
    name, second = _structured(random)
    head = random.choice(
        (b"", b"GIF89a=1;/*", b"%PDF-1.7\n", b"<html><script>alert(1)</script>", b"\xff\xd8\xff", b"MZ")
    )
    return name, head + first + second


def wrong_suffix(random: Random) -> tuple[str, bytes]:
    _name, content = _structured(random)
    suffixes = ".docx .xlsx .pdf .html .tmx .zip .txt .csv .md .exe .svg .php .docm .doc .TXT .html.txt".split()
    return f"r{random.choice([*suffixes, ''])}", content


def cut_off(random: Random) -> tuple[str, bytes]:
    name, content = _structured(random)
    return name, content[: random.randrange(len(content))]


def tail_alone(random: Random) -> tuple[str, bytes]:
    name, content = _structured(random)
    return name, content[random.randrange(len(content)) :]


def changed_bytes(random: Random) -> tuple[str, bytes]:
    name, content = _structured(random)
    return name, spoiled(random, content)


def changed_text(random: Random) -> tuple[str, bytes]:
    return "r.txt", spoiled(random, TEXT.encode(random.choice(CODECS), "replace"))


def mixed_encodings(random: Random) -> tuple[str, bytes]:
    lines = [line.encode(random.choice(CODECS), "replace") for line in LINES]
    return "r.txt", random.choice((b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) + b"\n".join(lines)


def declared_otherwise(random: Random) -> tuple[str, bytes]:
    encoding = random.choice(DECLARED)
    page = "".join(f"<p>{line}\\ud800\\x00+2AA-</p>" for line in LINES)
    head = random.choice((f'<?xml version="1.0" encoding="{encoding}"?>', f'<meta charset="{encoding}">'))
    return "r.html", f"{head}<html><body>{page}".encode(random.choice(("ascii", "gb18030", "utf-7")), "replace")


def zeros(random: Random) -> tuple[str, bytes]:
    content = bytearray(TEXT.encode(random.choice(CODECS), "replace"))
    for _ in range(random.choice((1, 5, 200))):
        content.insert(random.randrange(len(content)), 0)
    return "r.txt", bytes(content)


def halves_of_pairs(random: Random) -> tuple[str, bytes]:
    text = TEXT.replace("人", "\ud800", 3).replace("政", "\udfff", random.randrange(2))
    return "r.txt", text.encode(random.choice(("utf-8", "utf-16", "utf-16-le")), "surrogatepass")


def noise(random: Random) -> tuple[str, bytes]:
    name, _content = _structured(random)
    magic = random.choice(
        (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<tmx>", b"<?xml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"---\n")
    )
    return name, magic + random.randbytes(random.choice((0, 1, 5, 100, 5000)))


def noise_of_characters(random: Random) -> tuple[str, bytes]:
    name, _content = _structured(random)
    return name, garbage(random, 3000).encode(random.choice(CODECS), "replace")


def named_as_attack(random: Random) -> tuple[str, bytes]:
    names = (
        "../../x.txt",
        "a\r\nX: y.txt",
        "\0.txt",
        "",
        ".",
        "/",
        "x" * 3000,
        "\u202etxt.exe",
        "-.txt",
        "北京2025\ud800.txt",
    )
    return random.choice(names), TEXT.encode()


def zip_with_signs(random: Random) -> tuple[str, bytes]:
    signs = (
        "[Content_Types].xml",
        "mimetype",
        "word/document.xml",
        "xl/workbook.xml",
        "OFD.xml",
        "ppt/presentation.xml",
    )
    chosen = random.sample(signs, random.randint(1, 4))
    return random.choice(("r.zip", "r.docx", "r.xlsx")), zipped(
        dict.fromkeys(chosen, random.choice(("", "<x/>", TEXT)))
    )


MAKERS = (
    *(two_kinds, wrong_suffix, cut_off, tail_alone, changed_bytes, changed_text, mixed_encodings, declared_otherwise),
    *(zeros, halves_of_pairs, noise, noise_of_characters, named_as_attack, zip_with_signs),
)
