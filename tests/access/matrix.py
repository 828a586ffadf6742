"""Sends every probe as every role and as nobody, and names each answer that holds what is another's, or breaks."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboards.access import Role
from orchestration.following import follow
from tests.access.oracle import NEVER, forbidden_marks
from tests.access.planted import plant
from tests.access.probes import Probe, every_probe
from tests.unit.dashboards.made_entry import OWN, Entrance, add, log_in
from tests.unit.dashboards.made_visit import idle_desk


@dataclass
class Found:
    """What came of it: how many answers, those that leak or break, and every mark that anybody saw."""

    answers: int
    wrong: list[str]
    seen: dict[str, set[str]]


def try_everything(root: Path, *, sample: int | None = None, seed: int = 1) -> Found:
    """Plant a home and send the probes, or for each role a sample of them.

    An answer is wrong where it holds a mark of a row that is not the reader's, is a 500, or lets nobody in.
    """
    made = plant(root)
    entrance = Entrance(made.home, desk=idle_desk(follow=follow))
    for role in Role:
        add(made.home, role.lower(), role, f"某岗{role}", **OWN.get(role, {}))
    every = every_probe(entrance.app)
    found = Found(0, [], {role: set() for role in NEVER})
    for role in NEVER:
        client = entrance.browser()
        if role != "nobody":
            log_in(client, role.lower())
        forbidden = forbidden_marks(role)
        for probe in _chosen(every, sample, f"{seed} {role}"):
            status, text = probe.send(client)
            found.answers += 1
            found.wrong += [f"{role}: {line}" for line in _judged(probe, status, text, forbidden, role)]
            found.seen[role] |= {each.split("x")[0] for each in text.split("MK")[1:]}
    return found


def _chosen(every: list[Probe], sample: int | None, seed: str) -> list[Probe]:
    return every if sample is None else random.Random(seed).sample(every, sample)


def _judged(probe: Probe, status: int, text: str, forbidden: list[str], role: str) -> Iterator[str]:
    what = f"{probe.method} {probe.address[:120]} {str(probe.body)[:300]}"
    if status >= 500 or ("错误编号" in text and status == 200):
        yield f"breaks with {status}: {what}"
    if role == "nobody" and status not in (302, 401):
        yield f"let in with {status}: {what}"
    for each in forbidden:
        if each in text:
            yield f"leaks {each}: {what}"
