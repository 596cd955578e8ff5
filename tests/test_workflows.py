"""The files for hosts are sound, and every command in them exists with the options that it is given."""

from __future__ import annotations

import re
import tomllib

import click
import pytest
import yaml

from build_tools.cli import COMMANDS, main
from build_tools.workflows import WORKFLOWS

COMMAND = re.compile(r"protocolwijzer (\w+)((?: --?[\w-]+(?: [\w.]+)?)*)")


def test_the_file_for_github_publishes_what_it_built() -> None:
    found = yaml.safe_load(WORKFLOWS["github"].content)
    assert set(found) == {"name", True, "permissions", "concurrency", "jobs"}  # YAML 1.1 reads `on` as true
    assert found["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    build, deploy = found["jobs"]["bouwen"], found["jobs"]["publiceren"]
    assert deploy["needs"] == "bouwen"
    assert build["steps"][-1]["with"] == {"path": "site"}
    steps = [*build["steps"], *deploy["steps"]]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    named = set(re.findall(r"steps\.(\w+)\.", WORKFLOWS["github"].content))
    assert named <= {step["id"] for step in steps if "id" in step}


def test_the_file_for_gitlab_publishes_what_it_built() -> None:
    job = yaml.safe_load(WORKFLOWS["gitlab"].content)["pages"]
    assert all(isinstance(line, str) for line in job["script"])
    assert job["script"][-1] == "mv site public"
    assert job["artifacts"] == {"paths": ["public"]}


def test_the_file_for_netlify_publishes_what_it_built() -> None:
    found = tomllib.loads(WORKFLOWS["netlify"].content)
    assert found["build"]["publish"] == "site"
    assert found["build"]["command"].strip().endswith("protocolwijzer build --profile web")
    assert found["build"]["environment"] == {"PYTHON_VERSION": "3.13"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_command_in_it_exists_with_its_options(name: str) -> None:
    used = COMMAND.findall(WORKFLOWS[name].content)
    assert {command for command, _ in used} == {"check", "build"}
    for command, given in used:
        assert command in COMMANDS
        found = main.get_command(click.Context(main), command)
        assert found
        known = {option for parameter in found.params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", given)) <= known
    assert "python -m pip install" in WORKFLOWS[name].content
    assert not re.search(r"https?://", WORKFLOWS[name].content)
