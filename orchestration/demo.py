"""Builds a demonstration home: a seeded contract year, received and settled run by run."""

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
    """Write the sample year into the home, receive and settle for each run, and say what to open.

    A home that is built already stays as it is; one that was interrupted goes on where it stopped.
    """
    steps = write_contract_year(home.sample, seed=seed)
    settled = len(open_edition(home).chain) if home.pointer.exists() else 0
    began = perf_counter()
    with JudgeProcess() as judge_process:
        for number, (folder, period) in enumerate(steps[settled:], start=settled + 1):
            say(f"[{number}/{len(steps)}] {period}: receiving {home.sample / folder} …")
            say(f"  {ingest_total(ingest_folder(home, home.sample / folder))}")
            if number == 1 + settled:
                say("  the first run takes longest: the engine and the gate start …")
            outcome = settle(home, period, settings=settings, judge_process=judge_process)
            if outcome.verdict == "REFUSED":
                raise Stopped(f"The gate refused {period}; see {outcome.folder}.")
            for line in (*settle_lines(outcome), *warning_count(outcome)):
                say(f"  {line}")
    if settled == len(steps):
        say(f"The demonstration home {home.root} is built already; remove the folder to build it anew.")
    else:
        say(f"{len(steps) - settled} runs in {perf_counter() - began:.0f} s.")
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
    for row in edition.table("settlement").to_pylist():
        if row["settlement_period"] == edition.current.run.period and row["payable_amt"]:
            say(f"  .venv/bin/hengliang explain{options} {row['settle_no']}")
            say("      年度结算单的应付金额 what the annual run pays, and why")
    say(f"  .venv/bin/hengliang verify{options}")
    say("      核对全部摘要 every recorded hash")
