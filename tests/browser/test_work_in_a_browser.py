"""In a real browser the pages about work are whole at any width and lead from one to the other."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from orchestration.following import follow
from tests.browser.conftest import Visit, _serve, _visit, the_text_fits
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_visit import idle_desk
from tests.unit.dashboards.made_work import a_fate, a_pending, a_profile, an_idle_order, an_order


def work_home(root: Path) -> MadeHome:
    """Three orders of a contract, one of them late, with twelve deliveries in May."""
    made = MadeHome(root)
    days = [datetime(2020, 5, 9, 2, tzinfo=UTC) + timedelta(days=2 * number) for number in range(12)]
    fates = [
        a_fate(
            delivery_no=f"JF-{number}",
            delivered_at=day,
            row_number=number + 2,
            fate="REPLACED" if number == 3 else "COUNTED",
        )
        for number, day in enumerate(days)
    ]
    waits = {"waiting_for": "VERIFICATION", "waiting_since": date(2020, 5, 20)}
    tables = {
        "settlement": [a_settlement()],
        "settlement_line": [a_line()],
        "work_order_progress": [an_order(), an_order(work_order_no="GD-02", **waits), an_idle_order()],
        "pending_metering": [a_pending()],
        "delivery_fate": fates,
        "delivery_profile": [a_profile(position=day.day) for day in days],
    }
    made.publish("R1", "2020-05", tables)
    return made


@pytest.fixture(scope="module")
def work_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the application over these orders."""
    yield from _serve(work_home(tmp_path_factory.mktemp("work")), desk=idle_desk(follow=follow))


@pytest.fixture
def work_visit(chromium: Browser, work_origin: str) -> Iterator[Visit]:
    """A page over these orders, with an empty cache."""
    yield from _visit(chromium, work_origin)


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("path", ["/", "/orders", "/metering", "/trace?id=L1"])
def test_a_page_is_whole_at_any_width(work_visit, pictures, path, width):
    work_visit.page.set_viewport_size({"width": width, "height": 900})
    page = work_visit.open(path)

    page.wait_for_timeout(500)
    page.screenshot(path=pictures / f"work-{re.sub('[^a-z0-9]+', '-', path)}-{width}.png", full_page=True)
    assert the_text_fits(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".modebar-btn").count() == 0
    assert (work_visit.outside, work_visit.complaints) == ([], [])


def test_from_the_workbench_to_an_order_to_its_raw_rows_and_its_payable(work_visit):
    page = work_visit.open("/orders")
    page.locator("#orders-waiting").click()
    page.get_by_role("option", name="待支付").click()
    expect(page.locator("#orders .ag-pinned-left-cols-container .ag-row")).to_have_count(1)
    assert page.url.endswith("/orders?waiting=PAYMENT")

    page.locator("#orders .ag-pinned-left-cols-container a", has_text="GD-01").click()
    expect(page.locator("h1")).to_have_text("逐元追溯")
    page.get_by_role("link", name="L1", exact=True).click()

    expect(page.locator(".trace-amount")).to_have_text("¥240.00")
    expect(page.get_by_text("人民币贰佰肆拾元整")).to_be_visible()
    assert (work_visit.outside, work_visit.complaints) == ([], [])


def test_what_is_typed_is_traced_and_is_never_markup(work_visit):
    page = work_visit.open("/trace")
    page.locator("#trace-id").fill("<img src=x onerror=alert(1)>")
    page.locator("#trace-go").click()

    expect(page.locator(".state .detail")).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0
    assert (work_visit.outside, work_visit.complaints) == ([], [])
