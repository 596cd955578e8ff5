"""`protocolwijzer serve`: the site on this computer, fresh after each change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from build_tools.cli.shared import CONFIG, err, out, show_log, there
from build_tools.plugin import source_folder
from build_tools.preview import Notice, preview
from build_tools.problems import BuildStopped

_HIGHEST_PORT = 65535


def _address(_: click.Context, __: click.Parameter, value: str) -> tuple[str, int]:
    host, port = value.rpartition(":")[::2]
    if not re.fullmatch(r"[^\s:/]+:\d{1,5}", value) or int(port) > _HIGHEST_PORT:
        raise click.BadParameter("verwacht: een adres en een poort, zoals 127.0.0.1:8000")
    return host, int(port)


@click.command(options_metavar="[OPTIES]")
@CONFIG
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    callback=_address,
    help="Adres en poort van de voorvertoning.",
)
def serve(config_file: Path, address: tuple[str, int]) -> None:
    """Toon de site op deze computer; een open bladzijde ververst vanzelf als u iets opslaat.

    Elke bladzijde wordt gemaakt als u haar opent. Bij een fout in de bronnen blijft de laatste goede versie te zien,
    met de melding eroverheen; die staat ook in dit venster. Stop met Ctrl+C.
    """
    show_log()
    try:
        there(source_folder(config_file))
        preview(config_file, address, _started, _Told())
    except BuildStopped as stopped:
        err().print(f"{stopped}\nDe voorvertoning is niet begonnen.", markup=False)
        raise SystemExit(1) from stopped
    except KeyboardInterrupt:
        out().print("De voorvertoning is gestopt.")


def _started(address: str) -> None:
    out().print(f"Voorvertoning op {address} (stop met Ctrl+C)")


class _Told:
    """Tells on the error stream what changed in what is wrong."""

    def __init__(self) -> None:
        self._notice = Notice()

    def __call__(self, notice: Notice, remarks: Sequence[str]) -> None:
        """Tell of new faults, or that there are none any more, and of new warnings."""
        for remark in remarks:
            err().print(remark, style="yellow", markup=False)
        if notice.faults and notice != self._notice:
            err().print("\n".join([*map(str, notice.faults), notice.lead]), style="red", markup=False)
        elif self._notice.faults and not notice.faults:
            err().print("De fouten zijn hersteld.", style="green", markup=False)
        self._notice = notice
