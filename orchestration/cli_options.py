"""Options that many commands share, and the home that they lead to."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from interface.errors import CannotRun
from interface.paths import Home
from interface.settings import Settings, read_settings

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Where everything is stored (or HENGLIANG_HOME; default ./warehouse).", show_default=False
    ),
]


def place_of(home: Path | None, *, person: str | None = None) -> tuple[Home, Settings]:
    """The home that the option, the environment or the default names, and the settings, with the person if given.

    Raises:
        CannotRun: a setting is unknown or unfit, or the person's name is blank.
    """
    settings = read_settings()
    if person is not None:
        if not person.strip():
            raise CannotRun("Give --by as a name, or leave it out for the login name.")
        settings = replace(settings, person=" ".join(person.split()))
    return Home((home or settings.home).absolute()), settings
