"""Markdown as collections of reports use it: front matter, # headings, **bold** lines, <!-- comments -->."""

import re

from reports.ingest.formats import plain
from reports.ingest.plan import Document, Line
from reports.text.headings import chinese_heading

SUFFIXES = (".md", ".markdown")
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)
FACT = re.compile(r"^([A-Za-z_]+):[ \t]*(.*?)[ \t]*$", re.M)
TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t\r]*$", re.I)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
LEAD = re.compile(r"^\s*\*\*(?P<lead>[^*]+)\*\*(?P<rest>\s*[^*\s].*)$", re.S)
SIGN = re.compile(r"\A---[ \t]*$|^ {0,3}#{1,6}[ \t]+\S|^[ \t]*\*\*\S.*\*\*|<!--", re.M)


def recognises(text: str) -> bool:
    """Say whether the text has front matter, a heading, a bold line or a comment as Markdown writes them."""
    return SIGN.search(text) is not None


def read(name: str, text: str) -> Document:
    """Return the lines without their marks, numbered as in the file; `facts` holds front matter and comments."""
    facts: dict[str, str] = {}
    if match := FRONT_MATTER.match(text):
        facts = {name.lower(): value.strip("\"'") for name, value in FACT.findall(match.group(1))}
        # Every line keeps its number; the title is a line of the header, the others are blank.
        front = (TITLE.sub(r"\1", line) if TITLE.match(line) else "" for line in match.group().split("\n"))
        text = "\n".join(front) + text[match.end() :]
    if comments := COMMENT.findall(text):
        facts["comments"] = " ".join(comment.strip("<!->\n ") for comment in comments)
    text = COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    lines = plain.read(name, text).lines
    return Document([Line(line.number, part) for line in lines for part in _unmarked(line.text)], facts)


def _unmarked(line: str) -> list[str]:
    """Return a line without its marks, as two where a numbered heading in bold leads a paragraph."""
    if match := HEADING.match(line):
        line = match.group(1)
    match = LEAD.match(line)
    if match and chinese_heading(match["lead"].strip()):
        return [match["lead"].strip(), BOLD.sub(r"\2", match["rest"]).strip()]
    return [BOLD.sub(r"\2", line)]
