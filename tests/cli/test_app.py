import importlib
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from graphscan.cli import app
from graphscan.errors import NotFoundError


def _commands() -> Iterator[tuple[str, click.Command]]:
    for name, (module, _) in app.COMMANDS.items():
        command = importlib.import_module(module).command
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {child}", one) for child, one in command.commands.items())


def test_every_command_and_every_option_has_help() -> None:
    for name, command in _commands():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.opts}"


def test_every_command_that_prints_data_takes_json() -> None:
    for name, command in _commands():
        if not isinstance(command, click.Group):
            assert any("--json" in parameter.opts for parameter in command.params), name


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"  {name} " in printed for name in app.COMMANDS)


def test_nothing_we_print_of_ourselves_judges() -> None:
    for name, command in _commands():
        said = command.get_help(click.Context(command, info_name=name)).lower()
        assert not any(word in said for word in ("violation", "illegal", "guilty")), name


def test_the_example_of_a_mapping_keeps_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["mapping", "--help"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "[columns]" in lines
    assert r"\b" not in lines


def test_help_and_version_load_no_engine() -> None:
    code = (
        "import sys; from graphscan.cli.app import run; assert run([sys.argv[1]]) == 0;"
        "print(sorted({'duckdb', 'pandas', 'neo4j', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    for option in ("--help", "--version"):
        done = subprocess.run(
            [sys.executable, "-c", code, option], capture_output=True, text=True, check=True
        )
        assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (
            NotFoundError("no party \x1b[2J", where="paths", cure="Mend."),
            2,
            "error: paths: no party \ufffd[2J. Mend.",
        ),
        (ValueError("oops"), 2, "error: unexpected ValueError: oops"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_errors_become_a_line_and_an_exit_code(
    raised: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(app.Commands, "invoke", fail)
    assert app.run(["query", "--list"]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Traceback" not in printed.err


def test_debug_shows_where_an_unexpected_error_came_from(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(app.Commands, "invoke", fail)
    assert app.run(["--debug", "query", "--list"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["scan"], ["scan", "--nonsense"], ["query"], []]
)
def test_a_mistyped_command_line_is_a_failure(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(arguments) == 2
    assert capsys.readouterr().out == ""
