"""In a real browser the pages show every amount to the fen, ask no other host for anything, and complain of nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import the_text_fits


def test_the_settlement_is_shown_to_the_fen(visit, pictures):
    page = visit.open("/settlement?period=2020-10")

    expect(page.locator("h1")).to_have_text("结算总览")
    expect(page.locator(".subtitle")).to_have_text("Settlement overview")
    expect(page.locator("#payable")).to_have_text("¥3,629,680.84")
    expect(page.locator("#payable-in-words")).to_have_text("人民币叁佰陆拾贰万玖仟陆佰捌拾元捌角肆分")
    labels = page.locator("#waterfall .annotation-text")
    expect(labels.first).to_have_text("¥3,782,242.50")
    expect(labels.last).to_have_text("¥3,629,680.84")
    expect(page.locator("#lines .ag-pinned-left-cols-container .ag-row").first).to_contain_text("GD-2020117-00101")
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / "settlement.png", full_page=True)
    assert the_text_fits(page) == []
    assert (visit.outside, visit.complaints) == ([], [])


@pytest.mark.parametrize("path", ["/quality", "/quarantine", "/settlement?period=1999-01", "/nowhere"])
def test_every_page_stands_alone_and_complains_of_nothing(visit, pictures, path):
    page = visit.open(path)

    page.wait_for_timeout(500)
    page.screenshot(path=pictures / f"{re.sub('[^a-z0-9]+', '-', path).strip('-')}.png", full_page=True)
    assert the_text_fits(page) == []
    assert (visit.outside, visit.complaints) == ([], [])


def test_choosing_a_month_writes_an_address_that_shows_the_same_again(visit, chromium):
    page = visit.open("/settlement")
    page.locator("#settlement-period").click()
    page.get_by_role("option", name="2020-06").click()

    expect(page.locator("#payable")).to_have_text("¥2,696,534.50")

    assert page.url == f"{visit.origin}/settlement?period=2020-06"
    again = chromium.new_page()
    again.goto(page.url)
    expect(again.locator("#payable")).to_have_text("¥2,696,534.50")
    again.close()
    assert visit.complaints == []


def test_choosing_a_contract_narrows_the_view_and_going_back_widens_it(visit):
    page = visit.open("/settlement?period=2020-06")
    page.locator("#settlement-contract").click()
    page.get_by_role("option", name="HT-2020-0233").click()

    expect(page.locator("#payable")).to_have_text("¥1,348,267.25")

    assert page.url.endswith("/settlement?period=2020-06&contract=HT-2020-0233")
    page.go_back()
    expect(page.locator("#payable")).to_have_text("¥2,696,534.50")


def test_an_unknown_month_shows_no_amount_with_a_cold_and_a_warm_cache(visit):
    for _ in ("cold", "warm"):
        page = visit.open("/settlement?period=2019-12")
        expect(page.locator(".state")).to_contain_text("没有这一期")
        assert "¥" not in page.locator("main").inner_text()
        visit.open("/settlement?period=2020-10")


def test_a_missing_filter_shows_the_newest_month_with_a_cold_and_a_warm_cache(visit):
    for _ in ("cold", "warm"):
        page = visit.open("/settlement")
        expect(page.locator("#payable")).to_have_text("¥3,629,680.84")
        visit.open("/quality")


def test_no_figure_offers_to_send_its_data_away(visit):
    page = visit.open("/settlement")
    expect(page.locator("#waterfall .main-svg").first).to_be_visible()
    page.locator("#waterfall").hover()

    assert page.locator(".modebar-btn").count() == 0
    assert page.get_by_text(re.compile("share|cloud|edit in", re.IGNORECASE)).count() == 0


def test_numbers_in_a_grid_are_sorted_by_size(visit):
    page = visit.open("/settlement?period=2020-10&contract=HT-2020-0117")
    page.locator('#lines .ag-header-cell[col-id="amount"]').click()

    first = page.locator('#lines .ag-row[row-index="0"] .ag-cell[col-id="amount"]')
    second = page.locator('#lines .ag-row[row-index="1"] .ag-cell[col-id="amount"]')

    expect(first).to_have_text("−150.00")
    expect(second).to_have_text("13,018.25")
    assert visit.complaints == []


def test_a_statement_can_be_taken_away(visit):
    page = visit.open("/settlement?period=2020-10")
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF").first.click()

    assert started.value.suggested_filename == "settlement_2020-10_HT-2020-0117_JS-2020-10-0117-5c9e1.pdf"


def test_a_narrow_window_cuts_nothing_off(visit, pictures):
    visit.page.set_viewport_size({"width": 900, "height": 900})
    page = visit.open("/settlement?period=2020-10")

    expect(page.locator("#waterfall .annotation-text").last).to_have_text("¥3,629,680.84")
    page.screenshot(path=pictures / "settlement-narrow.png", full_page=True)
    assert the_text_fits(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
