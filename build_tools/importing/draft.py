"""An outline with its proposals -> the files of a draft protocol, and what became of every paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.importing.blanks import NAMED, Blanks, parameters
from build_tools.importing.decisions import DecisionFound, from_row, from_sentence
from build_tools.importing.outline import Leftover, Outline, Part, Provision
from build_tools.importing.paper import MARK, Paragraph, Refused, squeezed, unmarked
from build_tools.importing.proposals import SURE, Readers, Reading, document_readers, propose_readers, propose_stance
from build_tools.importing.topics import Guesser, TopicGuess
from build_tools.importing.wording import body, is_sound, markdown, plain_line, title_of
from build_tools.model import Vocabulary
from build_tools.records import OPEN, id_of
from build_tools.records.base import StanceId
from build_tools.source import written
from build_tools.views.parts import date_in_words

#: A topic that is less sure than this is not proposed at all.
_UNSURE = 0.3
MOST_TEXT = 7500


class Fate(Struct, frozen=True, kw_only=True):
    """What became of a paragraph: in words, in which file, and every doubt about it."""

    became: str
    file: str = ""
    doubts: tuple[str, ...] = ()


class Draft(Struct, frozen=True, kw_only=True):
    """A draft protocol: its files by path below the sources, and what became of each paragraph.

    `counts` holds how many there are of what, by the words for one and for more.
    """

    id: str
    title: str
    files: Mapping[str, str]
    fates: Mapping[int, Fate]
    counts: Mapping[tuple[str, str], int]
    notices: tuple[str, ...]
    leftovers: tuple[Leftover, ...]


class Origin(Struct, frozen=True, kw_only=True):
    """The document: its file name, and on which day it was read."""

    file: str
    day: date


class _Writing(Struct):
    """The draft as far as it is written."""

    outline: Outline
    guess: Guesser
    readers: tuple[Any, ...]
    blanks: Blanks = field(default_factory=Blanks)
    taken: set[str] = field(default_factory=set)
    repeated: dict[str, int] = field(default_factory=dict)
    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    advice: dict[str, dict[str, Any]] = field(default_factory=dict)
    sections: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    fates: dict[int, Fate] = field(default_factory=dict)
    left: list[Leftover] = field(default_factory=list)
    used_notes: set[str] = field(default_factory=set)

    def name(self, text: str, fallback: str) -> str:
        """An id that nothing else in the protocol has."""
        base = id_of(text, 50) or fallback
        number, name = self.repeated.get(base, 1), base
        while name in self.taken:
            number += 1
            name = f"{base}-{number}"
        self.repeated[base] = number
        self.taken.add(name)
        return name

    def tell(self, sources: Iterable[Paragraph], became: str, file: str = "", doubts: Iterable[str] = ()) -> None:
        """Note what became of paragraphs; only the first carries the doubts."""
        for number, source in enumerate(sources):
            self.fates[source.position] = Fate(became=became, file=file, doubts=tuple(doubts) if not number else ())


def write_draft(  # noqa: PLR0913 - all that a draft is made of
    outline: Outline, *, protocol: str, origin: Origin, vocabulary: Vocabulary, guess: Guesser, organisation: str | None
) -> Draft:
    """The draft's files. Raises Refused when the document holds nothing to make rules of."""
    if not any(part.provisions or part.intro for part in outline.parts):
        raise Refused(
            "In dit document staat geen tekst waarvan regels te maken zijn. Kijk of het het goede bestand is; "
            "staat de tekst in een afbeelding, laat hem dan eerst met tekstherkenning (OCR) omzetten."
        )
    writing = _Writing(outline=outline, guess=guess, readers=document_readers(outline), left=list(outline.leftovers))
    _decisions(writing)
    for part in outline.parts:
        _part(writing, part)
    _cover(writing)
    for leftover in writing.left:
        writing.tell(leftover.sources, f"in de rest: {leftover.reason}", "rest.yml")
    main = _main(writing, protocol, origin, vocabulary, organisation)
    return Draft(
        id=protocol,
        title=main["title"],
        files={f"protocols/{protocol}/{path}": written(data) for path, data in _files(writing, main, origin).items()},
        fates=writing.fates,
        counts={
            ("afdeling", "afdelingen"): len(writing.sections),
            ("artikel", "artikelen"): len(writing.articles),
            ("advies", "adviezen"): sum(len(one["entries"]) for one in writing.advice.values()),
            ("advieslijst", "advieslijsten"): len(writing.advice),
            ("besluit", "besluiten"): len(writing.decisions),
            ("parameter", "parameters"): len(writing.blanks.found),
            ("voetnoot", "voetnoten"): len(writing.used_notes),
        },
        notices=tuple(_notices(writing, main)),
        leftovers=tuple(writing.left),
    )


