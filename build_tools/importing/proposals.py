"""What a reader has to decide, proposed with a confidence: for whom a rule is, whom it binds, and how strictly."""

# ruff: noqa: E501 - patterns that read best on one line

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from build_tools.importing.outline import Outline, Part, Provision
from build_tools.importing.paper import unmarked
from build_tools.records import AudienceId, PartyId, StanceId

#: Below this a proposal is told as a doubt.
SURE = 0.6


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Who should read a rule, how sure that is (0 to 1), and why."""

    audiences: tuple[AudienceId, ...]
    confidence: float
    why: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How strictly a rule binds and whom; `stance` is None when it seems to bind nobody."""

    stance: StanceId | None
    parties: tuple[PartyId, ...]
    confidence: float
    why: str


_ORDER: tuple[AudienceId, ...] = ("staff", "parents", "children", "media")
_STAFF = (
    r"medewerkers?|personeel(?:sleden)?|teamle?d(?:en)?|leerkracht(?:en)?|lera(?:ar|ren)|docent(?:en)?|werknemers?|team|"
    r"directies?|directeur(?:en)?|schoolleiders?|leidinggevenden?|collega'?s?|onderwijsassistent(?:en)?|stagiaire?s?|"
    r"professionals?|schoolbestuurders?|onderwijspersoneel|stafmedewerkers|directieleden"
)
_PARENTS = r"ouders?|verzorgers?|ouder\(s\)|vaders?|moeders?"
_CHILDREN = r"leerlingen|leerling|kinderen|kind|scholieren"
_EVERYONE = r"iedereen|een ?ieder|alle (?:betrokkenen|gebruikers)|betrokkenen?|gebruikers|schoolgemeenschap|allemaal"
_MEDIA = (
    r"media-?aandacht|de media|de pers\b|journalist(?:en)?|persbericht|woordvoerder|mediaco[oö]rdinator|cameraploeg"
)


def _named(text: str) -> set[AudienceId]:
    """The readers that a heading names."""
    found: set[AudienceId] = set()
    if re.search(rf"\b(?:{_STAFF})\b", text):
        found.add("staff")
    if re.search(rf"\b(?:{_PARENTS})\b|\bthuis\b", text):
        found.add("parents")
    if re.search(rf"\b(?:{_CHILDREN})\b", text):
        found.add("children")
    if re.search(rf"\b(?:{_EVERYONE})\b", text):
        found |= {"staff", "parents", "children"}
    if re.search(
        r"\bmedia-?aandacht\b|\b(?:de )?pers\b|\bjournalist|omgaan met (?:de )?media\b|\bpers[a-z]*contact", text
    ):
        return {"media", "staff"}
    return found


def document_readers(outline: Outline) -> tuple[AudienceId, ...]:
    """For whom the document as a whole is: whom its headings, introduction and rules speak of as bound by it."""
    texts = [unmarked(p.text).lower() for part in outline.parts for p in part.provisions]
    subjects = Counter(reader for text in texts for reader in _subjects(text))
    headings = " ".join(part.heading.lower() for part in outline.parts)
    whole = " ".join(texts)
    found: set[AudienceId] = {"staff"} if subjects["staff"] or re.search(rf"\b(?:{_STAFF})\b", whole) else set()
    groups = rf"(?:{_CHILDREN})[^.]{{0,60}}(?:{_PARENTS})|(?:{_PARENTS})[^.]{{0,60}}(?:{_CHILDREN})"
    together = len(re.findall(groups, whole)) >= 2 and re.search(rf"\b(?:{_EVERYONE})\b", whole)
    others: tuple[tuple[AudienceId, str], ...] = (("parents", _PARENTS), ("children", _CHILDREN))
    for reader, words in others:
        bound = subjects[reader] >= 2 or re.search(rf"\b(?:{words})\b", headings)
        if bound or together:
            found.add(reader)
    return tuple(reader for reader in _ORDER if reader in found) or ("staff", "parents")


_SUBJECT = {
    "staff": rf"(?:{_STAFF})",
    "parents": rf"(?:{_PARENTS})",
    "children": rf"(?:{_CHILDREN})",
}


