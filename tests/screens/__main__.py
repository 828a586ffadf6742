"""``python -m tests.screens [HOME] [PICTURES]``: every page, role, width and state in a browser; prints what is wrong.

Without HOME it builds the demonstration. Pictures of all are left in PICTURES (default ./screens), to be looked at.
"""

import logging
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

from dashboards.access import SYSTEM, Principal, Role
from dashboards.editions import open_edition
from dashboards.entry.accounts import add_account
from dashboards.entry.door import Door
from dashboards.serving import guarded_app
from interface.paths import Home
from interface.settings import read_settings
from orchestration.demo import build_demo
from orchestration.desk import open_desk
from tests.browser.conftest import CHROMIUM, FLAGS, serving, the_text_fits
from tests.screens.views import plain_views, views_of
from tests.unit.dashboards.made_entry import cheap_passwords

PASSWORD = "a long enough one 7531"
WIDTHS = (390, 1920)
_USUAL = 1280
_READY = "main h1, main .state"


@dataclass
class Tally:
    """How many views were opened, and what was wrong with which."""

    opened: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, view: str, what: str) -> None:
        self.wrong.append(f"{view}: {what}")
        sys.stdout.write(f"WRONG {self.wrong[-1]}\n")
        sys.stdout.flush()


def main(given: Path | None, pictures: Path) -> int:
    """Open everything; the exit code is 1 where anything was wrong."""
    pictures.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    tally = Tally()
    with TemporaryDirectory(prefix="hengliang-screens-") as folder, pytest.MonkeyPatch.context() as patch:
        cheap_passwords(patch)
        whole, empty, damaged = (Home(Path(folder) / name) for name in ("whole", "empty", "damaged"))
        if given:
            shutil.copytree(given, whole.root)
        else:
            build_demo(whole, read_settings({}), seed=2020, say=lambda _: None)
        shutil.copytree(whole.root, damaged.root)
        flip_a_byte(damaged)
        for home in (whole, empty, damaged):
            shutil.rmtree(home.accounts.parent, ignore_errors=True)
            let_everybody_in(home, whole)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
            views = views_of(whole)
            for role in Role:
                own = views if role is Role.PURCHASER else plain_views()
                look(browser, whole, role, own, _USUAL, pictures / role.lower(), tally)
            for width in WIDTHS:
                look(browser, whole, Role.PURCHASER, views, width, pictures / f"wide-{width}", tally)
            look(browser, empty, Role.PURCHASER, plain_views(), _USUAL, pictures / "empty", tally)
            look(browser, damaged, Role.PURCHASER, plain_views(), _USUAL, pictures / "damaged", tally)
            browser.close()
    lines = [f"{count:>6,} {what}" for what, count in sorted(tally.opened.items())]
    lines.append(f"{len(tally.wrong)} wrong; pictures in {pictures}")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(bool(tally.wrong))


def let_everybody_in(home: Home, whole: Home) -> None:
    """An account for every role, the operator's and the provider's with something of their own."""
    edition = open_edition(whole, SYSTEM)
    own = {
        Role.OPERATOR: {"contracts": frozenset({edition.table("settlement").column("contract_no")[0].as_py()})},
        Role.PROVIDER: {"providers": frozenset({edition.table("settlement_line").column("provider")[0].as_py()})},
    }
    for role in Role:
        add_account(home, Principal(f"{role} 一号", role, role.lower(), **own.get(role, {})), PASSWORD)


def flip_a_byte(home: Home) -> None:
    """Change the newest statements of a home, which every page about money reads."""
    path = open_edition(home, SYSTEM).newest_settlement.folder / "settlement.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def look(browser: Browser, home: Home, role: Role, views: list[str], width: int, pictures: Path, tally: Tally) -> None:
    """Open every address as one role in one window, with a cold and a warm cache, and judge what is shown."""
    pictures.mkdir(parents=True, exist_ok=True)
    with at_the_desk(home) as origin, logged_in(browser, origin, role, width) as (page, complaints):
        for view in views:
            name = f"{role.lower()} {width} {home.root.name} {view}"
            complaints.clear()
            for cache in ("cold", "warm"):
                try:
                    page.goto(origin + view)
                    page.wait_for_selector(_READY, timeout=60_000)
                    page.wait_for_load_state("networkidle", timeout=60_000)
                except Error as reason:
                    tally.note(name, f"does not open ({cache}): {str(reason).splitlines()[0]}")
                    break
                tally.opened[f"views opened {cache}"] += 1
            page.screenshot(
                path=pictures / f"{re.sub('[^A-Za-z0-9]+', '-', view).strip('-') or 'first'}.png", full_page=True
            )
            for each in dict.fromkeys(complaints):
                tally.note(name, each)
            for text in the_text_fits(page):
                tally.note(name, f"cut off: {text[:80]}")
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                tally.note(name, "is wider than its window")
            for finding in serious(page):
                tally.note(name, finding)


def serious(page: Page) -> Iterator[str]:
    """What axe finds that keeps people out.

    A drop-down of Dash hands the keyboard's focus on at once from a hidden field of its own, which axe cannot know.
    """
    asked = {"include": [["body"]], "exclude": [[".dash-dropdown-focus-target"]]}
    for each in Axe().run(page, context=asked).response["violations"]:
        if each["impact"] in ("serious", "critical"):
            yield f"axe {each['id']}: {each['help']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:160]}"


@contextmanager
def at_the_desk(home: Home) -> Iterator[str]:
    """The application over a home, behind its door; its address."""
    settings = read_settings({"HENGLIANG_HOME": str(home.root)})
    served = serving(guarded_app(home, open_desk(), Door(home, settings.access)).server)
    yield next(served)
    next(served, None)


@contextmanager
def logged_in(browser: Browser, origin: str, role: Role, width: int) -> Iterator[tuple[Page, list[str]]]:
    """A window of somebody with that role, and everything that the browser complains of or asks of other hosts."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(f"console: {said.text[:200]}") if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', "
        "each => console.error('policy: ' + each.violatedDirective))"
    )

    def judge(route) -> None:
        if route.request.url.startswith((origin, "data:", "blob:")):
            route.continue_()
        else:
            complaints.append(f"outside request: {route.request.url[:200]}")
            route.abort()

    context.route("**/*", judge)
    page.goto(f"{origin}/login")
    page.fill("[name=account]", role.lower())
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(_READY, timeout=60_000)
    yield page, complaints
    context.close()


if __name__ == "__main__":
    places = [Path(each) for each in sys.argv[1:]]
    sys.exit(main(places[0] if places else None, places[1] if len(places) > 1 else Path("screens")))
