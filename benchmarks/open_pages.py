"""Times the pages of a home: the first load in a browser, and every callback of every page with many users at once."""

import argparse
import http.cookiejar
import os
import random
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, Request, sync_playwright

from dashboards.access import SYSTEM, Principal, Role
from dashboards.app import PAGES
from dashboards.editions import open_edition
from dashboards.entry.accounts import add_account, read_accounts
from interface.paths import Home

HENGLIANG = Path(sys.executable).with_name("hengliang")
CHROMIUM = "/usr/bin/chromium"
ORIGIN = "http://127.0.0.1:8059"
PASSWORD = "a long enough one 7531"
THINKING_SECONDS = (1.0, 3.0)
_READY = "main h1, main .state"
_CALLBACK = "/_dash-update-component"
_AMOUNT, _DRAWN = "#payable", "#waterfall .main-svg"
_IDENTITIES = 10


@dataclass(frozen=True)
class Asked:
    """One callback that a page asked for: what it sent."""

    view: str
    body: str


def addresses(home: Home) -> list[str]:
    """Every page as the navigation opens it, and a statement, a line, a work order and a month among many."""
    edition = open_edition(home, SYSTEM)
    statement = edition.table("settlement").to_pylist()[-1]
    line = edition.table("settlement_line", period=statement["settlement_period"]).to_pylist()[0]
    return [
        *(page.path for page in PAGES),
        f"/settlement?{urlencode({'period': edition.periods[0]})}",
        f"/settlement/statement?{urlencode({'settle_no': statement['settle_no']})}",
        *(f"/trace?{urlencode({'id': line[name]})}" for name in ("line_id", "work_order_no")),
        f"/trace?{urlencode({'id': statement['settle_no']})}",
        f"/metering?{urlencode({'period': edition.periods[0]})}",
        f"/orders?{urlencode({'contract': statement['contract_no']})}",
    ]


