"""Builds a demonstration home: a seeded contract year, received and settled run by run, and its evaluations."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from dashboards.access import SYSTEM
from dashboards.editions import Edition, open_edition
from expectations.judge_process import JudgeProcess
from ingest.landing import ingest_folder
from ingest.sample import write_contract_year, write_evaluations
from interface.errors import Stopped
from interface.paths import Home
from interface.settings import Settings
from orchestration.accounts import add_demo_accounts
from orchestration.evaluation import evaluate
from orchestration.printing import evaluation_lines, ingest_total, settle_lines, warning_count
from orchestration.settlement import settle


def build_demo(home: Home, settings: Settings, *, seed: int, say: Callable[[str], None]) -> None:
    """Write the sample year into the home, receive and settle for each run, evaluate, and say what to open.

    A home that is built already stays as it is; one that was interrupted goes on where it stopped.
    """
    steps = write_contract_year(home.sample, seed=seed)
    published = open_edition(home, SYSTEM) if home.pointer.exists() else None
    settled = len(published.settlements) if published else 0
    is_evaluated = bool(published and published.evaluations)
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
        if not is_evaluated:
            _evaluate(home, settings, judge_process, say)
    if is_evaluated and settled == len(steps):
        say(f"The demonstration home {home.root} is built already; remove the folder to build it anew.")
    else:
        say(f"{len(steps) - settled} runs and an evaluation in {perf_counter() - began:.0f} s.")
    edition = open_edition(home, SYSTEM)
    _say_what_to_open(home, edition, say)
    _say_who_may_log_in(home, edition, settings, say)


def _evaluate(home: Home, settings: Settings, judge_process: JudgeProcess, say: Callable[[str], None]) -> None:
    for folder in write_evaluations(home.sample):
        say(f"evaluations: receiving {home.sample / folder} …")
        say(f"  {ingest_total(ingest_folder(home, home.sample / folder))}")
    evaluated = evaluate(home, settings=settings, judge_process=judge_process)
    if evaluated.verdict == "REFUSED":
        raise Stopped(f"The gate refused the evaluations; see {evaluated.folder}.")
    for line in (*evaluation_lines(evaluated), *warning_count(evaluated)):
        say(f"  {line}")


def _say_what_to_open(home: Home, edition: Edition, say: Callable[[str], None]) -> None:
    adjustments = [row for row in edition.table("settlement_line").to_pylist() if row["line_type"] == "ADJUSTMENT"]
    options = "" if home.root == Path("warehouse").absolute() else f" --home {home.root}"
    say("")
    say("打开 Open next:")
    say(f"  .venv/bin/hengliang serve{options}")
    say("      结算总览 the settlement overview at http://127.0.0.1:8050/, 评分卡 scorecards at /scorecard")
    say(f"  .venv/bin/hengliang export{options} --what all --format xlsx --to exports")
    say("      Excel 工作簿 every published table as a workbook")
    if adjustments:
        say(f"  .venv/bin/hengliang explain{options} {adjustments[0]['line_id']}")
        say("      一笔调整的来龙去脉 an adjustment, down to its raw rows")
    for row in edition.table("settlement").to_pylist():
        if row["settlement_period"] == edition.settlements[-1].run.period and row["payable_amt"]:
            say(f"  .venv/bin/hengliang explain{options} {row['settle_no']}")
            say("      年度结算单的应付金额 what the annual run pays, and why")
    say(f"  .venv/bin/hengliang export{options} --what form:self_evaluation --format xlsx --to exports")
    say("      项目支出绩效自评表 a self-evaluation as its official form; also form:scores, form:goals")
    say(f"  .venv/bin/hengliang export{options} --what score_finding --to exports")
    say("      两份公开报告中的问题 what is wrong in two published reports, each with both values")
    say(f"  .venv/bin/hengliang verify{options}")
    say("      核对全部摘要 every recorded hash")


def _say_who_may_log_in(home: Home, edition: Edition, settings: Settings, say: Callable[[str], None]) -> None:
    """Make an account for each role and name them once: their passwords are kept nowhere."""
    lines = edition.table("settlement_line")
    contract, provider = (min(lines.column(name).to_pylist()) for name in ("contract_no", "provider"))
    accounts = add_demo_accounts(home, contract=contract, provider=provider, by=settings.person)
    if accounts:
        say("")
        say(f"登录 Log in at http://{settings.host}:{settings.port}/ after `hengliang serve`")
        say("  账号 account  密码 password     角色 role  (shown once; `hengliang users password` gives another)")
        for line in accounts:
            say(line)
