"""Which paragraphs are headings, and how deep: as the format says, or as the layout makes likely."""

# ruff: noqa: E501 - patterns that read best on one line

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from build_tools.importing.labels import follows, is_bullet, shape, split_label, value
from build_tools.importing.paper import Paragraph, unmarked

MOST_WORDS = 14
#: As far as a run of short lines is followed; a longer one is no less a list.
_FAR = 12
_LEVELS = {"A.": 3, "A)": 3, "a.": 4, "1": 2, "1.": 2, "1)": 3, "1.1": 3, "1.1.1": 4, "I.": 2, "named": 2}
_NO_HEADING = re.compile(
    r"@|https?:|www\.|\d{2}[-/.]\d{1,2}[-/.]\d{2,4}|\b\d{1,2} (?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*"
    r"|\d{3,}[ -]\d{3,}|^(?:datum|versie|auteur|opgesteld|vastgesteld|goedgekeurd|instemming|geldig|locatie|adres)\b",
    re.IGNORECASE,
)


def heading_levels(paragraphs: Sequence[Paragraph]) -> list[int | None]:
    """The level of each paragraph as a heading, 1 for the highest; None for what is none."""
    found: list[int | None] = []
    for number, paragraph in enumerate(paragraphs):
        level = None if paragraph.cell else _level(paragraphs, number, found)
        found.append(level)
    return found


def is_title_like(paragraph: Paragraph, most: int = MOST_WORDS) -> bool:
    """Whether the words could be a title: few, beginning with a capital, and no sentence to its end."""
    text = unmarked(paragraph.text).rstrip("* ")
    words = text.split()
    return (
        0 < len(words) <= most
        and len(text) <= 120
        and not text.endswith((".", ";", ",", "!"))
        and bool(re.match(r"[\"'‘“(]?[A-ZÀ-Ý0-9]", text))
        and not _NO_HEADING.search(text)
    )


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters)


def _level(paragraphs: Sequence[Paragraph], number: int, before: Sequence[int | None]) -> int | None:
    paragraph = paragraphs[number]
    if paragraph.level is not None:
        return paragraph.level if len(paragraph.text.split()) <= 30 else None
    after = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
    if after is None or (after.cell and not paragraph.bold and paragraph.label):
        return None
    if paragraph.label:
        return _labelled(paragraph, after, paragraphs, number)
    return _bare(paragraph, after, paragraphs, number, before)


def _labelled(paragraph: Paragraph, after: Paragraph, paragraphs: Sequence[Paragraph], number: int) -> int | None:
    """A numbered title: not followed by the next number at once, but by text or by a list of another kind."""
    label = paragraph.label or ""
    if is_bullet(label) or not (is_title_like(paragraph, 12) or (shape(label) == "named" and not paragraph.text)):
        return None
    if after.label and (follows(label, after.label) or shape(after.label) == shape(label)):
        return None
    level = _LEVELS.get(shape(label), 3)
    if paragraph.bold or is_capitals(paragraph.text) or shape(label) == "named":
        return level
    if paragraph.text.endswith(":") and after.depth > paragraph.depth:
        return None
    if after.label:
        return (
            level
            if _heads_list(paragraph, after) and (shape(label)[0] in "AI" or _is_own(paragraphs, number))
            else None
        )
    return level if len(after.text) > 60 and not after.indent and len(paragraph.text.split()) <= 8 else None


def _heads_list(paragraph: Paragraph, after: Paragraph) -> bool:
    """Whether the list that follows begins anew: with a bullet, or with its first number."""
    restarts = is_bullet(after.label or "") or value(after.label or "") == 1
    return restarts and not (paragraph.text.endswith(":") and len(paragraph.text.split()) > 6)


