"""What a killed run left under hidden names beside editions and refusals: swept by the next run."""

import shutil

from interface.paths import Home


def sweep_unfinished(home: Home) -> None:
    """Remove editions, refusals and pointers that were never put in their place; call it only as the home's writer."""
    for folder in (home.published, home.refused):
        for path in folder.glob(".*.part"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
