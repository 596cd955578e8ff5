"""What is wrong in the sources, where, and how to mend it."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Severity = Literal["fout", "waarschuwing", "opmerking"]
Need = Literal["day", "web"]

# These are dataclasses, where other records are Structs, which are made sooner: the list of commands needs this module
# and no other record, and so does without msgspec. Nor can a Struct leave a field out of a comparison.


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """A place in a source file; line and column count from 1.

    `within` is the part of the sources that looks here, as an acceptance knows it: `de-wilg/foto` for a rule,
    `de-wilg` for protocol.yml, `` for site.yml. A rule that is taken over looks in the file of another protocol.
    """

    file: str
    line: int = 1
    column: int = 1
    within: str = field(default="", compare=False)

    def seen_from(self, within: str) -> Place:
        """The same place, where this part of the sources looks."""
        return replace(self, within=within)


@dataclass(frozen=True, kw_only=True)
class Code:
    """A kind of problem, as the editors' guide explains it.

    `acceptable`: an editor may accept it with a reason. `needs`: what a run must know to look for it, the day or the
    web; without it a code is not looked for, and nothing said about it.
    """

    id: str
    title: str
    explanation: str
    remedy: str
    severity: Severity = "fout"
    acceptable: bool = False
    needs: Need | None = None


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One finding: what is wrong, what was expected, how to mend it; `value` is what an acceptance can name."""

    place: Place
    code: str
    what: str
    expected: str
    remedy: str
    severity: Severity = "fout"
    value: str = ""

    def __str__(self) -> str:
        """`file:line:column: what is wrong; verwacht: what was expected; how to mend it [code]`, on one line."""
        place = self.place
        return _shown(f"{place.file}:{place.line}:{place.column}: {_shortened(self.what)}; ") + _shown(
            f"verwacht: {self.expected}; {self.remedy} [{self.code}]"
        )


def _shortened(text: str, most: int = 500) -> str:
    return f"{text[: most // 2]} ... {text[-most // 2 :]}" if len(text) > most else text


def _shown(text: str) -> str:
    """The text with what would steer a screen, or hide on it, written out: it may come from a file, or be its name."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


class SourceFaults(Exception):
    """The sources cannot be used; holds every problem found in one run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def below(self, folder: str) -> SourceFaults:
        """The same faults, with `folder` before each path, so that an editor can open the file from where it stands."""
        return SourceFaults(located(self.problems, folder))


class BuildStopped(Exception):
    """The site cannot be finished; says why to who edits it."""


def problem(  # noqa: PLR0913 - the parts of a message
    code: str, place: Place, *, what: str, expected: str, remedy: str | None = None, value: str = ""
) -> Problem:
    """A problem of a known code; without `remedy` that of the code serves. Raises KeyError for an unknown code."""
    known = CODES[code]
    return Problem(
        place=place,
        code=code,
        what=what,
        expected=expected,
        remedy=remedy or known.remedy,
        severity=known.severity,
        value=value,
    )


def located(problems: Iterable[Problem], folder: str) -> list[Problem]:
    """The problems with `folder` before the path of each."""
    return [
        replace(found, place=replace(found.place, file=posixpath.normpath(posixpath.join(folder, found.place.file))))
        for found in problems
    ]


def did_you_mean(given: str, options: Iterable[str]) -> str | None:
    """`bedoelde u "x"?` for the nearest option, or None when nothing is near."""
    near = difflib.get_close_matches(given, list(options), n=1, cutoff=0.6)
    return f'bedoelde u "{near[0]}"?' if near else None


def listed(options: Sequence[str], most: int = 8) -> str:
    """The options in one line, cut short when there are many."""
    shown = ", ".join(options[:most])
    return f"{shown} en {len(options) - most} andere" if len(options) > most else shown


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [found for found in problems if found.severity == "fout"]


