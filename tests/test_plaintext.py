"""Words of Markdown texts: the short way, for a text without syntax, gives what the parser gives."""

from __future__ import annotations

import random

import pytest

from build_tools import plaintext
from build_tools.load import load
from build_tools.plaintext import plain, rich
from build_tools.source import read_folder
from tests.library import PROJECT

SIGNS = "ab é.,;!-'\"()1/?+% \n\n:**__#[]&\u2019"


def texts() -> list[str]:
    chance = random.Random(3)  # noqa: S311 - the same texts in every run
    made = [start + "".join(chance.choices(SIGNS, k=chance.randint(1, 18))) for start in ("", "a ") * 3000]
    real = {said.text for said in load(read_folder(PROJECT / "protocol_src"))[0].said}
    return [
        *real,
        *made,
        "Eén zin.\n\nNog een alinea,\nop twee regels.",
        "A. geen lijst",
        "kop\n---",
        "a\n- b",
        "1. lijst",
    ]


def test_a_text_without_syntax_reads_the_same_with_and_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    short = {text: (plain(text), rich(text)) for text in texts()}
    monkeypatch.setattr(plaintext, "_bare", lambda _: None)
    assert {text: (plain.__wrapped__(text), rich.__wrapped__(text)) for text in short} == short


def test_most_texts_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plaintext, "_tree", lambda _: pytest.fail("the parser was asked"))
    assert plain.__wrapped__("Vraag het (altijd) aan de 'directeur', vóór 1 mei.\n\nDan pas.\n") == (
        "Vraag het (altijd) aan de 'directeur', vóór 1 mei.\nDan pas."
    )
