"""A look at the web: which addresses in the sources no longer answer. Only when an editor asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from build_tools.checks.links import web_links
from build_tools.model import Library
from build_tools.problems import Problem, problem

SECONDS = 10
AT_ONCE = 8
#: Answers that tell nothing about the page: it asks for a login, a person, or patience.
_UNDECIDED = (401, 403, 405, 429, 503)


def dead_links(library: Library) -> Iterator[Problem]:
    """Every link to a page that is not there or does not answer; each address is asked once."""
    found = list(web_links(library))
    addresses = list(dict.fromkeys(address.partition("#")[0] for _, address in found))
    with ThreadPoolExecutor(AT_ONCE) as askers:
        answers = dict(zip(addresses, askers.map(_fault, addresses), strict=True))
    for place, address in found:
        if fault := answers[address.partition("#")[0]]:
            yield problem(
                "link-dood", place, what=f"{address} {fault}", expected="een pagina die antwoordt", value=address
            )


def _fault(address: str) -> str | None:
    """What is wrong with an address, or None when it answers."""
    request = Request(address, headers={"User-Agent": "protocolwijzer check"})  # noqa: S310 - http and https only
    try:
        with urlopen(request, timeout=SECONDS):  # noqa: S310 - as above
            return None
    except HTTPError as answer:
        return None if answer.code in _UNDECIDED else f"antwoordt met fout {answer.code}"
    except (URLError, OSError, ValueError):
        return "antwoordt niet"
