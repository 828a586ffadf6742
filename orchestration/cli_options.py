"""Options that many commands share, and the home that they lead to."""

from pathlib import Path
from typing import Annotated

import typer

from interface.paths import Home
from interface.settings import Settings, read_settings

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Where everything is stored (or HENGLIANG_HOME; default ./warehouse).", show_default=False
    ),
]


def place_of(home: Path | None) -> tuple[Home, Settings]:
    """The home that the option, the environment or the default names, and the settings."""
    settings = read_settings()
    return Home((home or settings.home).absolute()), settings
