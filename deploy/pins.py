"""Which of the lock's pins the product needs when it runs, tools of development left out."""

import re
import tomllib
from collections.abc import Callable, Iterable

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")


def run_requirements(pyproject: str) -> list[str]:
    """What pyproject.toml's text asks for: the dependencies, and the back end that installs the source folder."""
    read = tomllib.loads(pyproject)
    return [*read["project"]["dependencies"], *read["build-system"]["requires"]]


def needed_names(roots: Iterable[str], requires: Callable[[str], Iterable[str]]) -> set[str]:
    """Canonical names of the roots and of all that they lead to on this machine's platform and Python.

    Args:
        roots: Requirements as they are written in pyproject.toml.
        requires: What the package of that name requires, extras included, as its metadata says.
    """
    waiting = [Requirement(root) for root in roots]
    followed: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in {"", *wanted.extras}:
            if (name, extra) not in followed:
                followed.add((name, extra))
                waiting.extend(
                    needed
                    for needed in map(Requirement, requires(name))
                    if needed.marker is None or needed.marker.evaluate({"extra": extra})
                )
    return {name for name, _ in followed}


def pinned_by_name(lock: str) -> dict[str, str]:
    """Each pin of a lock's text with its hashes, by canonical name."""
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return {canonicalize_name(pin["name"]): entry for entry in entries if (pin := _PIN.match(entry))}


def run_lock(lock: str, names: set[str]) -> str:
    """The lock's text cut down to those names, in its order; KeyError names one that the lock does not pin."""
    pinned = pinned_by_name(lock)
    if missing := sorted(names - pinned.keys()):
        raise KeyError(f"requirements.lock does not pin {', '.join(missing)}: run `make lock`.")
    return "".join(entry for name, entry in pinned.items() if name in names)