def _subjects(text: str) -> set[AudienceId]:
    """The readers whom a sentence of the text binds or speaks of as acting."""
    found: set[AudienceId] = set()
    for reader in _ORDER[:3]:
        words = _SUBJECT[reader]
        starts = rf"(?:^|[.;!?] |\n)(?:de |een |onze |alle |het |voor |elke |van (?:de )?|bij (?:de )?)*(?:\w+ (?:en|of) )?{words}\b"
        listed = rf"(?:^|[.;!?] |\n)[^.;!?]{{0,50}}\b{words}(?:,| en| of|/)"
        not_to = (
            rf"\b(?:is|zijn|geldt) (?:het )?(?:voor )?(?:de |alle )?(?:\(voormalig\) )?(?:\w+,? )?(?:en )?{words}\b"
        )
        if re.search(starts, text) or re.search(not_to, text) or (re.search(listed, text) and reader != "parents"):
            found.add(reader)
    return found


def propose_readers(part: Part, provision: Provision, whole: tuple[AudienceId, ...]) -> Readers:
    """The audiences of a provision: from its heading, the way it addresses its reader, and whom it speaks of."""
    text = unmarked(provision.text).lower()
    lead = " ".join(one.text for one in part.intro[-1:]).lower()
    for title in (
        part.heading.lower(),
        lead if len(lead.split()) <= 20 else "",
        *reversed([one.lower() for one in part.path]),
    ):
        if named := _named(title):
            return _within_heading(named, text, title)
    addressed = _addressed(text)
    if addressed:
        return Readers(audiences=_sorted(addressed), confidence=0.75, why="de aanspreekvorm")
    if re.search(_MEDIA, text) and "media" not in whole:
        return Readers(audiences=("staff", "media"), confidence=0.6, why="de tekst gaat over de pers")
    subjects = _subjects(text)
    if re.search(rf"\b(?:{_EVERYONE})\b", text):
        subjects = set(_ORDER[:3]) & set(whole) or subjects
    if subjects and part.provisions and provision.listed:
        mentioned: set[str] = {reader for reader, words in _SUBJECT.items() if re.search(rf"\b{words}\b", text)}
        extra: set[AudienceId] = {reader for reader in _ORDER if reader in mentioned and reader in whole}
        everyone: set[AudienceId] = extra if len(extra) == 3 else set()
        return Readers(audiences=_sorted(subjects | everyone), confidence=0.55, why="wie de zin noemt")
    return Readers(audiences=whole, confidence=0.5, why="het document als geheel")


def _within_heading(named: set[AudienceId], text: str, heading: str) -> Readers:
    """What the heading says, narrowed when it names several readers and the rule itself only some."""
    subjects = _subjects(text)
    shared = named & subjects
    several = len(named) > 1 and "media" not in named
    if several and shared and not re.search(rf"\b(?:{_EVERYONE})\b", text):
        rest: set[AudienceId] = {"parents"} if "parents" in named and re.search(rf"\b(?:{_PARENTS})\b", text) else set()
        return Readers(audiences=_sorted(shared | rest), confidence=0.6, why="de kop, en wie de zin noemt")
    also: set[AudienceId] = set()
    if (
        named == {"staff"}
        and re.search(r"\btoestemming\b|\bcontact met ouders|\bouders toe", text)
        and re.search(_PARENTS, text)
    ):
        also = {"parents"}
    if named == {"staff", "children"} and re.search(r"relatie tot|over (?:de )?(?:kinderen|leerlingen)", heading):
        named = {"staff"}
    return Readers(
        audiences=_sorted(named | also), confidence=0.85 if len(named) == 1 or "media" in named else 0.7, why="de kop"
    )


def _addressed(text: str) -> set[AudienceId]:
    if re.search(r"\b(?:uw|u) (?:eigen )?kind(?:eren)?\b|\buw zoon\b", text):
        return {"parents"}
    if re.search(r"\b(?:je|jouw) (?:leerkracht|juf|meester|ouders|vader|moeder|vriend)", text):
        return {"children"}
    if re.search(r"\bals (?:leerkracht|medewerker|werknemer|teamlid)\b", text):
        return {"staff"}
    return set()


