"""In a real browser an annual run is a period like any other: chosen, shown to the fen, nothing cut off, taken away."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import the_text_fits


def overlapping_labels(page, figure):
    """Pairs of a figure's texts, on its bars or under them, that stand on each other."""
    return page.evaluate(
        """figure => ['.annotation-text', '.xtick text'].flatMap(kind => {
            const found = [...document.querySelectorAll(`#${figure} ${kind}`)]
                .map(each => [each.textContent, each.getBoundingClientRect()]);
            const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            return found.flatMap(([one, a], place) => found.slice(place + 1)
                .filter(([, b]) => touch(a, b)).map(([other]) => [one, other]));
        })""",
        figure,
    )


@pytest.mark.parametrize("width", [1440, 900])
def test_the_annual_settlement_is_shown_to_the_fen(year_visit, pictures, width):
    year_visit.page.set_viewport_size({"width": width, "height": 900})
    page = year_visit.open("/settlement?period=2020")

    expect(page.locator("#payable")).to_have_text("¥5,080,382.01")
    expect(page.locator("#payable-in-words")).to_have_text("人民币伍佰零捌万零叁佰捌拾贰元零壹分")
    expect(page.locator("#waterfall .annotation-text").last).to_have_text("¥5,080,382.01")
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / f"year-{width}.png", full_page=True)
    assert the_text_fits(page) == []
    assert overlapping_labels(page, "waterfall") == []
    assert overlapping_labels(page, "months") == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert (year_visit.outside, year_visit.complaints) == ([], [])


def test_the_newest_run_is_the_annual_one_and_stands_first_among_the_periods(year_visit):
    page = year_visit.open("/settlement")

    expect(page.locator("#settlement-period")).to_contain_text("2020 年度 annual")
    page.locator("#settlement-period").click()

    options = page.get_by_role("option")
    expect(options.first).to_have_text("2020 年度 annual")
    expect(options.last).to_have_text("2020-05")


def test_choosing_the_year_writes_an_address(year_visit):
    page = year_visit.open("/settlement?period=2020-06&contract=HT-2020-0301")
    expect(page.locator("#payable")).to_have_text("¥0.00")
    page.locator("#settlement-period").click()
    page.get_by_role("option", name="2020 年度 annual").click()

    expect(page.locator("#payable")).to_have_text("¥5,049,852.00")

    assert page.url.endswith("/settlement?period=2020&contract=HT-2020-0301")
    assert year_visit.complaints == []


def test_an_annual_statement_can_be_taken_away(year_visit):
    page = year_visit.open("/settlement?period=2020")
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF").last.click()

    assert started.value.suggested_filename == "settlement_2020_HT-2020-0301_JS-2020-0301-9e1c.pdf"
