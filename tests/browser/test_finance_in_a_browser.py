"""In a real browser a finance reviewer checks a statement three ways, enters a step once, follows a bar to its rows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboards.access import Principal, Role
from orchestration.desk import open_desk
from tests.browser.conftest import _visit, serving, the_text_fits
from tests.browser.made_months import months_home
from tests.unit.dashboards.made_visit import app_of

PAGE = "/settlement/statement?settle_no=JS-2020-10-0117-5c9e1"


@pytest.fixture(scope="module")
def finance_origin(tmp_path_factory) -> Iterator[str]:
    """Address of the application over six made months for a finance reviewer, who may write."""
    home = months_home(tmp_path_factory.mktemp("finance")).home
    app = app_of(home, Principal("甲", Role.FINANCE), open_desk())
    yield from serving(app.server)


@pytest.fixture
def finance(chromium, finance_origin):
    """A page of that reviewer, with an empty cache."""
    yield from _visit(chromium, finance_origin)


def test_a_statement_is_checked_three_ways_and_reviewed_once(finance, pictures):
    page = finance.open(PAGE)
    table = page.locator("#statement-three-ways")
    expect(table).to_contain_text("三方一致", timeout=60_000)
    expect(table.locator("tbody tr").last).to_contain_text("1,814,840.42")
    assert table.locator("tbody tr").last.locator("td.number").all_inner_texts() == ["1,814,840.42"] * 3

    page.get_by_role("button", name="复核").click()
    expect(page.locator(".question")).to_contain_text("¥1,814,840.42")
    page.screenshot(path=pictures / "statement.png", full_page=True)
    page.locator("#statement-confirm").dblclick()

    expect(page.locator("#statement-standing .notice")).to_contain_text("已登记", timeout=30_000)
    expect(page.locator("#statement-standing tbody tr")).to_have_count(1)
    page.get_by_role("button", name="批准").click()
    page.locator("#statement-confirm").click(timeout=30_000)
    expect(page.locator("#statement-standing .notice")).to_contain_text("经办与审批须为不同人员", timeout=30_000)
    assert the_text_fits(page) == []
    assert (finance.outside, finance.complaints) == ([], [])


def test_a_bar_leads_to_the_rows_that_it_is_made_of(finance):
    page = finance.open("/settlement?period=2020-10")
    bar = page.locator("#waterfall .point").nth(2)
    bar.wait_for()
    place = bar.bounding_box()
    assert place is not None

    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    expect(page.locator(".steps a.current")).to_contain_text("违约扣款")
    assert page.url.endswith("&step=penalty_amt")
    assert finance.complaints == []


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("path", [PAGE, "/settlement?period=2020-10&step=gross_amt", "/prepayment", "/claims"])
def test_nothing_is_cut_off_on_a_telephone_or_a_wide_screen(finance, pictures, path, width):
    finance.page.set_viewport_size({"width": width, "height": 900})
    page = finance.open(path)
    page.wait_for_timeout(300)
    name = path.strip("/").split("?")[0].replace("/", "-")
    page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)

    assert the_text_fits(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert (finance.outside, finance.complaints) == ([], [])
