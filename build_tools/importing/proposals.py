"""What a reader has to decide, proposed with a confidence: for whom a rule is, whom it binds, and how strictly."""

# ruff: noqa: E501 - patterns that read best on one line

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from build_tools.importing.outline import Outline, Part, Provision
from build_tools.importing.paper import unmarked
from build_tools.records import AudienceId, PartyId, StanceId

#: Below this a proposal is told as a doubt.
SURE = 0.6


class Readers(Struct, frozen=True, kw_only=True):
    """Who should read a rule, how sure that is (0 to 1), and why."""

    audiences: tuple[AudienceId, ...]
    confidence: float
    why: str


class Reading(Struct, frozen=True, kw_only=True):
    """How strictly a rule binds and whom; `stance` is None when it seems to bind nobody."""

    stance: StanceId | None
    parties: tuple[PartyId, ...]
    confidence: float
    why: str


_ORDER: tuple[AudienceId, ...] = ("staff", "parents", "children", "media")
_STAFF = (
    r"medewerkers?|personeel(?:sleden)?|teamlid|teamleden|leerkracht(?:en)?|lera(?:ar|ren)|docent(?:en)?|werknemers?|team|"
    r"directies?|directeur(?:en)?|schoolleiders?|leidinggevenden?|collega'?s?|onderwijsassistent(?:en)?|stagiaire?s?|"
    r"professionals?|schoolbestuurders?|onderwijspersoneel|stafmedewerkers|directieleden"
)
_PARENTS = r"ouders?|verzorgers?|ouder\(s\)|ouder\(s\)/verzorger\(s\)|vaders?|moeders?"
_CHILDREN = r"leerlingen|leerling|kinderen|kind|scholieren"
_EVERYONE = r"iedereen|een ?ieder|alle (?:betrokkenen|gebruikers)|betrokkenen?|gebruikers|schoolgemeenschap|allemaal"
_MEDIA = (
    r"\bmedia-?aandacht\b|\bde media\b|\bde pers\b|\bjournalist(?:en)?\b|\bpersbericht|\bwoordvoerder|\bmediaco[oö]rdinator|"
    r"\bcameraploeg"
)
_WORDS: dict[AudienceId, str] = {"staff": _STAFF, "parents": _PARENTS, "children": _CHILDREN}
_ANY = f"(?:{_STAFF}|{_PARENTS}|{_CHILDREN})"
#: Readers in a row: `leerlingen en/of ouders/verzorgers`.
_ROW = rf"(?:de |het |een |alle |onze |elke |iedere |\(voormalig\) )*{_ANY}(?:\s*(?:,|/|en ?/ ?of|en|of|dan wel)\s*(?:de |het |een |alle |onze )*{_ANY})*"
_SUBJECTS = (
    rf"(?:^|[.;!?:] |\n)(?:van |bij |voor |binnen |als )?(?P<row>{_ROW})\b",
    rf"\b(?:is|zijn|geldt) (?:het )?(?:voor )?(?P<row>{_ROW})\b(?= (?:\w+ )?(?:niet|verboden|toegestaan|dat))",
    (
        rf"\b(?:dient|dienen|moet|moeten|mag|mogen|zoekt|zoeken|neemt|nemen|maakt|maken|meldt|melden|vermeldt|vermelden|houdt|"
        rf"houden|kan|kunnen|zorgt|zorgen|geeft|geven|hebben|vraagt|blijft|blijven|deelt|delen) (?P<row>{_ROW})\b"
    ),
)


def _mentioned(text: str) -> set[AudienceId]:
    """The readers whom a text names anywhere."""
    return {reader for reader, words in _WORDS.items() if re.search(rf"\b(?:{words})\b", text)}


def _subjects(text: str) -> set[AudienceId]:
    """The readers whom a sentence of the text binds or speaks of as acting."""
    rows = " ".join(found["row"] for pattern in _SUBJECTS for found in re.finditer(pattern, text))
    return _mentioned(rows)


