"""Characters that only look like the right ones: radicals and compatibility forms, as PDF files give them."""

import re
import unicodedata

from reports.ingest.plan import Line

# NFKC knows the Kangxi radicals and the compatibility ideographs, but not these of the radicals supplement.
SUPPLEMENT = dict(
    zip(
        "⺁⺇⺌⺎⺟⺠⺪⺫⺬⺮⺰⺳⺶⺷⺼⺾⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻓⻔⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂几小兀母民疋目示竹纟网羊羊肉艹虎衤覀西见角讠贝车辶钅长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
FORMS = re.compile("[\u2e80-\u2eff\u2f00-\u2fd5\uf900-\ufad9]")


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines with the characters that their look-alikes stand for."""
    return [Line(line.number, FORMS.sub(_character, line.text)) for line in lines]


def _character(match: re.Match[str]) -> str:
    form = match.group()
    return SUPPLEMENT.get(form) or unicodedata.normalize("NFKC", form)
