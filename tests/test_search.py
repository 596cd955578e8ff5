from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from bench.queries import Query, rank, score
from build_tools.data import articles
from build_tools.findings import read
from build_tools.model import Library
from build_tools.search import language_of, search_files, terms
from build_tools.search_rules import rules_of
from build_tools.search_words import compound_parts, phrases, stem, stems, words
from build_tools.source import read_folder
from tests.library import PROJECT


@pytest.fixture(scope="module")
def library() -> Library:
    found, _ = read(read_folder(PROJECT / "protocol_src"))
    return found


@pytest.fixture(scope="module")
def published(library: Library) -> list[dict[str, Any]]:
    return list(articles(library))


def scripts(library: Library, articles: list[dict[str, Any]]) -> dict[str, str]:
    return search_files(library.vocabulary, [], [rules_of([*map(json.dumps, articles)])])


def data_of(script: str) -> Any:
    quoted = script.partition("JSON.parse('")[2].removesuffix("'));\n")
    return json.loads(quoted.replace("\\'", "'").replace("\\\\", "\\"))


def test_words_lose_case_accents_and_apostrophes() -> None:
    assert words("Foto's & e-mail: privé") == ["fotos", "email", "prive"]


@pytest.mark.parametrize(
    "forms",
    [
        "telefoon telefoons telefoontje",
        "filmen gefilmd filmpje filmpjes",
        "pesten gepest pest",
        "verwijderen verwijderd verwijder",
        "raar rare",
        "boos boze",
        "app apps appje",
        "citeren geciteerd",
        "schelden scheldt scheld",
        "foto foto's fotos",
        "video video's videos",
        "afpakken afgepakt",
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_words_that_only_look_alike_keep_their_own_stem() -> None:
    assert stem("foto") != stem("fort")
    assert stem("melden") != stem("mailen")


def test_a_compound_is_two_known_words() -> None:
    known = {stem(word) for word in ("school", "foto", "klas")}
    assert compound_parts("schoolfotos", known, set()) == (stem("school"), stem("foto"))
    assert compound_parts("klassenapp", known, {stem("app")}) == (stem("klas"), stem("app"))


def test_three_letters_are_half_a_compound_only_when_the_vocabulary_names_them() -> None:
    assert compound_parts("bestellen", {stem("bes"), stem("tellen")}, set()) == ()


def test_phrases_are_runs_of_stems_that_are_listed_under_the_first_two() -> None:
    listed = {"a": {"b": {"a_b", "a_b_c"}, "c": {"a_c"}}, "b": {"c": {"b_c"}}}
    assert [(run.term, *run.places) for run in phrases(["a", "b", "c"], listed)] == [
        ("a_b", 0, 1),
        ("a_b_c", 0, 1, 2),
        ("b_c", 1, 2),
    ]


def test_synonyms_glossary_and_renamed_platforms_mean_the_same(library: Library) -> None:
    language = language_of(library.vocabulary)
    for one, other in (("juf", "leerkracht"), ("copyright", "auteursrecht"), ("twitter", "x")):
        assert set(terms(stems(one), language)) & set(terms(stems(other), language)), (one, other)


def test_a_synonym_of_several_words_is_found_in_a_sentence(library: Library) -> None:
    language = language_of(library.vocabulary)
    assert set(terms(stems("in beslag nemen"), language)) & set(language.meanings[stem("innemen")])


def test_a_word_inside_a_phrase_with_a_meaning_has_none_of_its_own(library: Library) -> None:
    language = language_of(library.vocabulary)
    press = set(language.meanings[stem("journalist")])
    assert press & set(terms(stems("de media bellen"), language))
    assert not press & set(terms(stems("op sociale media"), language))


def test_few_rules_are_one_part_and_many_a_part_for_each_topic(
    library: Library, published: list[dict[str, Any]]
) -> None:
    few = scripts(library, published)
    twins = [article | {"protocol": f"tweeling-{number}"} for number in range(2) for article in published]
    many = scripts(library, [*published, *twins])
    assert set(few) == {"search/topics.js", "search/rules.js"}
    assert {f"search/rules-{topic}.js" for topic in library.vocabulary.topics} | {"search/topics.js"} == set(many)


def test_every_rule_is_in_the_index_with_what_a_result_shows(library: Library, published: list[dict[str, Any]]) -> None:
    part = data_of(scripts(library, published)["search/rules.js"])
    shown = dict(zip(part["documentIds"].values(), part["storedFields"].values(), strict=True))
    assert {f"{article['protocol']}/{article['id']}" for article in published} == set(shown)
    assert shown["de-mare/telefoon-en-smartwatch"]["number"] == "1"
    assert "children" in shown["de-mare/telefoon-en-smartwatch"]["audiences"]


def test_rules_that_answer_alike_carry_the_same_mark(library: Library, published: list[dict[str, Any]]) -> None:
    twin = [article | {"protocol": "ander"} for article in published if article["protocol"] == "de-mare"]
    part = data_of(scripts(library, [*published, *twin])["search/rules.js"])
    marks = {part["documentIds"][number]: shown["topics"] for number, shown in part["storedFields"].items()}
    assert marks["de-mare/telefoon-en-smartwatch"] == marks["ander/telefoon-en-smartwatch"]
    assert marks["de-mare/telefoon-en-smartwatch"] != marks["mosalira/niet-onder-schooltijd"]


def test_the_index_is_the_same_in_every_run(library: Library, published: list[dict[str, Any]]) -> None:
    assert scripts(library, published) == scripts(library, published)


def test_the_index_of_the_five_protocols_stays_small(library: Library, published: list[dict[str, Any]]) -> None:
    files = scripts(library, published)
    assert sum(len(gzip.compress(script.encode())) for script in files.values()) < 150_000


def test_a_score_counts_only_queries_that_have_an_answer() -> None:
    queries = [Query(text="a", best=frozenset({"p/1"})), Query(text="b", best=frozenset())]
    got = score(queries, {"a": ["p/2", "p/1"], "b": []})
    assert (got.asked, got.hit1, got.hit3, got.reciprocal, got.honest) == (1, 0.0, 1.0, 0.5, 1)
    assert rank(queries[0], ["p/9"]) == 0