def _named(title: str) -> set[AudienceId]:
    """The readers that a heading names; not those with whom it was agreed, or in relation to whom."""
    text = re.sub(r"\b(?:met|door) (?:het|ons) (?:hele |gehele |voltallige )?team\b|\bin relatie tot\b.*", "", title)
    if re.search(
        r"\bmedia-?aandacht\b|\b(?:de )?pers\b|\bjournalist|\bomgaan met (?:de )?media\b|\bpers\w*contact", text
    ):
        return {"media", "staff"}
    if re.search(rf"\b(?:{_EVERYONE})\b", text):
        return {"staff", "parents", "children"}
    return _mentioned(text) | ({"parents"} if re.search(r"\bthuis\b", text) else set())


def document_readers(outline: Outline) -> tuple[AudienceId, ...]:
    """For whom the document as a whole is: whom its headings name, and whom its rules bind."""
    texts = [unmarked(one.text).lower() for part in outline.parts for one in part.provisions]
    bound = Counter(reader for text in texts for reader in _subjects(text))
    headed = {reader for part in outline.parts for reader in _named(part.heading.lower())}
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s", text)]
    together = sum(len(_mentioned(sentence)) == 3 for sentence in sentences) >= 2
    found = {reader for reader in _ORDER[:3] if together or reader in headed or bound[reader] >= 2}
    return _sorted(found | {"staff"}) if found else ("staff", "parents")


def propose_readers(part: Part, provision: Provision, whole: tuple[AudienceId, ...]) -> Readers:
    """The audiences of a provision: from its heading, the way it addresses its reader, and whom it speaks of."""
    text = unmarked(provision.text).lower()
    lead = " ".join(one.text for one in part.intro[-1:]).lower()
    titles = [
        part.heading.lower(),
        lead if len(lead.split()) <= 20 else "",
        *(one.lower() for one in reversed(part.path)),
    ]
    named = next((found for title in titles if (found := _named(title))), None)
    if named:
        return _under_heading(named, text)
    if addressed := _addressed(text, part):
        return Readers(audiences=_sorted(addressed), confidence=0.75, why="de aanspreekvorm")
    if re.search(_MEDIA, text):
        return Readers(audiences=("staff", "media"), confidence=0.6, why="de tekst gaat over de pers")
    if provision.listed or re.match(rf"(?:binnen|bij|voor) (?:de |het )?{_ANY}\b", text):
        return _by_words(text, whole)
    return Readers(audiences=whole, confidence=0.5, why="het document als geheel")


def _by_words(text: str, whole: tuple[AudienceId, ...]) -> Readers:
    """Whom the rule binds, and whom else it names; for a rule of the school, staff as well."""
    subjects, others = _subjects(text), _mentioned(text) & set(whole)
    if re.search(rf"\b(?:{_EVERYONE})\b", text):
        return Readers(audiences=whole, confidence=0.65, why="de regel is voor iedereen")
    if subjects:
        return Readers(audiences=_sorted(subjects | others), confidence=0.6, why="wie de zin noemt")
    if others:
        return Readers(audiences=_sorted(others | {"staff"}), confidence=0.5, why="wie de zin noemt")
    return Readers(audiences=whole, confidence=0.5, why="het document als geheel")


def _under_heading(named: set[AudienceId], text: str) -> Readers:
    """What the heading says, narrowed when it names several readers and the rule itself only some."""
    mentioned = _mentioned(text)
    if "media" in named:
        return Readers(audiences=_sorted(named), confidence=0.85, why="de kop")
    if len(named) > 1 and mentioned and not re.search(rf"\b(?:{_EVERYONE})\b", text):
        return Readers(audiences=_sorted(mentioned), confidence=0.6, why="de kop, en wie de zin noemt")
    if (
        named == {"staff"}
        and "parents" in mentioned
        and re.search(r"\btoestemming\b|\bcontact met\b|\bouders toe", text)
    ):
        return Readers(audiences=("staff", "parents"), confidence=0.7, why="de kop, en wie de zin noemt")
    return Readers(audiences=_sorted(named), confidence=0.85 if len(named) == 1 else 0.7, why="de kop")


