"""In a real browser people override, narrow and compare on the engineer's pages; twice pressed is once done."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from dashboards.access import Principal, Role
from dashboards.app import make_app
from interface.ledger import read_entries
from interface.paths import Home
from orchestration.desk import open_desk
from tests.browser.conftest import _visit, serving, the_text_fits
from tests.browser.made_months import months_home
from tests.unit.dashboards.made_edition import a_gate_result

RULE = "reserved_work_stays_with_the_operator"


@dataclass
class House:
    """A home that is served to whoever sits before the browser."""

    home: Home
    origin: str
    people: list[Principal] = field(default_factory=list)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Six months, and December refused by a rule that two people may override."""
    made = months_home(tmp_path_factory.mktemp("house"))
    fault = {"success": False, "unexpected_count": 1, "sample": "W2"}
    made.refuse("R12", "2020-12", [a_gate_result(run_id="R12", suite="set_aside", expectation=RULE, **fault)])
    house = House(made.home, "", [Principal("赵工", Role.ENGINEER)])
    for origin in serving(make_app(made.home, open_desk(), who=lambda: house.people[-1]).server):
        house.origin = origin
        yield house


@pytest.fixture
def visit(chromium, house):
    """A page of the house."""
    yield from _visit(chromium, house.origin)


def kinds(house: House) -> list[str]:
    return [entry.kind for entry in read_entries(house.home) if entry.kind.startswith("override")]


def test_two_people_override_and_a_double_press_asks_once(visit, house, pictures):
    page = visit.open("/quality")
    page.get_by_text("申请豁免").first.click()
    page.locator("button", has_text="申请豁免").dblclick()
    expect(page.locator(".answer-refused")).to_contain_text("请填写理由")
    assert kinds(house) == []

    page.get_by_text("申请豁免").first.click()
    page.locator(".form textarea").first.fill("应急期间由原服务商承担 <script>alert(1)</script>")
    page.locator("button", has_text="申请豁免").dblclick()
    expect(page.locator(".card", has_text="Overrides")).to_contain_text("<script>alert(1)</script>")
    page.wait_for_timeout(500)
    assert kinds(house) == ["override_asked"]
    assert page.locator("button", has_text="申请豁免").count() == 0

    house.people.append(Principal("李", Role.FINANCE))
    page = visit.open("/quality")
    page.get_by_text("同意豁免").first.click()
    page.locator("button", has_text="同意豁免").click()
    expect(page.locator(".answer-done")).to_contain_text("OV0001 已同意")
    house.people.pop()

    assert kinds(house) == ["override_asked", "override_agreed"]
    page.screenshot(path=pictures / "quality-overridden.png", full_page=True)
    assert the_text_fits(page) == []
    assert (visit.outside, visit.complaints) == ([], [])


def test_choosing_a_reason_writes_an_address_that_narrows_the_rows(visit, pictures):
    page = visit.open("/quarantine")
    page.locator("#quarantine-reason").click()
    page.get_by_role("option", name="UNKNOWN_WORK_ORDER").click()

    expect(page.locator("main")).to_contain_text("1–1 / 1")

    assert page.url == f"{visit.origin}/quarantine?reason=UNKNOWN_WORK_ORDER"
    page.screenshot(path=pictures / "quarantine-narrowed.png", full_page=True)
    assert (visit.outside, visit.complaints) == ([], [])


def test_two_editions_are_compared_on_a_phone_too(visit, pictures):
    visit.page.set_viewport_size({"width": 390, "height": 800})
    page = visit.open("/editions?from=2020-05-0f3a9c1d07b2&to=2020-06-1f3a9c1d07b2")

    expect(page.locator("main")).to_contain_text("差额按原因")

    page.screenshot(path=pictures / "editions-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert (visit.outside, visit.complaints) == ([], [])