def _files(writing: _Writing, main: dict[str, Any], origin: Origin) -> dict[str, Any]:
    files: dict[str, Any] = {"protocol.yml": main}
    files |= {f"articles/{name}.yml": data for name, data in writing.articles.items()}
    files |= {f"advice/{name}.yml": data for name, data in writing.advice.items()}
    if writing.left:
        files["rest.yml"] = {
            "document": plain_line(origin.file),
            "entries": [_left(leftover) for leftover in writing.left],
        }
    return files


def _left(leftover: Leftover) -> dict[str, str]:
    entry = {
        "text": markdown(leftover.text, Blanks())[:8000] if not NAMED.search(leftover.text) else leftover.text,
        "place": leftover.place,
        "reason": leftover.reason,
    }
    entry["text"] = entry["text"].replace("{{", "(").replace("}}", ")")
    return entry | ({"decision": f"Weggelaten: {leftover.reason}."} if leftover.settled else {})


def _decisions(writing: _Writing) -> None:
    for row in writing.outline.rows:
        if found := from_row(row):
            name = _decide(writing, found)
            doubts = () if found.day else ("geen datum gevonden",)
            writing.tell(row.sources, f'besluit "{name}"', "protocol.yml", doubts)
        else:
            text = " | ".join(cell for cell in row.cells if cell)
            reason = "rij van de besluittabel die niet te lezen was"
            writing.left.append(Leftover(text=text, place=row.sources[0].place, reason=reason, sources=row.sources))


def _decide(writing: _Writing, found: DecisionFound) -> str:
    name = writing.name(f"besluit {found.body}", "besluit")
    decision: dict[str, Any] = {"id": name, "body": plain_line(found.body, 120), "action": found.action}
    if found.day:
        decision["date"] = found.day.isoformat()
    if found.text:
        decision["text"] = markdown(squeezed(found.text), Blanks())
    if found.parameter:
        decision["parameter"] = found.parameter
    writing.decisions.append(decision | {"audiences": ["staff", "parents"]})
    return name


def _part(writing: _Writing, part: Part) -> None:
    """A section with its articles and its advice list; a heading without content stands above its sub-headings."""
    heading = plain_line(part.heading) or "Algemeen"
    rules = [one for one in part.provisions if not _as_decision(writing, one)]
    if not rules and not part.intro:
        writing.tell(part.sources, f'kop boven andere koppen: "{plain_line(heading, 60)}"', "protocol.yml")
        if not part.provisions and not any(part.heading in other.path for other in writing.outline.parts):
            is_settled = _announces_decisions(writing, part)
            reason = "kop boven de besluiten" if is_settled else "kop waaronder niets staat"
            found = Leftover(text=part.heading, place=part.sources[0].place, reason=reason, sources=part.sources)
            writing.left.append(replace(found, settled=is_settled))
        return
    above = [plain_line(one).strip(" :.") for one in part.path if _is_bare(writing, one)]
    title = plain_line(": ".join([*above, heading.strip(" :.") if not heading.endswith("?") else heading]))
    section = writing.name(f"afdeling {title}" if id_of(title, 50) in writing.taken else title, "afdeling")
    record: dict[str, Any] = {"id": section, "title": title or "Algemeen"}
    doubts = ["kop bedacht bij de aanhef van een lijst"] if part.made_up and part.heading else []
    listed = [one for one in rules if one.listed] if part.kind else []
    if part.intro and not listed:
        record["intro"] = _intro(writing, part)
    writing.sections.append(record)
    writing.tell(part.sources, f'afdeling "{plain_line(title, 60)}"', "protocol.yml", doubts)
    writing.tell(part.intro, f'aanhef van "{plain_line(title, 60)}"', "protocol.yml", doubts)
    for number, rule in enumerate(one for one in rules if one not in listed):
        _article(writing, part, rule, section, 10 * (number + 1))
    if listed:
        _advice(writing, part, listed, section, 10 * (len(rules) + 1), title)


