"""Readability, against examples that were counted by hand."""

from __future__ import annotations

import pytest

from build_tools.readability import read, readings, sentences, syllables, words
from tests.library import article, library


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("je", 1),
        ("school", 1),
        ("telefoon", 3),  # te-le-foon
        ("leerling", 2),
        ("meester", 2),
        ("vrouw", 1),
        ("nieuws", 1),
        ("knoeien", 2),  # knoei-en
        ("eeuwen", 2),
        ("mooie", 2),  # mooi-e
        ("bijeen", 2),  # bij-een
        ("beantwoorden", 4),  # be-ant-woor-den
        ("sociale", 4),  # so-ci-a-le
        ("media", 3),  # me-di-a
        ("coördinator", 5),  # co-ör-di-na-tor
        ("ideeën", 3),  # i-dee-en
        ("geïnteresseerd", 5),  # ge-in-te-res-seerd
        ("naïef", 2),  # na-ief
        ("museum", 3),  # mu-se-um
        ("reus", 1),
        ("frequent", 2),  # fre-kwent
        ("foto's", 2),
        ("online", 2),  # on-lain
        ("Facebook", 2),
        ("GMR", 3),  # gee-em-er
        ("16", 2),  # digits count one each
        ("cd", 1),  # no vowel: still one
    ],
)
def test_syllables_are_those_of_dutch(word: str, count: int) -> None:
    assert syllables(word) == count


def test_each_line_is_a_sentence_of_its_own() -> None:
    assert sentences("Dit mag niet:\npesten\nschelden\nEn dit? Ook niet!") == [
        "Dit mag niet:",
        "pesten",
        "schelden",
        "En dit?",
        "Ook niet!",
    ]


def test_a_point_inside_an_address_ends_no_sentence() -> None:
    assert len(sentences("Kijk op google.com/alerts. Doe het nu.")) == 2


def test_an_apostrophe_or_dash_keeps_a_word_whole() -> None:
    assert words("Foto's per e-mail.") == ["Foto's", "per", "e-mail"]


def test_the_score_is_that_of_flesch_and_douma() -> None:
    # 2 sentences, 8 words, 10 syllables: je te-le-foon zit in je tas / wees lief
    found = read("Je telefoon zit in je tas. Wees lief.")
    assert found.words_per_sentence == pytest.approx(4)
    assert found.syllables_per_word == pytest.approx(10 / 8)
    assert found.score == pytest.approx(206.835 - 0.93 * 4 - 77 * 10 / 8)


def test_the_longest_sentence_is_named() -> None:
    found = read("Kort. Dit is de langste zin. Klaar.")
    assert (found.longest, found.longest_words) == ("Dit is de langste zin.", 5)


def test_words_to_avoid_are_named_once() -> None:
    assert read("Men dient te zwijgen. Men lacht.").to_avoid == ("men", "dient")
    assert read("Doe dit nooit, tenzij je moet.").to_avoid == ("nooit ... tenzij",)
    assert read("De mens dient.").to_avoid == ("dient",)


def test_a_text_for_one_group_counts_for_that_group_only() -> None:
    hard = "Verantwoordelijkheidsgevoel en communicatieprotocollen interesseren leerlingen."
    found = library(
        article(
            audiences=["children"],
            wording={"children": "Zet hem uit.", "children_for": [{"groups": [8], "text": hard}]},
            card={"kind": "do", "pictogram": "telefoon-in-tas"},
        )
    )
    scores = {one.group: one.whole.score for one in readings(found)}
    assert scores[8] < scores[6] == scores[7]
