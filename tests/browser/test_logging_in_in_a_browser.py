"""In a real browser people log in, see what is theirs, are sent back where they were, and are out when they log out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboards.access import Role
from dashboards.entry.accounts import disable, enable
from interface.paths import Home
from tests.browser.conftest import _visit, serving, the_text_fits
from tests.browser.made_months import months_home
from tests.unit.dashboards.made_entry import PASSWORD, Entrance, add


@pytest.fixture(scope="module")
def guarded(tmp_path_factory) -> Iterator[tuple[Home, str]]:
    """A home with two accounts, and the address of the application behind its door."""
    home = months_home(tmp_path_factory.mktemp("guarded")).home
    add(home, "caiwu", Role.FINANCE, "财务岗")
    add(home, "shenji", Role.AUDITOR, "审计岗")
    for origin in serving(Entrance(home).server):
        yield home, origin


@pytest.fixture
def entering(chromium, guarded):
    yield from _visit(chromium, guarded[1])


def enter(page, name, password=PASSWORD):
    page.locator("#account").fill(name)
    page.locator("#password").fill(password)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("main h1:not(:has-text('Hengliang')), main .state")


@pytest.mark.parametrize("width", [390, 1920])
def test_a_deep_link_leads_through_the_log_in_to_what_it_names(entering, pictures, width):
    page = entering.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{entering.origin}/settlement?period=2020-06")
    page.screenshot(path=pictures / f"log-in-{width}.png")

    enter(page, "caiwu")

    expect(page.locator("#payable")).to_have_text("¥2,696,534.50")
    expect(page.locator(".visitor")).to_contain_text("财务岗")
    assert page.url == f"{entering.origin}/settlement?period=2020-06"
    assert (entering.outside, entering.complaints) == ([], [])


def test_the_audit_page_is_drawn_filtered_and_left(entering, pictures):
    page = entering.page
    page.goto(f"{entering.origin}/audit")
    enter(page, "shenji")
    expect(page.locator("h1")).to_have_text("审计")

    page.locator("#audit-deed").click()
    page.get_by_role("option", name="登录 Logged in").click()

    page.wait_for_url(f"{entering.origin}/audit?deed=LOGGED_IN")
    expect(page.locator("#trail .ag-center-cols-container .ag-row").first).to_contain_text("审计岗")
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / "audit.png", full_page=True)
    assert the_text_fits(page) == []
    assert (entering.outside, entering.complaints) == ([], [])
    page.locator(".visitor button").click()
    expect(page.locator("#password")).to_be_visible()
    page.goto(f"{entering.origin}/audit")
    assert "/login?next=" in page.url


def test_who_is_disabled_meanwhile_is_sent_to_the_log_in_which_leads_back(entering, guarded):
    page = entering.page
    page.goto(entering.origin)
    enter(page, "caiwu")
    expect(page.locator("h1")).to_have_text("工作台")

    disable(guarded[0], "caiwu")
    page.locator("nav a", has_text="Quality gate").click()

    page.wait_for_url(f"{entering.origin}/login?next=%2Fquality")
    enable(guarded[0], "caiwu")
    enter(page, "caiwu")
    expect(page.locator("h1")).to_have_text("质量门")
