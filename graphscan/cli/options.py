"""Options that several commands take, and finding the case they speak of."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from graphscan.cli.output import Output

Command = TypeVar("Command", bound=Callable[..., Any])


class Place(click.Path):
    """Where something will be written: a named folder, or a file in a folder that exists.

    >>> Place(dir_okay=False).convert("nowhere/hits.csv", None, None)
    Traceback (most recent call last):
    click.exceptions.BadParameter: there is no folder 'nowhere' to write 'hits.csv' into
    """

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True) -> None:
        """One of the two."""
        super().__init__(file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty path, and a file that could not be made."""
        if not str(value).strip():
            self.fail("an empty path", param, ctx)
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not self.dir_okay and not path.absolute().parent.is_dir():
            folder = str(path.parent)
            self.fail(f"there is no folder {folder!r} to write {path.name!r} into", param, ctx)
        return path


NEW_FOLDER = Place(file_okay=False)
NEW_FILE = Place(dir_okay=False)


def output_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add `--json`, `--quiet` and `--color`; the function gets an `Output` as first argument."""

    @click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
    @click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour: auto asks the terminal, NO_COLOR and FORCE_COLOR.",
    )
    @functools.wraps(function)
    def wrapped(*args: Any, as_json: bool, quiet: bool, color: str, **options: Any) -> int:
        return function(Output(as_json=as_json, quiet=quiet, color=color), *args, **options)

    return wrapped


def exit_code_option(function: Command) -> Command:
    """Add `--exit-code`."""
    text = "Exit with 1 where something was flagged, for scripts."
    return click.option("--exit-code", "exit_code", is_flag=True, help=text)(function)


def case_option(function: Command) -> Command:
    """Add `--case`; None means GRAPHSCAN_CASE, else `graphscan-out/case.duckdb`."""
    return click.option(
        "--case",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The case to use. Default: GRAPHSCAN_CASE, else graphscan-out/case.duckdb.",
    )(function)


def config_option(function: Command) -> Command:
    """Add `--config`; None means `graphscan.toml` of the working directory, where there is one."""
    return click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Settings. Default: graphscan.toml of this folder, where there is one.",
    )(function)


def touching_option(function: Command) -> Command:
    """Add `--touching-case`."""
    return click.option(
        "--touching-case",
        "touching_case",
        is_flag=True,
        default=None,
        help="Of ownership registers, load only what touches parties of the case: they, whoever "
        "stands above them, and what they own. What is left out is counted as excluded.",
    )(function)


def server_options(function: Command) -> Command:
    """Add where a Neo4j server is. The password is never an argument: others could read it."""
    for option in (
        click.option(
            "--ca-file",
            envvar="NEO4J_CA_FILE",
            type=click.Path(exists=True, dir_okay=False),
            metavar="FILE",
            show_envvar=True,
            help="Certificate (PEM) to trust beside the system's; the connection is encrypted.",
        ),
        click.option(
            "--database",
            envvar="NEO4J_DATABASE",
            default="neo4j",
            show_default=True,
            show_envvar=True,
            help="Database of the server.",
        ),
        click.option(
            "--user",
            envvar="NEO4J_USER",
            default="neo4j",
            show_default=True,
            show_envvar=True,
            help="User. The password is NEO4J_PASSWORD, else in the keyring, else asked for.",
        ),
        click.option(
            "--uri",
            envvar="NEO4J_URI",
            default="bolt://127.0.0.1:7687",
            show_default=True,
            show_envvar=True,
            help="Address of the server.",
        ),
    ):
        function = option(function)
    return function


def server_password(user: str, environment_value: str | None, uri: str = "") -> str:
    """The password of a server: from the environment, the keyring, else asked for on the terminal.

    Args:
        user: Whose password it is, for the prompt.
        environment_value: What NEO4J_PASSWORD holds, None where it is not set.
        uri: The server, as the keyring knows it: service `graphscan URI`.
    """
    if environment_value is not None:
        return environment_value
    kept = _kept_password(user, uri)
    return (
        str(click.prompt(f"Password of {user}", hide_input=True, err=True))
        if kept is None
        else kept
    )


def _kept_password(user: str, uri: str) -> str | None:
    """What the system's keyring holds, None where there is none or nothing in it."""
    try:
        import keyring  # noqa: PLC0415 -- an extra
        import keyring.errors  # noqa: PLC0415
    except ImportError:
        return None
    try:
        kept: str | None = keyring.get_password(f"graphscan {uri}", user)
    except keyring.errors.KeyringError:
        return None
    return kept
