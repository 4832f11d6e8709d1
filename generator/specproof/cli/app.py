"""The commands as one program; here, and nowhere else, failures become exit codes."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer

from specproof import __version__
from specproof.cli.audit import audit
from specproof.cli.check import check
from specproof.cli.exits import Exit
from specproof.cli.generate import generate
from specproof.cli.normalize import normalize
from specproof.cli.prove import prove
from specproof.cli.serve import serve

__all__ = ["app", "main"]

app = typer.Typer(
    name="specproof",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 errors in the document, 2 usage or settings, 3 drift, "
    "4 a bug in specproof, 5 the environment (disk, network).",
)
for _command in (generate, check, prove, audit, normalize, serve):
    app.command()(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"specproof {__version__}")
        raise typer.Exit


@app.callback()
def specproof(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Generate a typed Python client from an OpenAPI document, and prove that it satisfies every constraint.

    [dim]Generate a client, check it for drift, and serve an emulator of the API:[/dim]
        specproof generate --spec pets.yaml --out build/pets --package pets-client
        specproof check spec/cdf-files
        specproof serve spec/cdf-files
    """


_FRAMES = 20_000
"""Documents may nest 200 levels deep, and a chain of references is as long as its author likes."""


def main() -> None:
    """Run the command line and end the process with one of the exit codes of ``Exit``."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.ENVIRONMENT)
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        print(f"specproof: {error.strerror or error}{place}", file=sys.stderr)
        sys.exit(Exit.ENVIRONMENT)
    except Exception:
        traceback.print_exc()
        message = "this is a bug in specproof. Please report it with the lines above."
        print(f"\nspecproof {__version__}: {message}", file=sys.stderr)
        sys.exit(Exit.BUG)
