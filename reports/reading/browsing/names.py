"""The names of speakers, as addresses have them."""

from reports.text.fold import fold, has_han


def key_of(zh: str, en: str) -> str:
    """Return a speaker's name as addresses have it: the Chinese one, Simplified, without spaces; else the English."""
    name = zh if has_han(zh) else en or zh
    folded = fold(name)
    kept = "".join(folded.split()) if has_han(folded) else " ".join(name.split())
    # A slash would end the name in an address.
    return kept.replace("/", " ").strip()