@contextmanager
def serving(home: Home) -> Iterator[int]:
    """The pages as `hengliang serve` serves them; the id of its process."""
    environment = {"HENGLIANG_PORT": ORIGIN.rsplit(":", maxsplit=1)[1], "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(
        [HENGLIANG, "serve", "--home", str(home.root)], env=environment, stdout=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{ORIGIN}/login", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()


def let_in(home: Home, users: int) -> list[str]:
    """An account of the purchaser for each user; their names."""
    names = [f"user{number:02}" for number in range(users)]
    known = {account.name for account in read_accounts(home)}
    for name in names:
        if name not in known:
            add_account(home, Principal(f"用户 {name}", Role.PURCHASER, name), PASSWORD)
    return names


def first_load(browser: Browser, account: str) -> tuple[float, float, int]:
    """Seconds until the overview's amounts stand and until its charts do, and bytes over the wire, nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    _log_in_window(page, account)
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.clearBrowserCache")
    received: list[float] = []
    cdp.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(f"{ORIGIN}/settlement")
    page.wait_for_selector(_AMOUNT, timeout=120_000)
    stands = time.perf_counter() - began
    page.wait_for_selector(_DRAWN, timeout=120_000)
    drawn = time.perf_counter() - began
    say(f"first load of /settlement: amounts {stands:.2f} s, charts {drawn:.2f} s")
    page.wait_for_load_state("networkidle", timeout=120_000)
    context.close()
    return stands, drawn, int(sum(received))


def callbacks_of(browser: Browser, account: str, views: list[str]) -> list[list[Asked]]:
    """What each page asks the server for when it is opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    _log_in_window(page, account)
    asked: list[list[Asked]] = []
    for view in views:
        seen: list[Asked] = []

        def note(request: Request, seen: list[Asked] = seen, view: str = view) -> None:
            if _CALLBACK in request.url and request.post_data:
                seen.append(Asked(view, request.post_data))

        page.on("request", note)
        page.goto(ORIGIN + view)
        page.wait_for_selector(_READY, timeout=120_000)
        page.wait_for_load_state("networkidle", timeout=120_000)
        page.remove_listener("request", note)
        say(f"{len(seen)} callbacks of {view}")
        asked.append(seen)
    context.close()
    return asked


def _log_in_window(page: Page, account: str) -> None:
    page.goto(f"{ORIGIN}/login")
    page.fill("[name=account]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(_READY, timeout=120_000)


class Visitor:
    """A user with a session of its own, who asks what a browser would ask."""

    def __init__(self, account: str) -> None:
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        form = self._opener.open(f"{ORIGIN}/login").read().decode()
        token = re.search(r'name="csrf" value="([^"]+)"', form)
        assert token is not None, "the log-in page holds no token"
        given = {"account": account, "password": PASSWORD, "csrf": token[1]}
        self._opener.open(
            urllib.request.Request(f"{ORIGIN}/login", urlencode(given).encode(), {"Origin": ORIGIN})
        ).read()

    def ask(self, asked: Asked) -> tuple[float, int]:
        """Seconds of one callback, and its status."""
        csrf = next(cookie.value for cookie in self._cookies if cookie.name == "hengliang_csrf")
        headers = {
            "Content-Type": "application/json",
            "Accept-Encoding": "gzip",
            "X-CSRFToken": csrf or "",
            "Origin": ORIGIN,
        }
        request = urllib.request.Request(ORIGIN + _CALLBACK, asked.body.encode(), headers)
        began = time.perf_counter()
        try:
            with self._opener.open(request, timeout=120) as answer:
                answer.read()
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        return time.perf_counter() - began, status


def visit(account: str, pages: list[list[Asked]], *, until: float, seed: int) -> list[tuple[str, float, int]]:
    """Open pages at random, thinking between them, until the time is over; seconds and status of each callback."""
    visitor, chance = Visitor(account), random.Random(seed)
    found: list[tuple[str, float, int]] = []
    while time.perf_counter() < until:
        time.sleep(chance.uniform(*THINKING_SECONDS))
        found.extend((asked.view, *visitor.ask(asked)) for asked in chance.choice(pages))
    return found


def first_searches(visitor: Visitor, home: Home, pages: list[list[Asked]]) -> dict[str, list[float]]:
    """Seconds of tracing lines and work orders that nobody asked for before, by what was asked for."""
    lines = open_edition(home, SYSTEM).table("settlement_line").to_pylist()
    chosen = random.Random(0).sample(lines[1:], _IDENTITIES)
    found: dict[str, list[float]] = {}
    for name in ("line_id", "work_order_no"):
        known = str(lines[0][name])
        like = next(each for page in pages for each in page if known in each.view)
        for line in chosen:
            took, _ = visitor.ask(Asked(like.view, like.body.replace(known, str(line[name]))))
            found.setdefault(name, []).append(took)
        say(f"traced {len(chosen)} by {name}")
    return found


def memory_of(process: int) -> Mapping[str, int]:
    """MiB that a process holds now (VmRSS) and held at most (VmHWM)."""
    status = Path(f"/proc/{process}/status").read_text()
    return {name: int(kb) // 1024 for name, kb in re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status)}


def main() -> None:
    """Print first load, callbacks and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    home = Home(given.home.absolute())
    names = let_in(home, given.users)
    views = addresses(home)
    with serving(home) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        before = memory_of(server)["VmRSS"]
        loads = [first_load(browser, names[0]) for _ in range(5)]
        pages = callbacks_of(browser, names[0], views)
        browser.close()
        alone = Visitor(names[0])
        first = first_searches(alone, home, pages)
        say("one user asks for every callback three times")
        singles = [(asked.view, *alone.ask(asked)) for page in pages for asked in page for _ in range(3)]
        say(f"{given.users} users open pages for {given.seconds:.0f} s")
        until = time.perf_counter() + given.seconds
        with ThreadPoolExecutor(given.users) as users:
            visits = [users.submit(visit, name, pages, until=until, seed=number) for number, name in enumerate(names)]
            many = [each for found in visits for each in found.result()]
        after = memory_of(server)
    stand, drawn, sizes = zip(*loads, strict=True)
    rows = open_edition(home, SYSTEM).table("settlement_line").num_rows
    _print(f"load of the machine (1, 5, 15 minutes) at the end: {', '.join(f'{each:.1f}' for each in os.getloadavg())}")
    _print(f"{rows:,} settlement lines; first load of /settlement, nothing cached, 5 times:")
    for what, seconds in (("amounts", stand), ("charts", drawn)):
        _print(f"  {what}: median {median(seconds):.2f} s, longest {max(seconds):.2f} s")
    _print(f"  {max(sizes) / 1e6:.3f} MB")
    for name, tooks in first.items():
        _print(f"  first trace of a {name}: median {median(tooks):.2f} s, longest {max(tooks):.2f} s, of {len(tooks)}")
    many_users = f"{given.users} users"
    _print(f"{'':<44}{'one user':>10}{many_users:>10}")
    _print(f"{'callbacks of':<44}{'median':>10}{'median':>10}{'p95':>10}{'longest':>10}")
    by_view: defaultdict[str, list[float]] = defaultdict(list)
    for view, took, _ in many:
        by_view[view].append(took)
    for view, tooks in sorted(by_view.items()):
        one = median(took for each, took, _ in singles if each == view)
        _print(f"{view[:43]:<44}{one:>10.3f}{median(tooks):>10.3f}{_p95(tooks):>10.3f}{max(tooks):>10.3f}")
    every = [took for _, took, _ in many]
    _print(
        f"{'all':<44}{median(took for _, took, _ in singles):>10.3f}{median(every):>10.3f}{_p95(every):>10.3f}"
        f"{max(every):>10.3f}"
    )
    wrong = sum(status not in (200, 204) for _, _, status in many)
    _print(f"{len(many):,} callbacks by {given.users} users in {given.seconds:.0f} s, {wrong} of them failed")
    held = f"{before} MiB at first, {after['VmRSS']} MiB after, {after['VmHWM']} MiB at most"
    _print(f"memory of the one process that serves: {held}")


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


def say(text: str) -> None:
    """Tell on the error stream how far the run is, so that nobody takes it for stuck."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
