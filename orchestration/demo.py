"""Builds a demonstration home: a seeded contract year, received and settled month by month."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from dashboards.editions import open_edition
from expectations.judge_process import JudgeProcess
from ingest.landing import ingest_folder
from ingest.sample import write_contract_year
from interface.errors import Stopped
from interface.paths import Home
from interface.settings import Settings
from orchestration.printing import ingest_total, settle_lines, warning_count
from orchestration.settlement import settle


def build_demo(home: Home, settings: Settings, *, seed: int, say: Callable[[str], None]) -> None:
    """Write the sample year into the home, receive and settle each month, and say what to open.

    A home that is built already stays as it is; one that was interrupted goes on where it stopped.
    """
    months = write_contract_year(home.sample, seed=seed)
    settled = set(open_edition(home).periods) if home.pointer.exists() else set()
    began = perf_counter()
    with JudgeProcess() as judge_process:
        for number, month in enumerate(months, start=1):
            if str(month) in settled:
                continue
            say(f"[{number}/{len(months)}] {month}: receiving {home.sample / str(month)} …")
            say(f"  {ingest_total(ingest_folder(home, home.sample / str(month)))}")
            if number == 1 + len(settled):
                say("  the first month takes longest: the engine and the gate start …")
            outcome = settle(home, month, settings=settings, judge_process=judge_process)
            if outcome.verdict == "REFUSED":
                raise Stopped(f"The gate refused {month}; see {outcome.folder}.")
            for line in (*settle_lines(outcome), *warning_count(outcome)):
                say(f"  {line}")
    if len(settled) == len(months):
        say(f"The demonstration home {home.root} is built already; remove the folder to build it anew.")
    else:
        say(f"{len(months) - len(settled)} months in {perf_counter() - began:.0f} s.")
    _say_what_to_open(home, say)


def _say_what_to_open(home: Home, say: Callable[[str], None]) -> None:
    edition = open_edition(home)
    adjustments = [row for row in edition.table("settlement_line").to_pylist() if row["line_type"] == "ADJUSTMENT"]
    options = "" if home.root == Path("warehouse").absolute() else f" --home {home.root}"
    say("")
    say("打开 Open next:")
    say(f"  .venv/bin/hengliang serve{options}")
    say("      结算总览 the settlement overview at http://127.0.0.1:8050/")
    say(f"  .venv/bin/hengliang export{options} --what all --format xlsx --to exports")
    say("      Excel 工作簿 every published table as a workbook")
    if adjustments:
        say(f"  .venv/bin/hengliang explain{options} {adjustments[0]['line_id']}")
        say("      一笔调整的来龙去脉 an adjustment, down to its raw rows")
    say(f"  .venv/bin/hengliang verify{options}")
    say("      核对全部摘要 every recorded hash")
