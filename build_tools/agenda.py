"""The calendar file; the only module that knows icalendar (kept, and sound on folding and escaping by RFC 5545).

The bytes depend on the sources alone, so the stamp of each event is the last day that they name as past: of a
decision, or on which a protocol was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from build_tools.model import Library
from build_tools.views.agenda import Happening, happenings

if TYPE_CHECKING:
    from icalendar import Event

PATH = "data/agenda.ics"


def agenda_files(library: Library) -> dict[str, str]:
    """The calendar by its path below the site's root; nothing when no source gives a date."""
    found = tuple(happenings(library))
    return {PATH: _calendar(library, found)} if found else {}


def agenda_paths(library: Library) -> tuple[str, ...]:
    """The paths of `agenda_files`."""
    return (PATH,) if any(happenings(library)) else ()


def _calendar(library: Library, found: tuple[Happening, ...]) -> str:
    from icalendar import Calendar, Event  # slow to import, and few builds need it

    calendar = Calendar()
    calendar.add("prodid", "-//Protocolwijzer//agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", library.site.name)
    stamp, home = datetime.combine(max(_past(library)), time(), UTC), library.site.url or library.site.name
    for one in found:
        calendar.add_component(_event(Event(), one, stamp, home))
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _event(event: Event, one: Happening, stamp: datetime, home: str) -> Event:
    """The event, filled: whole days, and an id that stays when its date changes."""
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{home}#{one.name}')}@protocolwijzer")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.first)
    event.add("dtend", one.last + timedelta(days=1))  # the day after: RFC 5545, 3.6.1
    event.add("summary", one.title)
    event.add("description", one.note)
    event.add("transp", "TRANSPARENT")
    return event


def _past(library: Library) -> Iterator[date]:
    for protocol in library.shown:
        yield protocol.record.read_on
        yield from (decision.date for decision in protocol.record.decisions if decision.date)
