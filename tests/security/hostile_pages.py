"""Web pages, Markdown and tables of text that attack their readers or whoever reads what becomes of them."""

from __future__ import annotations

from random import Random

from tests.security.material import LINES, MARKUP, NUMBERS, STRANGE, UNSEEN, garbage, put, report

TAGS = "p div span table tr td ul li b svg math template select font a form h1 sup".split()
PAGE = "".join(f"<p>{line}</p>" for line in LINES)


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def scripts(random: Random) -> tuple[str, bytes]:
    lines = put(random, random.choice(MARKUP), everywhere=random.random() < 0.5)
    head = f'<title>{random.choice(MARKUP)}</title><link rel="canonical" href="{random.choice(MARKUP)}">'
    return f"{random.choice(MARKUP)}.html", _page("".join(f"<p>{line}</p>" for line in lines), head)


def escaped_scripts(random: Random) -> tuple[str, bytes]:
    """What a page shows as text: its reader gives it as markup, and it must be text again wherever it is shown."""
    piece = random.choice(MARKUP).replace("&", "&amp;").replace("<", "&lt;")
    return "r.html", _page("".join(f"<p>{line}</p>" for line in put(random, piece, everywhere=True)))


def deep(random: Random) -> tuple[str, bytes]:
    tag, depth = random.choice(TAGS), random.choice((100, 1_400, 20_000, 200_000))
    closed = f"</{tag}>" * random.choice((0, depth, depth // 2))
    return "r.html", _page(f"<{tag}>" * depth + PAGE + closed)


def deep_mixed(random: Random) -> tuple[str, bytes]:
    opened = "".join(f"<{random.choice(TAGS)}>" for _ in range(random.choice((300, 3_000, 30_000))))
    return "r.html", _page(opened + PAGE)


def misnested(random: Random) -> tuple[str, bytes]:
    pieces = [f"<{'/' * random.randrange(2)}{random.choice(TAGS)}>" for _ in range(800)]
    return "r.html", _page("".join(f"{piece}{random.choice(LINES)}" for piece in pieces))


def attributes_huge(random: Random) -> tuple[str, bytes]:
    attributes = " ".join(f"a{number}=b" for number in range(random.choice((100, 30_000))))
    return "r.html", _page(f"<p {attributes}>{PAGE}" + f"<p class='{'nav ' * 50_000}'>x</p>")


def broken_tags(random: Random) -> tuple[str, bytes]:
    pieces = (
        "<",
        "<!",
        "<!--",
        "<!-",
        "-->",
        "</",
        "<![CDATA[",
        "<?",
        "<p",
        "<a href='",
        "&#x110000;",
        "&#0;",
        "&#xd800;",
        "&",
    )
    return "r.html", _page(PAGE + "".join(random.choices([*pieces, *LINES], k=random.choice((20, 3000)))))


def comments_huge(random: Random) -> tuple[str, bytes]:
    piece = random.choice(
        ("<!--", "<!-- -->", "<script>", "<style>a", "<!--" * 3 + "x", "<meta charset ", "<?xml encoding ")
    )
    return random.choice(("r.html", "r.md")), (f"{piece * random.choice((500, 30_000))}<html><body>{PAGE}").encode()


def links_only(random: Random) -> tuple[str, bytes]:
    return "r.html", _page("<div>" * 100 + f"<a href=x>{LINES[0]}</a>" * random.choice((10, 3_000)) + PAGE)


def frames(random: Random) -> tuple[str, bytes]:
    inside = '<base href="http://127.0.0.1:9/"><iframe src="file:///etc/passwd"></iframe><object data="x"></object>'
    refresh = '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">'
    return "r.html", _page(f"{inside}<form action=x><input></form>{PAGE}", refresh)


def notes_raised(random: Random) -> tuple[str, bytes]:
    marks = "".join(f"<sup>{random.choice(('1', '9' * 50, '²', '٣', '[x]', '<b>2</b>'))}</sup>m" for _ in range(200))
    return "r.html", _page(f"{PAGE}<p>{marks}</p>")


def markdown(random: Random) -> tuple[str, bytes]:
    front = f"---\ntitle: {random.choice(MARKUP)}\nsource: {random.choice(MARKUP)}\n{garbage(random, 200)}\n---\n"
    lines = put(random, random.choice((*MARKUP, "**", "__" * 50, "[^1]: ", "<!--")), everywhere=True)
    return "r.md", (front + report([f"{'#' * random.randrange(8)} {line}" for line in lines])).encode()


def markdown_huge(random: Random) -> tuple[str, bytes]:
    piece = random.choice(
        ("**", "__a", "**a**", "# ", "<!--", "<!-- -->", "`", "> ", "* ", "[", "---\n", "a: b\n", "#\t#")
    )
    end = random.choice(("", " x", "\n---\n"))
    return "r.md", f"---\n{report()}{piece * random.choice((1_000, 100_000))}{end}".encode()


def table_of_text(random: Random) -> tuple[str, bytes]:
    lines = put(random, random.choice((*MARKUP, *NUMBERS, UNSEEN, STRANGE)), everywhere=True)
    mark = random.choice(",;\t")
    rows = [f'"{zh}"{mark}"{en}"' for zh, en in zip(lines[::2], lines[1::2], strict=False)]
    return random.choice(("r.csv", "r.tsv")), "\n".join(rows).encode()


def table_of_text_huge(random: Random) -> tuple[str, bytes]:
    piece = random.choice(('"', '""', ",", '","', "\n", ",\n", '"\n', "a,政\n", "政,a\n" * 3, '"政","' + "a" * 300_000))
    rows = "\n".join(f"{zh},{en}" for zh, en in zip(LINES[::2], LINES[1::2], strict=False))
    much = (piece * 60_000)[: random.choice((1_000, 3_000_000))]
    return "r.csv", f"{rows}\n{much}".encode()


MAKERS = (
    *(scripts, escaped_scripts, deep, deep_mixed, misnested, attributes_huge, broken_tags, comments_huge, links_only),
    *(frames, notes_raised, markdown, markdown_huge, table_of_text, table_of_text_huge),
)