def _sorted(found: Iterable[AudienceId]) -> tuple[AudienceId, ...]:
    return tuple(reader for reader in _ORDER if reader in set(found))


#: Signal words in order: the first that fits the sentence decides. (stance, pattern, confidence)
_SIGNALS: tuple[tuple[StanceId, str, float], ...] = (
    ("conditional", r"niet toegestaan[^.]*\btenzij\b|\btenzij\b|\bmits\b|\bnooit\b[^.]*\bzonder\b|\bniet\b[^.]*\bzonder (?:toestemming|overleg)", 0.75),
    ("discouraged", r"\bliever niet\b|\baf te raden\b|\bafgeraden\b|\bvermijd\w*|\bbij voorkeur (?:niet|geen)\b|\bterughoudend\b|\braden\b[^.]*\baf\b|\bbeter niet\b|\bonwenselijk\b", 0.8),
    ("forbidden", r"\bniet (?:is )?toegestaan\b|\bverboden\b|\b(?:mag|mogen|magen) (?:\w+ ){0,8}?(?:niet|geen|nooit)\b|\bnooit\b|\bniet geoorloofd\b|\bin geen geval\b|\bniet (?:ge)?accepteer?d?\b|\bonder geen beding\b|\buit den boze\b|\bverbod\b", 0.75),
    ("conditional", r"\balleen (?:\w+ ){0,3}?(?:na|met|als|wanneer|indien|door|voor|in|op|bij|gebruikt)\b|\buitsluitend\b|\bzolang\b|\b(?:pas|slechts) (?:na|als|wanneer|met)\b|\bkan\b[^.]*\bworden\b|\bkunnen\b[^.]*\bworden\b|\bbepa(?:alt|len) zelf\b|\bnaar eigen inzicht\b|\bin overleg\b|\bmet toestemming\b|\bhangt (?:\w+ )?af\b|\bhebben alleen betrekking\b|\bbeslist\b", 0.65),
    ("recommended", r"\bbedenk\b|\brealiseer|\bzich (?:ervan )?bewust\b|\bprobeer|\bis aan te raden\b|\bhet beste\b|\bbij voorkeur\b|\badvise|\badvies\b|\bmoedig\w*|\bstimule|\bonthoud\b|\blet op\b|\bbeseffen\b|\bweten dat\b|\bhoud\w* (?:\w+ )?rekening\b|\bis (?:verstandig|belangrijk)\b|\baanbevolen\b|\bwensel", 0.6),
    ("required", r"\bmoet(?:en)?\b|\bdien(?:t|en)\b|\bverplicht\b|\bis (?:altijd )?(?:persoonlijk )?verantwoordelijk\b|\bpersoonlijk verantwoordelijk\b|\bneemt\b[^.]*\bcontact\b|\bworden\b[^.]*\bgenomen\b", 0.75),
    ("allowed", r"\b(?:mag|mogen)\b|\btoegestaan\b|\bstaat\b[^.]*\bvrij\b|\bkun(?:nen|t)?\b[^.]*\b(?:worden verwijderd|contact opnemen)\b", 0.65),
)  # fmt: skip
_BAN = re.compile(
    r"^(?:\w+ ){0,12}?(?:\w+en|\w+t|ben|doe|zet|ga|geef|maak|deel|plaats|gebruik) (?:\w+ ){0,7}?(?:geen|niet)\b|^geen\b|^niet\b"
)
_ORDERED = re.compile(
    r"^(?:[a-z]+(?:en|t)) (?:je|u|zij|wij)?\b|^(?:de |het |alle |onze |een |elke )?(?:\w+[ ,/]+){1,9}?"
    r"(?:vraagt|vragen|zorgt|zorgen|meldt|melden|neemt|nemen|geeft|geven|houdt|houden|gebruikt|gebruiken|maakt|maken|"
    r"vermeldt|vermelden|bespreekt|bespreken|draagt|dragen|volgt|volgen|blijft|blijven|respecteert|respecteren|wordt|"
    r"worden|zoekt|zoeken|communiceert|controleert|legt|leggen|staat|staan|zit|zitten|gaan|gaat|laat|laten|"
    r"evalueert|informeert|informeren|zet|zetten|handhaaft|deelt|delen)\b"
)
_IMPERATIVE = re.compile(
    r"^(?:bij \w+[^:]{0,30}: )?(?:maak|geef|spreek|houd|hou|check|controleer|gedraag|denk|vraag|stel|laat|zorg|kies|"
    r"vertel|leg|bespreek|help|let|weet|stimuleer|google|word|praat|kijk|lees|gebruik|zet|neem|meld|bewaar|blokkeer|"
    r"blijf|overleg|stop|bel|doe|wees|respecteer|schrijf|ga|volg|zoek|noem|toon|verwijs|plaats|deel|reageer)\b"
)
_SOFT_KINDS = {"do", "tips", "steps"}
_EXPLAINS = re.compile(
    r"\b(?:doel|verstaan|bieden? (?:de )?mogelijkhe|onlosmakelijk|vormen|verzamelbegrip|ontwikkeling|dit protocol|"
    r"bestaat uit|verwijzen|gaat over|betekent|is een\b|zijn een\b|in tegenstelling)\b"
)