def _is_own(paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether a numbered line is no item of a list that goes on: it is the only one of its kind, or a short title."""
    paragraph = paragraphs[number]
    if not (paragraph.gap or "." in (paragraph.label or "")[:-1]):
        return False
    return not _goes_on(paragraphs, number) or (len(paragraph.text.split()) <= 6 and not paragraph.text.endswith(":"))


def is_enumeration(items: Sequence[Paragraph]) -> bool:
    """Whether the items are mere words that complete the sentence before them."""
    counts = [len(unmarked(item.text).split()) for item in items]
    return bool(counts) and max(counts) <= 6 and sum(counts) / len(counts) <= 3


def names_advice(text: str) -> bool:
    """Whether a lead says that a list of do's, don'ts or tips follows."""
    plain = text.replace("\u2019", "'").lower()
    return bool(re.search(r"\b(do'?s|don'?ts?|tips?|doen|advie[sz]\w*|bedenk|stappen)\b|^(wel|niet)\W*$", plain))


def _goes_on(paragraphs: Sequence[Paragraph], number: int) -> bool:
    """Whether the same list goes on later, so that what stands between may be its inner list."""
    label = paragraphs[number].label or ""
    return any(
        other.label and other.depth == paragraphs[number].depth and follows(label, other.label)
        for other in paragraphs[number + 1 : number + 12]
    )


def _bare(  # noqa: PLR0911 - one clue after the other
    paragraph: Paragraph,
    after: Paragraph,
    paragraphs: Sequence[Paragraph],
    number: int,
    before: Sequence[int | None],
) -> int | None:
    text = unmarked(paragraph.text)
    count = len(text.split())
    is_list_next = bool(after.label)
    if is_capitals(text) and count <= MOST_WORDS and not _NO_HEADING.search(text):
        return 2
    if paragraph.bold and (is_title_like(paragraph, 20) or (count <= 6 and not _NO_HEADING.search(text))):
        return 2 if not text.endswith(":") else 3
    if paragraph.lead or (paragraph.indent and paragraph.label is None and number > 0 and not is_list_next):
        return None
    if text.endswith((":", "...", "…")):
        items = _run_of_items(paragraphs, number + 1)
        if is_enumeration(items) and not names_advice(text):
            return None
        return 3 if _is_short_lead(paragraph) and paragraph.gap and (is_list_next or _titles(after)) else None
    under_heading = number > 0 and before[number - 1] is not None
    if (
        count <= 5
        and text.endswith(".")
        and not under_heading
        and paragraph.gap
        and is_list_next
        and value(after.label or "") == 1
    ):
        return 2
    if not is_title_like(paragraph, 12):
        return None
    if _in_run(paragraphs, number, before):
        return None
    follows_list = number > 0 and bool(paragraphs[number - 1].label)
    follows_heading = number > 0 and before[number - 1] is not None
    if is_list_next:
        return 2 if paragraph.gap or follows_list or follows_heading else None
    return 2 if paragraph.gap and (len(after.text) > len(text) or _titles(after)) else None


def _is_short_lead(paragraph: Paragraph) -> bool:
    return is_title_like(replace(paragraph, text=unmarked(paragraph.text).rstrip(".…")), 8)


def _run_of_items(paragraphs: Sequence[Paragraph], start: int) -> list[Paragraph]:
    found = []
    for one in paragraphs[start:]:
        if not one.label:
            break
        found.append(one)
    return found


def _titles(paragraph: Paragraph) -> bool:
    return (
        (_is_short_lead(paragraph) and paragraph.text.endswith((":", "...", "…")))
        or paragraph.level is not None
        or paragraph.bold
        or (paragraph.label is None and is_title_like(paragraph, 8))
    )


def _in_run(paragraphs: Sequence[Paragraph], number: int, before: Sequence[int | None]) -> bool:
    """Whether the line is one of three and more short lines, which are a list without labels rather than headings."""

    def short(at: int) -> bool:
        if not 0 <= at < len(paragraphs):
            return False
        one = paragraphs[at]
        return not one.label and one.cell is None and one.level is None and not one.bold and is_title_like(one, 8)

    run = [number]
    while number - run[0] < _FAR and short(run[0] - 1) and (run[0] - 1 >= len(before) or before[run[0] - 1] is None):
        run.insert(0, run[0] - 1)
    while run[-1] - number < _FAR and short(run[-1] + 1):
        run.append(run[-1] + 1)
    is_last = run[-1] == number and paragraphs[number].gap and not all(paragraphs[at].gap for at in run[:-1])
    return len(run) > 2 and not is_last


def labelled_heading(paragraph: Paragraph) -> str:
    """A heading as printed, with its number."""
    return f"{paragraph.label} {paragraph.text}".strip() if paragraph.label else paragraph.text


def number_in_heading(text: str) -> str | None:
    """The number that a heading begins with, such as `Artikel 3`."""
    return split_label(text)[0]
