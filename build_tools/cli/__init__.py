"""The command line, in Dutch; the only part that writes.

Exit codes: 0 all is well, 1 the sources or the site have faults, 2 the command was not understood or could not run.
A command is imported only when it runs or explains itself, so that a list of commands comes at once.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from gettext import gettext
from keyword import iskeyword

import click

from build_tools.dutch import speak_dutch
from build_tools.problems import BuildStopped

speak_dutch()  # click translates names when an option is made, so before the first one

#: When Python looks for rings of records that nothing else refers to. A command makes many records that stay, and
#: next to no rings: with Python's own figures a fifth of its time went to looking. A build of sixty protocols after an
#: edit ends before the first look.
SELDOM = (250_000, 20, 20)

#: What each command does, for the list; its module below this package, and the function in it, have its name.
COMMANDS = {
    "build": "Bouw de site, streng: elke waarschuwing is een fout.",
    "check": "Controleer alle bronbestanden en toon elke fout met plaats en oplossing.",
    "diff": "Vertel wat er in de protocollen veranderde sinds een eerdere versie van de bronnen.",
    "explain": "Toon waar elk deel van REGEL vandaan komt: van uzelf, van het bestuur of van het model.",
    "import": "Maak van een bestaand document (Word, OpenDocument, PDF, Markdown, tekst) een concept.",
    "new": "Maak in MAP een begin voor de site van uw eigen school, met een vraag per keer.",
    "publish": "Maak alles om te publiceren: voor een webhost, USB-stick, het CMS van de school en de printer.",
    "join": "Maak van de delen in MAP (standaard: delen) één site.",
    "render": "Schrijf alle pagina's als Markdown, met de gegevensbestanden en de PDF's, naar MAP.",
    "schema": "Schrijf van elk soort bronbestand het JSON Schema naar MAP (standaard: .vscode/schema).",
    "shard": "Bouw één deel van een grote verzameling, of toon zonder NUMMER welke delen er zijn.",
    "serve": "Toon de site op deze computer; een open bladzijde ververst vanzelf als u iets opslaat.",
}


#: The last second that a zip file can hold: the end of 2107.
_LATEST = 4354819199


def _see_that_the_day_is_one() -> None:
    """Refuse a SOURCE_DATE_EPOCH that is no number of seconds, as its specification asks of whoever reads it."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "0")
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(_LATEST)) and int(given) <= _LATEST):
        raise click.UsageError(
            f'SOURCE_DATE_EPOCH is "{given}"; verwacht: een aantal seconden sinds 1970, hoogstens {_LATEST}. Verbeter '
            "deze omgevingsvariabele of haal haar weg (unset SOURCE_DATE_EPOCH)"
        )


class _Commands(click.Group):
    """Finds a command in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click names it
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name + "_" * iskeyword(cmd_name)
        command: object = getattr(importlib.import_module(f"{__name__}.{name}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - a test asks for each
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was asked for; with the nearest ones when it is not there, of which click knows none."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as unknown:
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx) from unknown

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what stops it, and the command did not tell itself, is told: with exit code 2 for the disk."""
        gc.set_threshold(*SELDOM)  # before the command is imported: that makes many things that stay as well
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader of our output stopped: click ends quietly
        except BuildStopped as stopped:
            shared = importlib.import_module(f"{__name__}.shared")
            shared.err().print(f"{stopped}\nEr is niets veranderd.", markup=False)
            raise SystemExit(1) from stopped
        except OSError as refused:
            shared = importlib.import_module(f"{__name__}.shared")
            shared.err().print(shared.in_dutch(refused), style="red", markup=False)
            raise SystemExit(2) from refused

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the commands without importing them."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[OPTIES]",
    subcommand_metavar="COMMANDO [...]",
)
@click.version_option(package_name="protocolwijzer", message="%(prog)s %(version)s", help="Toon de versie.")
def main() -> None:
    """Protocolwijzer maakt van bronbestanden een doorzoekbare site met de protocollen van een school.

    Uitkomst: 0 alles in orde, 1 er zijn fouten in de bronnen of de site, 2 het commando kon niet worden uitgevoerd.
    """
    _see_that_the_day_is_one()


def run() -> None:
    """The command of a whole process, which ends without taking apart all that it has in memory.

    Python would free every record by itself: for a large collection that takes a tenth of a build. What registered to
    be done at the end is done, since that goes from the last to the first.
    """
    ended: list[object] = []
    atexit.register(_end_here, ended)
    try:
        main()
    except SystemExit as left:
        ended.append(left.code)
        raise


def _end_here(ended: list[object]) -> None:
    """End with the code of click; what else ended the program, Python tells itself."""
    if ended and isinstance(ended[0], int | None):
        for stream in filter(None, (sys.stdout, sys.stderr)):  # a closed one is None
            stream.flush()
        os._exit(ended[0] or 0)
