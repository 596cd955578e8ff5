"""What became of a document, paragraph by paragraph, as a page of its own: for whoever checks the draft."""

# ruff: noqa: E501 - a page of HTML that read best on one line

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from build_tools.dutch import counted
from build_tools.importing.draft import Draft, Fate
from build_tools.importing.outline import Leftover
from build_tools.importing.paper import MARK, Paper, Paragraph

_PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Verslag van het inlezen: {title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem; }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; min-width: 55rem; }}
th:nth-child(1) {{ width: 8rem; }}
th:nth-child(n+3) {{ width: 11rem; }}
th, td {{ border: 1px solid #888; padding: .4rem .6rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }}
.doubt td {{ background: #ffd54f33; }}
.rest td {{ background: #ef535033; }}
.scroll {{ overflow-x: auto; }}
</style>
</head>
<body>
<h1>Verslag van het inlezen: {title}</h1>
<p>{summary}</p>
{notices}
<h2>Alinea voor alinea</h2>
<p>Een gele rij heeft een twijfel, een rode rij staat in de rest en wacht op een besluit.</p>
<div class="scroll" role="region" aria-label="Alinea voor alinea" tabindex="0">
<table>
<thead><tr><th scope="col">Plaats</th><th scope="col">In het document</th><th scope="col">Werd</th>
<th scope="col">Bestand</th><th scope="col">Twijfel</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
{asides}
</body>
</html>
"""


def report(paper: Paper, draft: Draft) -> str:
    """The report as an HTML page without anything from elsewhere."""
    rows = (_row(number, one, draft.fates) for number, one in enumerate(paper.paragraphs))
    notices = "".join(f"<li>{escape(one)}</li>" for one in draft.notices)
    return _PAGE.format(
        title=escape(draft.title),
        summary=escape(summary(draft)),
        notices=f"<ul>{notices}</ul>" if notices else "",
        rows="\n".join(rows),
        asides=_asides([one for one in draft.leftovers if not one.sources], paper.footnotes),
    )


def summary(draft: Draft) -> str:
    """The counts in a sentence."""
    counts = ", ".join(counted(number, *names) for names, number in draft.counts.items() if number)
    doubts = sum(bool(fate.doubts) for fate in draft.fates.values())
    waiting = sum(not leftover.settled for leftover in draft.leftovers)
    paragraphs = counted(doubts, "alinea", "alinea's")
    waits = "1 stuk staat in de rest en wacht" if waiting == 1 else f"{waiting} stukken staan in de rest en wachten"
    return f"{counts}. Bij {paragraphs} is er een twijfel; {waits} op een besluit."


def _row(number: int, one: Paragraph, fates: Mapping[int, Fate]) -> str:
    fate = fates[number]
    kind = "rest" if fate.file == "rest.yml" else "doubt" if fate.doubts else ""
    text = f"{one.label} {one.text}" if one.label else one.text
    cells = (f"{number + 1} ({one.place})", MARK.sub(r"[\1]", text), fate.became, fate.file, "; ".join(fate.doubts))
    inner = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr class="{kind}">{inner}</tr>' if kind else f"<tr>{inner}</tr>"


def _asides(leftovers: list[Leftover], notes: Mapping[str, str]) -> str:
    parts = []
    if notes:
        listed = "".join(f"<li>[{escape(mark)}] {escape(text)}</li>" for mark, text in notes.items())
        parts.append(f"<h2>Voetnoten</h2><ul>{listed}</ul>")
    if leftovers:
        listed = "".join(
            f"<li>{escape(one.place)}: “{escape(one.text)}” ({escape(one.reason)})</li>" for one in leftovers
        )
        parts.append(f"<h2>Naast de tekst</h2><ul>{listed}</ul>")
    return "\n".join(parts)
