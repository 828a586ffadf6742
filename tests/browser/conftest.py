"""The application served on this host over a made home, and a browser that may reach nothing else."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import flask
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from dashboards.visits import Desk
from tests.browser.made_months import months_home
from tests.browser.made_year import year_home
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_scores import scored_home
from tests.unit.dashboards.made_visit import app_of

# What is promised here is what is shown, not how soon: a busy machine may take its time.
expect.set_options(timeout=30_000)

CHROMIUM = Path("/usr/bin/chromium")
# Without these, Chromium calls hosts of its own at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Visit:
    """A page in the browser and everything that it asked for or complained about."""

    page: Page
    origin: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Open an address of the application and wait until it shows a page or a state."""
        self.page.goto(self.origin + address)
        self.page.wait_for_selector("main h1, main .state")
        return self.page


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the application over six made months, on a free port of this host."""
    yield from _serve(months_home(tmp_path_factory.mktemp("months")))


@pytest.fixture(scope="session")
def year_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the application over four made months and their annual run."""
    yield from _serve(year_home(tmp_path_factory.mktemp("year")))


@pytest.fixture(scope="session")
def scores_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the application over one made evaluation."""
    yield from _serve(scored_home(tmp_path_factory.mktemp("scores")))


def _serve(made: MadeHome, desk: Desk | None = None) -> Iterator[str]:
    yield from serving(app_of(made.home, desk=desk).server)


def serving(pages: flask.Flask) -> Iterator[str]:
    """Serve an application on a free port of this host; its address, until the generator is taken up again."""
    server = make_server("127.0.0.1", 0, pages, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; the tests are skipped, each by its name, where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: install Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, origin: str) -> Iterator[Visit]:
    """A page over six months, with an empty cache; requests to other hosts are stopped and listed."""
    yield from _visit(chromium, origin)


@pytest.fixture
def year_visit(chromium: Browser, year_origin: str) -> Iterator[Visit]:
    """The same over four months and their annual run."""
    yield from _visit(chromium, year_origin)


@pytest.fixture
def scores_visit(chromium: Browser, scores_origin: str) -> Iterator[Visit]:
    """The same over one evaluation."""
    yield from _visit(chromium, scores_origin)


def _visit(chromium: Browser, origin: str) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    visit = Visit(context.new_page(), origin)
    visit.page.on("console", lambda message: visit.complaints.append(message.text) if message.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))

    def judge(route):
        url = route.request.url
        if url.startswith((origin, "data:", "blob:")):
            route.continue_()
        else:
            visit.outside.append(url)
            route.abort()

    context.route("**/*", judge)
    yield visit
    context.close()


def the_text_fits(page: Page) -> list[str]:
    """Elements whose text is cut off: wider inside than outside, grids apart, which scroll."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main .value, main .words, main th, main td, main h1, main h2, nav a')]
            .filter(each => !each.closest('.ag-root-wrapper') && each.scrollWidth > each.clientWidth + 1)
            .map(each => each.textContent)"""
    )
    return found


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: the folder that SCREENSHOTS names, or one that pytest clears away."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
