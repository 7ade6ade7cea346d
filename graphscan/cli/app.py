"""The command `graphscan`: finds its commands, turns errors into a line and an exit code.

Exit codes: 0 done; 1 only with `--exit-code`, where something was flagged; 2 any failure,
unexpected ones included; 130 interrupted.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Sequence
from typing import cast

import click

from graphscan.cli.text import clean
from graphscan.errors import GraphscanError

COMMANDS = {
    "scan": ("graphscan.cli.scan", "Read shipments, ownership and lists; write flagged routes."),
    "paths": ("graphscan.cli.paths", "Ask for routes between two parties, lists or countries."),
    "screen": ("graphscan.cli.screen", "Look names up in the lists of a case."),
    "owners": ("graphscan.cli.owners", "Print who stands behind a party, by rule and day."),
    "affiliates": ("graphscan.cli.affiliates", "Print whom a listed party stands behind."),
    "entities": ("graphscan.cli.entities", "Say which parties are one, and which are not."),
    "evaluate": ("graphscan.cli.evaluate", "Measure name matching on your own judged pairs."),
    "show": ("graphscan.cli.show", "Print one finding whole, or one run."),
    "load": ("graphscan.cli.load", "Add files to a case; print what each file gave."),
    "mapping": ("graphscan.cli.mapping", "Say how other columns become those graphscan knows."),
    "runs": ("graphscan.cli.runs", "List the runs that a case keeps."),
    "diff": ("graphscan.cli.diff", "Say what is new, changed and gone between two runs, and why."),
    "report": ("graphscan.cli.report", "Write the report of the latest run with what is new."),
    "lists": ("graphscan.cli.lists", "Keep lists as they were, and compare them."),
    "export": ("graphscan.cli.export", "Print interests or list entries as canonical CSV."),
    "verify": ("graphscan.cli.verify", "Derive the findings of a run again from their rows."),
    "dossier": ("graphscan.cli.dossier", "Print all that a case holds of one party."),
    "neo4j": ("graphscan.cli.neo4j", "Put a case on a Neo4j server."),
    "query": ("graphscan.cli.query", "Run a query of queries/ on a Neo4j server."),
}
"""Name: module that has `command`, and what it does. Modules are loaded when they are asked for."""


class Commands(click.Group):
    """A group whose commands are loaded one at a time: `--help` needs no engine."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """The names, in the order in which people need them."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """The command of a name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return cast("click.Command", command)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="graphscan", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where an unexpected error came from.")
def graphscan(debug: bool) -> None:
    """Find the third-country intermediaries between U.S. exporters and listed parties.

    What it finds are indicators for review: routes by which goods could have reached such a party.
    """
    del debug  # read by `main`, which has to know it even where parsing has failed


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        args: Arguments without the program's name; None takes the process's own.
    """
    arguments = list(sys.argv[1:] if args is None else args)
    sys.exit(run(arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; never raises."""
    try:
        code = graphscan.main(list(arguments), prog_name="graphscan", standalone_mode=False)
    except click.ClickException as err:
        err.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except GraphscanError as err:
        click.echo(f"error: {clean(err)}", err=True)
        return 2
    except (
        SystemExit
    ):  # click leaves so where the reader of stdout has gone (`graphscan -h | head`)
        return 0
    except Exception as err:  # noqa: BLE001 -- the last line of defence: a line, not a stack trace
        return _unexpected(err, debug="--debug" in arguments)
    return code if isinstance(code, int) else 0


def _unexpected(err: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    else:
        what = clean(err) or "no message"
        click.echo(f"error: unexpected {type(err).__name__}: {what}", err=True)
        click.echo("Run it again as `graphscan --debug ...` to see where it comes from.", err=True)
    return 2