def propose_stance(part: Part, provision: Provision, readers: Readers) -> Reading:
    """How strictly a provision binds, from its signal words, its form and the list it stands in."""
    text = unmarked(provision.text).lower().replace("\u2019", "'").lstrip(". …")
    parties = _parties(text, readers)
    if (
        not provision.listed
        and _EXPLAINS.search(text)
        and not re.search(r"\b(?:moet|mag|dien|toegestaan|verboden|wordt .* g)", text)
    ):
        return Reading(stance=None, parties=parties, confidence=0.6, why="een uitleg, geen regel")
    if part.kind == "dont":
        firm = re.search(r"\bnooit\b|\bverboden\b", text)
        return Reading(
            stance="forbidden" if firm else "discouraged",
            parties=parties,
            confidence=0.7,
            why="de lijst van wat niet te doen",
        )
    for stance, pattern, confidence in _SIGNALS:
        if found := re.search(pattern, text):
            soft = part.kind in _SOFT_KINDS and stance in {"required", "allowed"}
            chosen: StanceId = "recommended" if soft else stance
            return Reading(stance=chosen, parties=parties, confidence=confidence, why=f"'{found[0][:40].strip()}'")
    if _BAN.search(text.split(". ")[0].split(" – ")[0]):
        chosen = "discouraged" if part.kind == "tips" else "forbidden"
        return Reading(stance=chosen, parties=parties, confidence=0.6, why="'niet' of 'geen' bij het werkwoord")
    if part.kind in _SOFT_KINDS:
        return Reading(stance="recommended", parties=parties, confidence=0.65, why="de lijst met adviezen")
    if _IMPERATIVE.search(text) or _ORDERED.search(text):
        return Reading(stance="required", parties=parties, confidence=0.55, why="een opdracht, of een plicht als feit")
    if provision.listed:
        return Reading(stance="required", parties=parties, confidence=0.35, why="een regel in een lijst")
    return Reading(stance=None, parties=parties, confidence=0.4, why="geen signaalwoord")


_PARTY_OF: dict[AudienceId, PartyId] = {"staff": "staff", "parents": "parents", "children": "pupils", "media": "staff"}


def _parties(text: str, readers: Readers) -> tuple[PartyId, ...]:
    if re.search(rf"\b(?:{_EVERYONE})\b", text[:120]):
        return ("everyone",)
    if re.match(r"(?:de |onze |op )?(?:school|onderwijsinstelling|stichting|het bestuur|wij|we)\b", text):
        return ("school",)
    subjects = _sorted(_subjects(text)) or readers.audiences
    parties = tuple(dict.fromkeys(_PARTY_OF[reader] for reader in subjects))
    return ("everyone",) if set(parties) >= {"staff", "parents", "pupils"} else parties
