"""A term as somebody typed or marked it: its text, its language, and the search that finds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from reports.text.fold import HAN, fold, has_han
from reports.text.words import words

# No term is longer; what is longer is a sentence, and a sentence is searched.
TERM_MOST = 80
# What a selection in a text brings along at its ends.
AROUND = " \t\r\n\"'“”‘’「」『』《》〈〉（）()[]【】，。、；：！？,.;:!?…·—–-"
PLAIN_HAN = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """A term that is asked for, without blanks and marks around it; `language` is that of its letters: zh or en."""

    text: str
    language: str
    is_too_long: bool = False

    @classmethod
    def read(cls, typed: str) -> AskedTerm:
        """Return the term in what was typed; cut, and told so, where it is longer than a term can be."""
        text = " ".join(typed.replace("\0", "").split()).strip(AROUND)
        return cls(text[:TERM_MOST], "zh" if has_han(text) else "en", len(text) > TERM_MOST)

    @property
    def query(self) -> str:
        """Return the search that finds this term as it stands: in quotation marks where its signs could be others."""
        bare = PLAIN_HAN.fullmatch(self.text) if self.language == "zh" else self._is_one_word
        return self.text if bare else f'"{self.text.replace(chr(34), " ")}"' if self.text else ""

    @property
    def _is_one_word(self) -> bool:
        found = list(words(fold(self.text)))
        return len(found) == 1 and found[0].text == self.text.lower() and not self.text.isupper()

    @property
    def search_address(self) -> str:
        return f"{reverse('search')}?{urlencode({'q': self.query})}"

    @property
    def concordance_address(self) -> str:
        return f"{reverse('concordance')}?{urlencode({'q': self.query})}"

    @property
    def page_address(self) -> str:
        return term_address(self.text)


def term_address(text: str) -> str:
    """Return the address of a term's page."""
    return f"{reverse('terms')}?{urlencode({'q': text})}"