def _announces_decisions(writing: _Writing, part: Part) -> bool:
    """Whether a table of decisions is all that stands below a heading."""
    rows = {source.position for row in writing.outline.rows for source in row.sources}
    heads = {source.position for one in writing.outline.leftovers if one.settled for source in one.sources}
    below = part.sources[-1].position + 1
    while below in heads - rows:
        below += 1
    return below in rows


def _is_bare(writing: _Writing, heading: str) -> bool:
    """Whether a heading has nothing of its own below it, so that only its sub-headings can tell it."""
    own = [part for part in writing.outline.parts if part.heading == heading]
    return bool(heading) and all(not part.provisions and not part.intro for part in own)


def _intro(writing: _Writing, part: Part) -> str:
    return "\n\n".join(markdown(one.text, writing.blanks, one.links) for one in part.intro)


def _told_decisions(writing: _Writing, text: str) -> tuple[DecisionFound, ...]:
    """The decisions that a text tells; only then are its blanks parameters, for else they are found again as a rule."""
    tried = replace(writing.blanks, found=dict(writing.blanks.found))
    found = tuple(from_sentence(tried.named(text)))
    if found:
        writing.blanks = tried
    return found


def _as_decision(writing: _Writing, rule: Provision) -> bool:
    """Take a sentence that tells decisions as such."""
    found = _told_decisions(writing, unmarked(rule.text)) if not rule.listed or not rule.number else ()
    names = [_decide(writing, one) for one in found]
    if names:
        writing.tell(rule.sources, f"besluit {', '.join(names)}", "protocol.yml", ["besluit gelezen uit een zin"])
    return bool(names)


def _article(writing: _Writing, part: Part, rule: Provision, section: str, position: int) -> None:
    for number, piece in enumerate(_pieces(rule)):
        data, doubts, readers = _rule(writing, part, piece)
        data |= {"section": section, "position": position + number, "audiences": list(readers.audiences)}
        name = data["id"]
        writing.articles[name] = data
        if number == 0:
            writing.tell(rule.sources, _became("artikel", data, rule), f"articles/{name}.yml", doubts)


def _pieces(rule: Provision) -> list[Provision]:
    """The rule itself, or its parts when it is longer than a text may be."""
    if len(rule.text) <= MOST_TEXT:
        return [rule]
    found: list[Provision] = []
    for point in rule.points:
        for start in range(0, len(point.text), MOST_TEXT):
            cut = type(point)(text=point.text[start : start + MOST_TEXT], label=point.label)
            found.append(Provision(points=(cut,), sources=rule.sources, number=rule.number, listed=rule.listed))
    return found


def _became(kind: str, data: Mapping[str, Any], rule: Provision) -> str:
    number = f' met nummer "{rule.number}"' if rule.number else ""
    return f'{kind} "{data["title"]}"{number}'


def _advice(  # noqa: PLR0913, PLR0917 - a list with its place
    writing: _Writing, part: Part, rules: list[Provision], section: str, position: int, title: str
) -> None:
    made = [_rule(writing, part, piece) for rule in rules for piece in _pieces(rule)]
    whole = propose_readers(part, rules[0], writing.readers)
    name = writing.name(f"lijst {title}", "lijst")
    entries = []
    for data, _, readers in made:
        own = {} if readers.audiences == whole.audiences else {"audiences": list(readers.audiences)}
        entries.append(data | own)
    record: dict[str, Any] = {"id": name, "title": title, "kind": part.kind, "section": section, "position": position}
    record["audiences"] = list(whole.audiences)
    if part.intro:
        record["intro"] = _intro(writing, part)
        writing.tell(part.intro, f'aanhef van de advieslijst "{plain_line(title, 60)}"', f"advice/{name}.yml")
    writing.advice[name] = record | {"entries": entries}
    for rule, (data, doubts, _) in zip(rules, made, strict=False):
        writing.tell(rule.sources, _became("advies", data, rule), f"advice/{name}.yml", doubts)


