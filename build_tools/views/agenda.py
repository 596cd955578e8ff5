"""What stands in the calendar: when protocols are looked at again, and the school's own dates.

Nothing is invented: a date that no source gives stands in no calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from build_tools.model import Library


class Happening(Struct, frozen=True, kw_only=True):
    """A day, or the days from first to last, on which something is to be done; `name` tells it from all others."""

    name: str
    title: str
    note: str
    first: date
    last: date


def happenings(library: Library) -> Iterator[Happening]:
    """What stands in the calendar, in the order of the sources."""
    for protocol in library.shown:
        review = protocol.record.review
        if review and review.next:
            title = f"{protocol.record.short_title}: protocol opnieuw bekijken"
            yield _happening(f"review/{protocol.id}", title, review.text, review.next)
    calendar = library.site.calendar
    for day in calendar.school_years:
        note = "Bespreek de afspraken over sociale media met groep 6, 7 en 8."
        yield _happening(f"school-year/{day.year}", "Eerste schooldag: afspraken bespreken", note, day)
    for week in calendar.media_weeks:
        note = "Een goed moment om de afspraken met de klas te herhalen."
        yield _happening(f"media-week/{week.first.year}", "Week van de Mediawijsheid", note, week.first, week.last)


def _happening(name: str, title: str, note: str, first: date, last: date | None = None) -> Happening:
    return Happening(name=name, title=title, note=note, first=first, last=last or first)
