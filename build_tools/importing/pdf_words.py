"""The words of a PDF with their places, as a program of its own: a file that asks too much stops only this process.

Run as `python -m build_tools.importing.pdf_words`, with the PDF on standard input. Each line of output is JSON: first
`{"pages": n}`, then one for each page, or `{"refused": reason}`. pdfplumber gives words, fonts and ruled tables; pypdf
gives no places good enough for columns and tables.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

MOST_PAGES = 300
MEMORY = 220 * 1024 * 1024
SECONDS = 240


def main() -> None:
    """Read standard input, write a line for each page."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                _say({"refused": "long"})
                return
            _say({"pages": len(pdf.pages)})
            for page in pdf.pages:
                _say(_page(page))
                page.close()
    except PdfminerException as error:
        _say({"refused": "locked" if _is_locked(error) else "broken"})
    except (PDFPasswordIncorrect, PDFSyntaxError) as error:
        _say({"refused": "locked" if isinstance(error, PDFPasswordIncorrect) else "broken"})
    except MemoryError:
        _say({"refused": "big"})


def _limit() -> None:
    """Where the system can: no more memory and time than a document needs."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _is_locked(error: BaseException) -> bool:
    return any(isinstance(one, PDFPasswordIncorrect) for one in (error, *error.args, error.__context__))


def _say(data: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()


def _page(page: Any) -> dict[str, Any]:
    words = page.extract_words(extra_attrs=["fontname", "size"], x_tolerance_ratio=0.18, keep_blank_chars=False)
    return {
        "width": float(page.width),
        "height": float(page.height),
        "images": len(page.images),
        "words": [
            [one["text"], one["x0"], one["x1"], one["top"], one["bottom"], round(one["size"], 1), one["fontname"]]
            for one in words
        ],
        "tables": _tables(page),
    }


def _tables(page: Any) -> list[list[list[list[float] | None]]]:
    """The cells of each ruled table, row by row, as boxes."""
    if len(page.lines) + len(page.rects) > 3000:
        return []
    return [
        [[list(cell) if cell else None for cell in row.cells] for row in table.rows] for table in page.find_tables()
    ]


if __name__ == "__main__":
    main()
