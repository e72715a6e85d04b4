"""The places that English words name: who holds the congress, whose government it is, or a name by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.text.gazetteer import Body, Place, by_code, english_names, latin_words, lowest_of

COUNTY_RANKS = frozenset({"district", "county", "banner", "city", "town", "township"})
TITLES = frozenset({"mayor", "governor", "chairman", "chairwoman", "chairperson", "prefect", "magistrate"})
# A place's name before one of these belongs to something else: Beijing Road.
NO_PLACE_BEFORE = COUNTY_RANKS | {"road", "street", "avenue", "university", "airport", "port", "daily", "news"}
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place's English name in a list of words, and the places it can be."""

    start: int
    end: int
    places: tuple[Place, ...]


def _mentions(words: list[str]) -> list[Mention]:
    found: list[Mention] = []
    start = 0
    while start < len(words):
        ends = range(min(len(words), start + 7), start, -1)
        end = next((end for end in ends if " ".join(words[start:end]) in english_names()), None)
        if end:
            found.append(Mention(start, end, english_names()[" ".join(words[start:end])]))
        start = end or start + 1
    return found


class English:
    """The Latin words of a text and the places among them."""

    def __init__(self, text: str) -> None:
        self.words = latin_words(text)
        self.mentions = _mentions(self.words)
        self.starts = {mention.start: mention for mention in self.mentions}
        self.ends = {mention.end: mention for mention in self.mentions}

    def word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def place(self, mention: Mention) -> Place | None:
        """Return the place of a mention; of several, the one in a province that the text names too."""
        if len(mention.places) == 1:
            return mention.places[0]
        said = {other.places[0].code for other in self.mentions if len(other.places) == 1}
        likely = [place for place in mention.places if place.parent in said]
        return likely[0] if len(likely) == 1 else None

    def whole(self) -> Place | None:
        """Return the place if the text is nothing but its name, perhaps with the province it is in."""
        article = self.words[:1] == ["the"]
        if sum(mention.end - mention.start for mention in self.mentions) + article < len(self.words):
            return None
        found = [self.place(mention) for mention in self.mentions]
        return lowest_of(place for place in found if place) if all(found) else None

    def by_name(self) -> Place | None:
        """Return the one place that is mentioned; the nation only next to a year, China is named everywhere."""
        found: list[Place] = []
        for mention in self.mentions:
            place = self.place(mention)
            dated = any(YEAR.fullmatch(self.word(at)) for at in (mention.start - 1, mention.end))
            if self.word(mention.end) in NO_PLACE_BEFORE or (mention.places[0].level == "nation" and not dated):
                continue
            if place is None:
                return None
            found.append(place)
        return lowest_of(found)

    def before(self, end: int) -> Body | None:
        """Return the body whose name ends there."""
        if end in self.ends:
            return Body(self.place(self.ends[end]))
        if self.word(end - 1) not in COUNTY_RANKS:
            return None
        start = end - 1
        while start > max(0, end - 4) and re.fullmatch(r"(?!the$|of$|.*(?:st|nd|rd|th)$)[a-z]+", self.word(start - 1)):
            start -= 1
        return self.county(start, end) if start < end - 1 else None

    def after(self, start: int) -> Body | None:
        """Return the body whose name begins there, after an article."""
        start += self.word(start) == "the"
        for end in range(start + 2, min(len(self.words), start + 4) + 1):
            known = start in self.starts and self.starts[start].end >= end
            if self.word(end - 1) in COUNTY_RANKS and not known:
                return self.county(start, end)
        return Body(self.place(self.starts[start])) if start in self.starts else None

    def county(self, start: int, end: int) -> Body:
        return Body(county=" ".join(word.capitalize() for word in self.words[start:end]), above=self.by_name())

    def by_congress(self) -> Body | None:
        for start, end in self.phrases("peoples congress"):
            body = self.before(start) or (self.after(end + 1) if self.word(end) == "of" else None)
            if body:
                return body
        return None

    def by_government(self) -> Body | None:
        for at, word in enumerate(self.words):
            body = None
            if word == "premier" or self.words[at : at + 2] == ["state", "council"]:
                body = Body(by_code("national"))
            elif word in TITLES and self.word(at + 1) == "of":
                body = self.after(at + 2)
            elif word == "government":
                start = at - (self.word(at - 1) == "peoples")
                body = self.before(start) or (self.after(at + 2) if self.word(at + 1) == "of" else None)
            if body:
                return body
        return None

    def phrases(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Yield where the words of a phrase stand."""
        wanted = phrase.split()
        for start in range(len(self.words)):
            if self.words[start : start + len(wanted)] == wanted:
                yield start, start + len(wanted)
