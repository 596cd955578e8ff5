"""Words of Markdown texts: the short way, for a text without syntax, gives what the parser gives."""

from __future__ import annotations

import random

import markdown
import pytest

from build_tools import plaintext
from build_tools.plaintext import plain, rich

SIGNS = "ab é.,;-'\"()1/?+% \n\n:*_#\u2019"


def texts() -> list[str]:
    chance = random.Random(3)  # noqa: S311 - the same texts in every run
    made = ["".join(chance.choices(SIGNS, k=chance.randint(1, 18))) for _ in range(3000)]
    return [*made, "Eén zin.\n\nNog een alinea,\nop twee regels.", "A. geen lijst", "kop\n---", "a\n- b", "1. lijst"]


def test_a_text_without_syntax_reads_the_same_with_and_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    short = {text: (plain(text), rich(text)) for text in texts()}
    monkeypatch.setattr(plaintext, "_bare", lambda _: None)
    plain.cache_clear()
    assert {text: (plain(text), rich(text)) for text in short} == short
    plain.cache_clear()


def test_most_texts_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    plain.cache_clear()
    monkeypatch.setattr(markdown, "markdown", lambda _: pytest.fail("the parser was asked"))
    assert plain("Vraag het (altijd) aan de 'directeur', vóór 1 mei.\n\nDan pas.\n") == (
        "Vraag het (altijd) aan de 'directeur', vóór 1 mei.\nDan pas."
    )
