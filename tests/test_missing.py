"""What a protocol lacks beside the others, and how `check --vergelijking` remarks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner

from build_tools.cli import main
from build_tools.deliver import write_files
from build_tools.missing import Missing, MissingText, missing, read_missing, uncompared
from build_tools.model import Library
from build_tools.remarks import comparison_remarks
from build_tools.slices import Slices
from tests.library import PROJECT, article, edited, library, norm, protocol, sources

NAMES = ("de-els", "de-esch", "de-den")


def files(**norms: Any) -> dict[str, str | None]:
    """Three protocols, each with the norms named after it (underscores for hyphens), and nothing else."""
    made: dict[str, str | None] = {**edited("site.yml", protocols=list(NAMES))}
    for name in NAMES:
        rules = norms.get(name.replace("-", "_"), [])
        made |= protocol(name, name)
        own = article(norms=rules, topics=[] if rules else ["telefoon"])
        made |= {path.replace("de-wilg", name): text for path, text in own.items()}
    return made


def found_in(name: str, **norms: Any) -> Missing:
    return missing(library_of(**norms))[name]


def library_of(**norms: Any) -> Library:
    return library({path: text for path, text in files(**norms).items() if text is not None})


def test_what_most_others_rule_on_is_a_gap() -> None:
    found = found_in("de-els", de_esch=[norm()], de_den=[norm()])
    assert [(gap.topic, gap.others) for gap in found.gaps] == [("telefoon", ("de-esch", "de-den"))]


def test_what_half_of_the_others_rule_on_is_no_gap() -> None:
    assert found_in("de-els", de_esch=[norm()]).gaps == ()


def test_another_stance_than_most_deviates() -> None:
    found = found_in("de-els", de_els=[norm(stance="allowed")], de_esch=[norm()], de_den=[norm()])
    [deviation] = found.deviations
    assert (deviation.party, deviation.stances, deviation.of_others) == ("staff", ("allowed",), ("required",))
    assert not deviation.in_value


def test_another_value_than_most_deviates_in_value() -> None:
    usual = [norm(value="de directeur")]
    found = found_in("de-els", de_els=[norm(value="een collega")], de_esch=usual, de_den=usual)
    assert [deviation.in_value for deviation in found.deviations] == [True]


def test_where_the_others_do_not_agree_nothing_deviates() -> None:
    found = found_in("de-els", de_els=[norm()], de_esch=[norm(stance="allowed")], de_den=[norm(stance="forbidden")])
    assert found.deviations == ()


def test_norms_for_others_are_not_compared() -> None:
    parents = [norm(stance="allowed", parties=("parents",))]
    assert found_in("de-els", de_els=parents, de_esch=[norm()], de_den=[norm()]).deviations == ()


def test_what_only_this_protocol_rules_on_and_rules_without_a_norm() -> None:
    whole = library_of(de_els=[norm()])
    assert missing(whole)["de-els"].alone == ("telefoon",)
    assert uncompared(whole.protocols["de-els"]) == ()
    assert [one.id for one in uncompared(whole.protocols["de-esch"])] == ["proef"]


def test_what_was_found_reads_back_the_same() -> None:
    slices = Slices(library=library_of(de_els=[norm(stance="allowed")], de_esch=[norm()], de_den=[norm()]))
    assert read_missing(MissingText(slices=slices)()) == missing(slices.library)


def test_it_is_found_again_when_a_norm_changed_and_not_when_words_did() -> None:
    def key(change: str, to: str) -> bytes:
        whole = {path: text.replace(change, to) for path, text in files(de_els=[norm()]).items() if text}
        return MissingText(slices=Slices(library=library(whole))).key

    assert key("Proefregel", "Een andere titel") == key("", "")
    assert key("required", "allowed") != key("", "")


def test_check_is_silent_about_it_until_it_is_asked(tmp_path: Path) -> None:
    given = files(de_els=[norm(stance="allowed")], de_esch=[norm()], de_den=[norm()])
    made = {path: text.decode() for path, text in sources({path: text for path, text in given.items() if text}).items()}
    write_files(tmp_path, made)
    quiet = CliRunner().invoke(main, ["check", "--source", str(tmp_path)])
    told = CliRunner().invoke(main, ["check", "--source", str(tmp_path), "--vergelijking"])
    assert (quiet.exit_code, told.exit_code) == (0, 0)
    assert "[wijkt-af]" not in quiet.output
    assert "[wijkt-af]" in told.output
    assert quiet.output.splitlines()[-1] == told.output.splitlines()[-1]


def test_the_live_collection_gets_remarks_and_no_warnings() -> None:
    result = CliRunner().invoke(main, ["check", "--source", str(PROJECT / "protocol_src")])
    assert result.output.strip().endswith("0 waarschuwingen.")


def test_a_single_protocol_gets_no_remarks() -> None:
    assert comparison_remarks(library()) == []