def _addressed(text: str, part: Part) -> set[AudienceId]:
    """The reader whom the text, or else what stands beside it, addresses."""
    own_child = r"\b(?:uw|u) (?:eigen )?kind(?:eren)?\b|\buw (?:zoon|dochter)\b"
    beside = " ".join(unmarked(one.text).lower() for one in part.provisions if not one.listed)
    if re.search(own_child, text) or re.search(own_child, beside):
        return {"parents"}
    if re.search(r"\b(?:je|jouw) (?:leerkracht|juf|meester|ouders|vader|moeder|klas)\b", text):
        return {"children"}
    return {"staff"} if re.search(r"\bals (?:leerkracht|medewerker|werknemer|teamlid)\b", text) else set()


def _sorted(found: Iterable[AudienceId]) -> tuple[AudienceId, ...]:
    kept = set(found)
    return tuple(reader for reader in _ORDER if reader in kept)


#: Signal words in order: the first that fits the sentence decides. (stance, pattern, confidence)
_SIGNALS: tuple[tuple[StanceId, str, float], ...] = (
    ("conditional", r"verboden (?:om )?zonder|niet toegestaan[^.]*\btenzij\b|\btenzij\b|\bmits\b|\bnooit\b[^.]*\bzonder\b|\bniet\b[^.]*\bzonder (?:toestemming|overleg)", 0.75),
    ("required", r"\bdien(?:t|en)\b[^.]*\bbewust\b|\b(?:is|blijft) essentieel\b|^essentieel is\b", 0.65),
    ("discouraged", r"\bliever niet\b|\baf te raden\b|\bafgeraden\b|\bvermijd\w*|\bbij voorkeur (?:niet|geen)\b|\bterughoudend\b|\braden\b[^.]*\baf\b|\bbeter niet\b|\bonwenselijk\b", 0.8),
    ("forbidden", r"\bniet (?:is )?toegestaan\b|\bverboden\b|\b(?:mag|mogen|magen) (?:\w+ ){0,8}?(?:niet|geen|nooit)\b|\bnooit\b|\bniet geoorloofd\b|\bin geen geval\b|\bniet (?:ge)?accepteer?d?\b|\bonder geen beding\b|\buit den boze\b|\bverbod\b", 0.75),
    ("conditional", r"(?<!niet )\balleen (?:\w+ ){0,3}?(?:na|met|als|wanneer|indien|door|voor|in|op|bij|gebruikt)\b|\buitsluitend\b|\bzolang\b|\b(?:pas|slechts) (?:na|als|wanneer|met)\b|\b(?:kan|kunnen)\b[^.,;]{0,60}\bworden\b|\bbepa(?:alt|len) zelf\b|\bnaar eigen inzicht\b|\bin overleg\b|\bmet toestemming\b|\bhangt (?:\w+ )?af\b|\bhebben alleen betrekking\b|\bbeslist\b", 0.65),
    ("recommended", r"\bbedenk\b|\brealiseer|\bzich (?:ervan )?bewust\b|\bprobeer|\bis aan te raden\b|\bhet beste\b|\bbij voorkeur\b|\badvise|\badvies\b|\bmoedig\w*|\bstimule|\bonthoud\b|\blet op\b|\bbeseffen\b|\bweten dat\b|\bhoud\w* (?:\w+ )?rekening\b|\bis (?:verstandig|belangrijk)\b|\baanbevolen\b|\bwensel", 0.6),
    ("required", r"\bmoet(?:en)?\b|\bdien(?:t|en)\b|\bverplicht\b|\bis (?:altijd )?(?:persoonlijk )?verantwoordelijk\b|\bpersoonlijk verantwoordelijk\b|\bneemt\b[^.]*\bcontact\b|\bworden\b[^.]*\bgenomen\b", 0.75),
    ("allowed", r"\b(?:mag|mogen)\b|\btoegestaan\b|\bstaat\b[^.]*\bvrij\b|\bkun(?:nen|t)?\b[^.]*\b(?:worden verwijderd|contact opnemen)\b", 0.65),
)  # fmt: skip
_BAN = re.compile(
    r"^(?:\w+ ){0,12}?(?:\w+en|\w+t|ben|doe|zet|ga|geef|maak|deel|plaats|gebruik) (?:\w+ ){0,7}?(?:geen|niet)\b|^(?:ook )?(?:geen|niet)\b|^(?!de |het |een |als |wanneer |bij |indien )\w+ (?:\w+ )?geen\b"
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
_DEFINES = re.compile(
    r"^[\w .-]{2,30}: (?:dit is |een )|\b(?:dit|het) protocol (?:draagt|dient|beschrijft|geeft|heeft|is)\b|\b(?:zijn|is) bedoeld\b|"
    r"\bverstaan (?:we|wij)\b|\bonderken(?:t|nen)\b"
)
_COMMANDS = re.compile(r"\b(?:moet|moeten|mag|mogen|dient|dienen|toegestaan|verboden|alleen betrekking|tevens te)\b")
_SOFT_KINDS = {"do", "tips", "steps"}
_EXPLAINS = re.compile(
    r"\b(?:doel|verstaan|bieden? (?:de )?mogelijkhe|onlosmakelijk|vormen|verzamelbegrip|ontwikkeling|dit protocol|"
    r"bestaat uit|verwijzen|gaat over|betekent|is een\b|zijn een\b|in tegenstelling)\b"
)


def propose_stance(part: Part, provision: Provision, readers: Readers) -> Reading:
    """How strictly a provision binds, from its signal words, its form and the list it stands in.

    The first sentence decides; what follows explains it, and counts only when the first says nothing.
    """
    text = unmarked(_told(provision)).lower().replace("\u2019", "'").lstrip(". …")
    stance, confidence, why = _stance(part, provision, text)
    return Reading(stance=stance, parties=_parties(text, readers), confidence=confidence, why=why)


def _told(provision: Provision) -> str:
    """The words of a provision without the cell that names its subject, which no sentence begins with."""
    first, *rest = provision.points
    named = provision.title and rest and unmarked(first.text).strip() == unmarked(provision.title).strip()
    return "\n".join(point.text for point in rest) if named else provision.text


def _stance(part: Part, provision: Provision, text: str) -> tuple[StanceId | None, float, str]:
    first = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
    soft = part.kind in _SOFT_KINDS
    if _DEFINES.search(first) or (not provision.listed and _EXPLAINS.search(text) and not _COMMANDS.search(text)):
        return None, 0.6, "een uitleg, geen regel"
    if _IMPERATIVE.search(first) and not re.search(r"\b(?:niet|geen|nooit)\b", " ".join(first.split()[:5])):
        return "recommended" if soft or part.kind == "dont" else "required", 0.7, "een opdracht"
    if part.kind == "dont":
        firm = re.search(r"\bnooit\b|\bverboden\b", text)
        return "forbidden" if firm else "discouraged", 0.7, "de lijst van wat niet te doen"
    for scope, less in ((first, 0.0), (text, 0.15)):
        if found := _signal(scope, soft):
            return found[0], round(found[1] - less, 2), found[2]
        if scope is first and provision.listed and _BAN.search(first):
            return "discouraged" if part.kind == "tips" else "forbidden", 0.6, "'niet' of 'geen' bij het werkwoord"
    if soft:
        return "recommended", 0.6, "de lijst met adviezen"
    if _ORDERED.search(text):
        return "required", 0.55, "een plicht als feit"
    return ("required", 0.35, "een regel in een lijst") if provision.listed else (None, 0.4, "geen signaalwoord")


def _signal(text: str, soft: bool) -> tuple[StanceId, float, str] | None:
    """The stance of the first signal that a text holds; in a list of advice no command is more than advice."""
    for stance, pattern, confidence in _SIGNALS:
        if found := re.search(pattern, text):
            chosen: StanceId = "recommended" if soft and stance in {"required", "allowed"} else stance
            return chosen, confidence, f"'{found[0][:40].strip()}'"
    return None


_PARTY_OF: dict[AudienceId, PartyId] = {"staff": "staff", "parents": "parents", "children": "pupils", "media": "staff"}


def _parties(text: str, readers: Readers) -> tuple[PartyId, ...]:
    if re.search(rf"\b(?:{_EVERYONE})\b", text[:120]):
        return ("everyone",)
    if re.match(r"(?:de |onze |op )?(?:school|onderwijsinstelling|stichting|het bestuur|wij|we)\b", text):
        return ("school",)
    subjects = _sorted(_subjects(text)) or readers.audiences
    parties = tuple(dict.fromkeys(_PARTY_OF[reader] for reader in subjects))
    return ("everyone",) if set(parties) >= {"staff", "parents", "pupils"} else parties