def _rule(writing: _Writing, part: Part, rule: Provision) -> tuple[dict[str, Any], list[str], Readers]:
    """A rule's own fields, the doubts about it, and its readers."""
    readers = propose_readers(part, rule, writing.readers)
    reading = propose_stance(part, rule, readers)
    guesses = [
        one for one in writing.guess(unmarked(rule.text), part.heading, readers.audiences) if one.confidence >= _UNSURE
    ]
    title = title_of(rule.text, rule.title)
    data: dict[str, Any] = {"id": writing.name(title, "regel")}
    if rule.number:
        data["number"] = plain_line(rule.number, 40)
    data |= {"title": title, "text": body(rule.points, writing.blanks, rule.links) or "…"}
    data |= _proposed(reading, guesses)
    data["source"] = [f"alinea-{source.position + 1}" for source in rule.sources[:1]]
    data |= _footnotes(writing, rule.text)
    notes = [_link_note(link.text, link.target) for link in rule.links if not is_sound(link)]
    return data | ({"notes": notes} if notes else {}), [*rule.doubts, *_doubts(readers, reading, guesses)], readers


def _proposed(reading: Reading, guesses: list[TopicGuess]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    others = [guess.topic for guess in guesses]
    if guesses and reading.stance:
        first, *rest = guesses
        why = plain_line(
            f"Voorstel bij het inlezen: onderwerp {_percent(first.confidence)} zeker, "
            f"standpunt {_percent(reading.confidence)} zeker ({reading.why})."
        )
        norm = {"topic": first.topic, "parties": list(reading.parties), "stance": reading.stance, "note": why}
        found["norms"] = [norm]
        others = [guess.topic for guess in rest if guess.confidence >= SURE]
    return found | ({"topics": others[:2]} if others else {})


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"


#: The labels of `vocabulary/stances.yml`, for whoever reads the doubts; a test compares them.
_STANCES: Mapping[StanceId, str] = {
    "required": "verplicht",
    "recommended": "aanbevolen",
    "allowed": "toegestaan",
    "conditional": "onder voorwaarde",
    "discouraged": "afgeraden",
    "forbidden": "verboden",
}


def _doubts(readers: Readers, reading: Reading, guesses: list[TopicGuess]) -> list[str]:
    found = [] if guesses else ["geen onderwerp gevonden"]
    if guesses and guesses[0].confidence < SURE:
        found.append(f"onderwerp {_percent(guesses[0].confidence)} zeker: {', '.join(one.topic for one in guesses)}")
    if reading.stance is None:
        found.append(f"geen standpunt voorgesteld ({reading.why})")
    elif reading.confidence < SURE:
        found.append(f"standpunt {_percent(reading.confidence)} zeker: {_STANCES[reading.stance]} ({reading.why})")
    if readers.confidence < SURE:
        found.append(f"doelgroep {_percent(readers.confidence)} zeker ({readers.why})")
    return found


def _footnotes(writing: _Writing, text: str) -> dict[str, Any]:
    marks = [mark for mark in dict.fromkeys(MARK.findall(text)) if mark in writing.outline.footnotes]
    writing.used_notes.update(marks)
    notes = [{"mark": mark, "text": markdown(writing.outline.footnotes[mark], writing.blanks)} for mark in marks]
    return {"footnotes": notes} if notes else {}


def _link_note(text: str, target: str) -> dict[str, str]:
    where = plain_line(target, 200)
    said = f"verwijst naar {where}, en dat kan hier niet" if where.strip("# ") else "heeft geen adres"
    return {"kind": "fault", "text": f"De link bij '{plain_line(text, 120)}' {said}."}


def _cover(writing: _Writing) -> None:
    """Lines of the cover, and footnotes that no rule calls: notes with the protocol, so that nothing is lost."""
    outline = writing.outline
    writing.tell(outline.title_sources, "titel van het protocol", "protocol.yml")
    for line in outline.cover:
        for one in _told_decisions(writing, line.text):
            _decide(writing, one)
        writing.notes.append({"kind": "context", "text": f"Op het voorblad: {markdown(line.text, Blanks())}"})
        writing.tell([line], "opmerking bij het protocol (voorblad)", "protocol.yml")
    for mark, text in outline.footnotes.items():
        if mark not in writing.used_notes:
            said = markdown(text, writing.blanks)
            writing.notes.append({"kind": "context", "text": f"Voetnoot {markdown(mark, Blanks())} in de bron: {said}"})
            writing.used_notes.add(mark)
    writing.tell(outline.note_sources, "voetnoot", "protocol.yml")
    for note in writing.notes:
        note["text"] = re.sub(r"\{\{ (\w+) \}\}", r"\1", note["text"])


def _main(
    writing: _Writing, protocol: str, origin: Origin, vocabulary: Vocabulary, organisation: str | None
) -> dict[str, Any]:
    outline = writing.outline
    title = title_of(outline.title or origin.file.rsplit(".", 1)[0].replace("_", " "))
    who = organisation or _organisation(outline)
    numbered = sum("number" in one for one in _all_rules(writing))
    main: dict[str, Any] = {
        "id": protocol,
        "title": title,
        "short_title": plain_line(who if who != OPEN else title, 40),
        "organisation": plain_line(who, 120),
        "kind": _kind(writing, who),
        "status": "concept",
        "summary": (
            f"Concept, op {date_in_words(origin.day)} ingelezen uit een bestaand document. "
            "Een redacteur moet elk voorstel nog nakijken."
        ),
        "numbering": f"{numbered} van de {len(_all_rules(writing))} regels hebben in de bron een nummer of letter.",
        "document": {"title": plain_line(outline.title) or title, "note": f"Ingelezen uit {plain_line(origin.file)}."},
    }
    if writing.decisions:
        main["decisions"] = writing.decisions
    if platforms := _platforms(outline, vocabulary):
        main["platforms"] = platforms
    main["sections"] = writing.sections or [{"id": writing.name("algemeen", "afdeling"), "title": "Algemeen"}]
    if writing.blanks.found:
        main["parameters"] = parameters(writing.blanks.found)
    main["read_on"] = origin.day.isoformat()
    return main | ({"notes": writing.notes} if writing.notes else {})


def _all_rules(writing: _Writing) -> list[dict[str, Any]]:
    return [*writing.articles.values(), *(entry for one in writing.advice.values() for entry in one["entries"])]


#: Kinds of school that keep their small letters at the start of a name.
_LOWER = ("ikc", "obs", "cbs", "rkbs", "pcbs", "kbs", "ibs", "sbo")
_ORGANISATION = re.compile(
    r"\b((?:[Bb]asisschool|Openbare basisschool|Jenaplanschool|Montessorischool|Daltonschool|Kindcentrum|"
    rf"(?i:{'|'.join(_LOWER)})|"
    r"Stichting|Scholengroep|Scholengemeenschap)\s+(?:(?:De|Het|'t|Sint|St\.|Onze|voor|van|der|den|de)\s+)*[A-ZÀ-Ý][\w'’-]+"
    r"(?:\s+[A-ZÀ-Ý][\w'’-]+)*)"
)


def _organisation(outline: Outline) -> str:
    """The school or board that the document names most; left open when it names none."""
    texts = [outline.title, *(one.text for one in outline.cover)]
    texts += [provision.text for part in outline.parts for provision in part.provisions]
    found: dict[str, int] = {}
    for text in texts:
        for name in _ORGANISATION.findall(unmarked(text.title() if text.isupper() else text)):
            full = name if name.split()[0] in _LOWER else name[0].upper() + name[1:]
            found[full] = found.get(full, 0) + 1
    return max(found, key=lambda name: found[name]) if found else OPEN


def _kind(writing: _Writing, who: str) -> str:
    named = [name for name in writing.blanks.found if name.startswith("naam_")]
    if named and who == OPEN:
        return "model"
    return "board" if who.startswith(("Stichting", "Scholengroep")) else "school"


def _platforms(outline: Outline, vocabulary: Vocabulary) -> list[str]:
    text = " ".join(provision.text for part in outline.parts for provision in part.provisions)
    return [
        platform.id
        for platform in vocabulary.platforms.values()
        if len(platform.name) > 1 and re.search(rf"\b{re.escape(platform.name)}\b", text, re.IGNORECASE)
    ]


def _notices(writing: _Writing, main: Mapping[str, Any]) -> Iterable[str]:
    if main["organisation"] == OPEN:
        yield "De naam van de school of het bestuur staat niet in het document: vul organisation in protocol.yml in."
    open_rest = sum(not leftover.settled for leftover in writing.left)
    if open_rest:
        pieces = "1 stuk vond" if open_rest == 1 else f"{open_rest} stukken vonden"
        yield f"{pieces} geen plaats, zie rest.yml. De controle vraagt daar om een besluit."
    numbers = [rule.get("number") for rule in _all_rules(writing)]
    if numbers.count("1") > 3 and numbers.count("2") == 0:
        yield "Het document drukt bij elke regel het nummer 1 af. De nummers zijn overgenomen zoals ze er staan."