_ALL_CODES = (
    # reading a file
    Code(
        id="leeg-bestand",
        title="Het bestand is leeg",
        explanation="Een bronbestand zonder inhoud kan nergens getoond worden.",
        remedy="vul het bestand of verwijder het",
    ),
    Code(
        id="onleesbaar",
        title="Het bestand is niet te lezen",
        explanation="Het bestand is geen tekst in UTF-8, is te groot, of kan niet worden geopend.",
        remedy="sla het bestand op als gewone tekst in UTF-8",
    ),
    Code(
        id="bom",
        title="Het bestand begint met een BOM",
        explanation="Sommige editors zetten een onzichtbaar teken (BOM) vooraan in het bestand.",
        remedy='sla het bestand op als "UTF-8 zonder BOM"',
    ),
    Code(
        id="tab",
        title="Er staat een tab in het bestand",
        explanation="YAML springt in met spaties. Een tab geeft onvoorspelbare fouten.",
        remedy="vervang de tab door spaties",
    ),
    Code(
        id="yaml",
        title="Het bestand is geen geldige YAML",
        explanation="De opmaak klopt niet: vaak ontbreekt een aanhalingsteken, of klopt het inspringen niet.",
        remedy="kijk naar inspringen, dubbele punten en aanhalingstekens op deze regel",
    ),
    Code(
        id="anker-of-tag",
        title="Er staat een anker, verwijzing of tag in het bestand",
        explanation="YAML kent ankers (&), verwijzingen (*) en tags (!). Hier staat elke waarde voluit.",
        remedy="schrijf de waarde voluit, of zet hem tussen aanhalingstekens",
    ),
    Code(
        id="tekst-valt-weg",
        title="Tekst achter een hekje valt weg",
        explanation="Wat in YAML achter een spatie en een hekje (#) staat, is commentaar en komt niet op de site.",
        remedy="zet de hele waarde tussen aanhalingstekens, of verplaats het commentaar naar notes",
    ),
    Code(
        id="gekrulde-aanhalingstekens",
        title="Gekrulde aanhalingstekens om een waarde",
        explanation="Een tekstverwerker maakt aanhalingstekens krom. YAML kent alleen rechte.",
        remedy='gebruik rechte aanhalingstekens ("), of begin de tekst met een ander teken',
    ),
    Code(
        id="te-diep",
        title="De inhoud is te diep genest of te groot",
        explanation="Een bronbestand heeft hooguit twintig niveaus, 25.000 waarden en 512 kB.",
        remedy="splits het bestand of maak de opbouw eenvoudiger",
    ),
    Code(
        id="dubbel-veld",
        title="Een veld staat er twee keer",
        explanation="Elk veld komt in een onderdeel één keer voor. De tweede waarde zou de eerste stil vervangen.",
        remedy="verwijder een van de twee",
    ),
    # form
    Code(
        id="onbekend-veld",
        title="Onbekend veld",
        explanation="Dit veld bestaat hier niet. Vaak is het een tikfout.",
        remedy="verbeter de naam van het veld of verwijder het",
    ),
    Code(
        id="ontbrekend-veld",
        title="Verplicht veld ontbreekt",
        explanation="Zonder dit veld kan de inhoud niet getoond worden.",
        remedy="voeg het veld toe",
    ),
    Code(
        id="verkeerd-type",
        title="Verkeerd soort waarde",
        explanation="Er staat bijvoorbeeld een getal waar tekst hoort, of één waarde waar een lijst hoort.",
        remedy="pas de waarde aan",
    ),
    Code(
        id="onbekende-waarde",
        title="Onbekende waarde",
        explanation="Dit veld kent een vaste lijst van waarden.",
        remedy="kies een waarde uit de lijst",
    ),
    Code(
        id="ongeldige-vorm",
        title="De waarde heeft niet de juiste vorm",
        explanation="Bijvoorbeeld een vaste naam met hoofdletters, een lege tekst, of een datum die niet bestaat.",
        remedy="pas de waarde aan",
    ),
    # references
    Code(
        id="onbekende-verwijzing",
        title="Verwijzing naar iets dat niet bestaat",
        explanation="Een onderwerp, afdeling, platform, pictogram, regel of parameter die genoemd wordt, bestaat niet.",
        remedy="verbeter de verwijzing of voeg het ontbrekende toe",
    ),
    Code(
        id="kring",
        title="Protocollen bouwen in een kring op elkaar voort",
        explanation="Een protocol bouwt voort op een ander, dat op zijn beurt niet op het eerste mag voortbouwen.",
        remedy="verwijder extends bij een van de twee",
    ),
    Code(
        id="niets-weg-te-laten",
        title="Een weggelaten regel die er niet is",
        explanation="Met left_out vervalt een regel van het andere protocol; die regel bestaat daar niet.",
        remedy="verbeter de bestandsnaam of verwijder het bestand",
    ),
    Code(
        id="dubbele-id",
        title="Een vaste naam komt twee keer voor",
        explanation="Binnen een protocol of lijst is elke vaste naam (id) uniek: het is het adres van de regel.",
        remedy="geef een van de twee een andere naam",
    ),
    Code(
        id="onvolledige-lijst",
        title="Een vaste lijst is niet volledig",
        explanation="Doelgroepen, partijen, standpunten en standen liggen vast. De lijst legt elke waarde ervan uit.",
        remedy="voeg de waarde met haar uitleg toe",
    ),
    Code(
        id="naam-wijkt-af",
        title="De vaste naam past niet bij het bestand",
        explanation="De id in een bestand is gelijk aan de bestandsnaam, die in protocol.yml aan de mapnaam.",
        remedy="maak de twee gelijk",
    ),
    Code(
        id="weesbestand",
        title="Een bestand dat nergens bij hoort",
        explanation="Het bestand staat op een plaats, of heeft een naam, die niet gelezen wordt: de inhoud verdwijnt.",
        remedy="verplaats of hernoem het bestand, of verwijder het",
    ),
    Code(
        id="ontbrekend-bestand",
        title="Een bestand ontbreekt",
        explanation="Zonder dit bestand kan de site niet gemaakt worden.",
        remedy="maak het bestand",
    ),
    # text
    Code(
        id="onzichtbaar-teken",
        title="Een onzichtbaar teken in een tekst",
        explanation="Sommige tekens ziet u niet, maar keren tekst om, verbergen woorden of breken de pagina.",
        remedy="typ de tekst opnieuw, of plak hem zonder opmaak",
    ),
    Code(
        id="html-in-tekst",
        title="HTML in een tekst",
        explanation="Teksten zijn Markdown zonder HTML, zodat niets ongemerkt op de site komt.",
        remedy="gebruik Markdown, of laat het teken < weg",
    ),
    Code(
        id="accolades-in-tekst",
        title="Accolades in een tekst",
        explanation="Accolades zijn alleen voor parameters: twee openen, de naam, twee sluiten.",
        remedy="schrijf een parameter als {{ naam }} of haal de accolades weg",
    ),
    Code(
        id="opmaak-niet-toegestaan",
        title="Opmaak die in een tekst niet kan",
        explanation="Koppen, tabellen, lijnen, codeblokken en definities horen bij de pagina, niet in een tekst.",
        remedy="gebruik alinea's, lijsten, **nadruk** en [links](https://...)",
    ),
    Code(
        id="gevaarlijke-link",
        title="Een link die niet is toegestaan",
        explanation="Links in teksten wijzen naar http(s), mailto of tel.",
        remedy="gebruik een gewoon webadres",
    ),
    # checks
    Code(
        id="geen-onderwerp",
        title="Een regel zonder onderwerp",
        explanation="Zonder onderwerp is de regel op de doelgroeppagina's niet te vinden.",
        remedy="voeg een norm of een onderwerp toe",
    ),
    Code(
        id="doelgroep-zonder-pagina",
        title="Een doelgroep die de regel nergens toont",
        explanation="De regel noemt een doelgroep, maar geen enkele pagina toont hem aan die lezer.",
        remedy="geef de regel wat de pagina nodig heeft",
    ),
    Code(
        id="kinderwoorden-ontbreken",
        title="Een regel voor leerlingen zonder kinderwoorden",
        explanation="Wat leerlingen of iedereen bindt, heeft een tekst in de je-vorm en staat op de kinderpagina.",
        remedy="voeg wording.children en card toe, en children bij audiences",
    ),
    Code(
        id="getal-wijkt-af",
        title="Een eigen tekst noemt andere getallen dan de regel",
        explanation="Getallen, leeftijden en groepen zijn in elke tekst van een regel gelijk.",
        remedy="neem de getallen van de regel over",
        acceptable=True,
    ),
    Code(
        id="standpunt-wijkt-af",
        title="Een eigen tekst is strenger of soepeler dan de regel",
        explanation="Een tekst voor een lezer mag eenvoudiger zijn, maar verandert het standpunt nooit.",
        remedy="zeg hetzelfde verbod, gebod of dezelfde voorwaarde in andere woorden",
        acceptable=True,
    ),
    Code(
        id="groepen-wijken-af",
        title="Een tekst noemt groepen die de regel niet heeft",
        explanation="Geldt een regel alleen voor sommige groepen, dan staan die ook bij groups.",
        remedy="vul groups in of pas de tekst aan",
        acceptable=True,
    ),
    Code(
        id="niet-op-poster",
        title="Een regel die niet op een poster kan",
        explanation="Op posters staan regels van dit protocol voor kinderen, met een kaart do, dont of tell.",
        remedy="verbeter de id of haal de regel bij poster weg",
    ),
    Code(
        id="lege-afdeling",
        title="Een afdeling zonder inhoud",
        explanation="Een kop waar niets onder staat, hoort niet op de pagina.",
        remedy="voeg een regel toe of verwijder de afdeling",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="rest-niet-beslist",
        title="Een stuk van een ingelezen document heeft nog geen plaats",
        explanation=(
            "Bij het inlezen vond dit stuk tekst geen plaats in een regel. Het staat in rest.yml, zodat er niets "
            "verloren gaat, en het houdt de site tegen tot iemand beslist."
        ),
        remedy="zet de tekst in een regel of laat haar vervallen, en schrijf bij decision wat u deed",
    ),
    Code(
        id="voetnoot-zonder-plaats",
        title="Een voetnootteken komt niet in de tekst voor",
        explanation="Elke voetnoot hoort bij een plek in de tekst: zet het teken tussen blokhaken, zoals [1].",
        remedy="zet het teken tussen blokhaken in de tekst",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="parameter-ongebruikt",
        title="Een parameter die nergens gebruikt wordt",
        explanation="De parameter staat in protocol.yml, maar geen tekst of besluit noemt hem.",
        remedy="gebruik de parameter of verwijder hem",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="parameter-leeg",
        title="Het eigen protocol is niet helemaal ingevuld",
        explanation="In het protocol van de eigen school mag geen plek open blijven.",
        remedy="vul de waarde in bij parameters in site.yml",
        acceptable=True,
    ),
    Code(
        id="organisatie-open",
        title="De organisatie is nog niet ingevuld",
        explanation="In een ingelezen document stond niet van wie het protocol is. Lezers zien die naam.",
        remedy="schrijf bij organisation de naam van de school of het bestuur",
    ),
    Code(
        id="besluit-zonder-datum",
        title="Een besluit zonder datum",
        explanation="Bij een besluit over het eigen protocol staat nog niet wanneer het genomen is.",
        remedy="vul de datum in zodra het besluit genomen is",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="kleur-onleesbaar",
        title="De kleur van de school is te licht",
        explanation="Op knoppen staat witte tekst op deze kleur. De site neemt daarom zelf een donkerder tint.",
        remedy="neem zelf een donkerder tint uit uw huisstijl, of de tint die de melding noemt",
        severity="waarschuwing",
    ),
    Code(
        id="parameter-ongeldig",
        title="Een waarde past niet bij de soort parameter",
        explanation="Een datum is jjjj-mm-dd, een telefoonnummer bestaat uit cijfers, een keuze staat bij choices.",
        remedy="verbeter de waarde",
    ),
    Code(
        id="waarde-zonder-parameter",
        title="Een waarde voor een parameter die niet bestaat",
        explanation="In site.yml staat een waarde die geen enkel protocol gebruikt.",
        remedy="verbeter de naam of verwijder de waarde",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="protocol-niet-getoond",
        title="Een protocol dat de site niet toont",
        explanation="De map staat er wel, maar site.yml noemt het protocol niet.",
        remedy="voeg het toe aan protocols in site.yml, of verwijder de map",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="tekst-zonder-pagina",
        title="Een tekst die geen enkele pagina toont",
        explanation="Teksten per groep staan bij groep 6, 7 en 8; postertekst alleen bij een kaart do, dont of tell.",
        remedy="verplaats de tekst of haal hem weg",
        severity="waarschuwing",
        acceptable=True,
    ),
    # upkeep
    Code(
        id="besluit-ontbreekt",
        title="Er ontbreekt een besluit over het protocol",
        explanation="Bestuur of directie stelt een protocol vast, en de (G)MR wordt gehoord. Een concept mag wachten.",
        remedy="vul het besluit in bij decisions, of geef met status aan hoe ver het protocol is",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="status-klopt-niet",
        title="De status past niet bij de besluiten",
        explanation="Een vastgesteld protocol heeft een besluit met een datum; met zo'n besluit is het geen concept.",
        remedy="pas status aan, of vul het besluit met zijn datum in",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="herziening-voorbij",
        title="De datum van de evaluatie is voorbij",
        explanation="Bij review staat wanneer het protocol opnieuw wordt bekeken. Die dag is geweest.",
        remedy="evalueer het protocol en vul bij review de volgende datum in",
        severity="waarschuwing",
        acceptable=True,
        needs="day",
    ),
    Code(
        id="herziening-nabij",
        title="De evaluatie komt eraan",
        explanation="Binnen zestig dagen is het tijd om het protocol opnieuw te bekijken.",
        remedy="zet het op de agenda van team en MR",
        severity="waarschuwing",
        acceptable=True,
        needs="day",
    ),
    Code(
        id="agenda-klopt-niet",
        title="Een week in de agenda eindigt voor zij begint",
        explanation="De laatste dag ligt op of na de eerste.",
        remedy="verwissel of verbeter de datums bij calendar in site.yml",
    ),
    Code(
        id="platform-gestopt",
        title="Een platform dat niet meer bestaat",
        explanation="De tekst noemt wat volgens vocabulary/platforms.yml is gestopt; daar staan datum en bron.",
        remedy="noem een ander platform; staat het zo in een vastgestelde tekst, accepteer het dan met een reden",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="platform-hernoemd",
        title="Een platform dat nu anders heet",
        explanation="De tekst noemt een oude naam (vocabulary/platforms.yml). De nieuwe naam erbij is genoeg.",
        remedy="gebruik de nieuwe naam; staat het zo in een vastgestelde tekst, accepteer het dan met een reden",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="feit-verouderd",
        title="Een feit dat veranderd is",
        explanation="De tekst zegt wat volgens vocabulary/facts.yml vroeger klopte: een leeftijd, wet of naam.",
        remedy="schrijf wat nu geldt; staat het zo in een vastgestelde tekst, accepteer het dan met een reden",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="andere-schoolnaam",
        title="De naam van een andere school of een ander bestuur",
        explanation="Wie een protocol overneemt, laat gemakkelijk de naam van een andere school staan.",
        remedy="zet de eigen naam neer; hoort de naam erbij, accepteer hem dan met een reden",
        severity="waarschuwing",
        acceptable=True,
    ),
    # privacy
    Code(
        id="prive-mailadres",
        title="Een privé-mailadres",
        explanation="Een adres bij een aanbieder als Gmail of Ziggo is van een mens, niet van de school.",
        remedy="gebruik een functie-adres van de school",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="mobiel-nummer",
        title="Een mobiel telefoonnummer",
        explanation="Een nummer dat met 06 begint, is meestal van één mens en gaat mee als die weggaat.",
        remedy="gebruik het vaste nummer van de school",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="naam-leerling",
        title="De naam van een leerling",
        explanation="Een voor- en achternaam na leerling, of voor een groep. Andere namen ziet de controle niet.",
        remedy="haal de naam weg",
        severity="waarschuwing",
        acceptable=True,
    ),
    # links and readability
    Code(
        id="link-nergens-heen",
        title="Een link die nergens heen gaat",
        explanation="De link heeft geen tekst, een half adres, of wijst naar iets dat deze site niet heeft.",
        remedy="verbeter de link",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="link-dood",
        title="Een webadres dat niet antwoordt",
        explanation="Alleen met check --links: de pagina is er niet, of antwoordde nu niet.",
        remedy="zoek het nieuwe adres, of haal de link weg",
        severity="waarschuwing",
        acceptable=True,
        needs="web",
    ),
    Code(
        id="leest-moeilijk",
        title="De teksten voor een groep lezen moeilijk",
        explanation="De leesbaarheid (Flesch-Douma) van alle teksten voor een groep samen is lager dan het streven.",
        remedy="maak zinnen en woorden korter",
        severity="waarschuwing",
        acceptable=True,
    ),
    Code(
        id="teken-niet-op-papier",
        title="Een teken dat niet gedrukt kan worden",
        explanation="Het lettertype van de posters en andere PDF's heeft letters, cijfers en leestekens, maar geen "
        "emoji, pijlen of vinkjes. Plakt u uit Word, dan kan ook een bijzonder streepje of een bijzondere spatie zo'n "
        "teken zijn. Maakt u geen PDF's, dan kunt u het accepteren.",
        remedy="schrijf een woord, typ het teken opnieuw, of haal het weg",
        acceptable=True,
    ),
    # acceptances
    Code(
        id="acceptatie-overbodig",
        title="Een acceptatie die niet meer nodig is",
        explanation="Bij accepted staat een bevinding die er niet (meer) is.",
        remedy="haal de acceptatie weg",
        severity="waarschuwing",
    ),
    Code(
        id="niet-te-accepteren",
        title="Een bevinding die niet geaccepteerd kan worden",
        explanation="Sommige fouten maken de site onbruikbaar of onjuist. Die zijn alleen te herstellen.",
        remedy="haal de acceptatie weg en herstel de fout",
    ),
    Code(
        id="model-vernieuwd",
        title="Het model waarop u voortbouwt is vernieuwd",
        explanation=(
            "Met een nieuwe versie van Protocolwijzer, of van het protocol van uw bestuur, kwamen andere regels mee "
            "dan u het laatst zag. Wat u niet zelf wijzigde, staat nu in de nieuwe tekst op uw site."
        ),
        remedy='lees het met "protocolwijzer diff --model", en leg dat vast met "protocolwijzer diff --model --accept"',
        severity="waarschuwing",
    ),
    Code(
        id="model-vernieuwd-onder-eigen-tekst",
        title="Het model veranderde bij een regel die u zelf wijzigde",
        explanation="Uw eigen bestand gaat voor, dus op uw site veranderde de regel niet mee met het model.",
        remedy='lees het met "protocolwijzer diff --model", pas uw tekst zo nodig aan, en leg het vast met --accept',
        severity="waarschuwing",
    ),
    Code(
        id="instelling",
        title="Een instelling in mkdocs.yml klopt niet",
        explanation=(
            "MkDocs maakt de bladzijden en kent deze instelling, dit thema of deze plugin niet, of de waarde is van "
            "een andere soort. Een school heeft in mkdocs.yml maar weinig nodig: site_name, theme en plugins."
        ),
        remedy="verbeter de waarde, of haal de instelling weg",
    ),
    Code(
        id="trage-yaml",
        title="YAML wordt langzaam gelezen",
        explanation="De snelle leesroutine van PyYAML (libyaml) ontbreekt op deze computer.",
        remedy="installeer PyYAML als wiel (wheel) van PyPI",
        severity="waarschuwing",
    ),
    # addresses that moved or vanished
    Code(
        id="adres-bestaat-nog",
        title="Een adres bij redirects bestaat nog",
        explanation="De site heeft deze pagina of regel gewoon. Doorsturen zou haar onbereikbaar maken.",
        remedy="haal de regel bij redirects in site.yml weg",
    ),
    Code(
        id="adres-bestaat-niet",
        title="Een adres om naar door te sturen bestaat niet",
        explanation="Wie het oude adres opent, moet meteen op een pagina of regel komen die er is.",
        remedy="neem het adres over uit de adresbalk van de browser, zonder het begin van de site",
    ),
    Code(
        id="adres-dubbel",
        title="Een oud adres staat twee keer bij redirects",
        explanation="Van een oud adres kan de site maar naar één plek doorsturen.",
        remedy="laat één van de twee staan",
    ),
    Code(
        id="adres-verdwenen",
        title="Een gepubliceerd adres is verdwenen",
        explanation=(
            "Een regel had op de vorige publicatie een adres dat er nu niet meer is. Links van anderen, zoals in een "
            "nieuwsbrief, leiden dan nergens heen."
        ),
        remedy="geef de regel zijn oude id terug, of noem bij redirects in site.yml waar hij nu staat",
    ),
    # remarks, only with check --vergelijking
    Code(
        id="mist-onderwerp",
        title="De meeste andere protocollen regelen dit onderwerp",
        explanation="Meer dan de helft van de andere protocollen heeft hier een regel over, dit protocol niet.",
        remedy="bespreek of een regel nodig is; zo niet, dan is dit geen fout",
        severity="opmerking",
    ),
    Code(
        id="wijkt-af",
        title="De meeste andere protocollen zeggen iets anders",
        explanation="Voor dezelfde mensen hebben de meeste andere een ander standpunt, of een andere waarde.",
        remedy="kijk na of de norm klopt met de bron; zo ja, dan is dit geen fout",
        severity="opmerking",
    ),
    Code(
        id="niet-vergeleken",
        title="Een regel die niet in de vergelijking staat",
        explanation="De regel heeft een onderwerp, maar geen norm: hij geeft uitleg en bepaalt niets.",
        remedy="voeg een norm toe als de regel toch iets bepaalt",
        severity="opmerking",
    ),
)

CODES = {code.id: code for code in _ALL_CODES}
