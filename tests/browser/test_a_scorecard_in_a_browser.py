"""A scorecard in a real browser: total, grade, points lost and findings, with no other host asked and no complaint."""

from playwright.sync_api import expect

from tests.browser.conftest import the_text_fits


def test_a_scorecard_shows_total_grade_points_lost_and_findings(scores_visit, pictures):
    page = scores_visit.open("/scorecard?scheme=S&subject=X")

    expect(page.locator("h1")).to_have_text("评分卡")
    expect(page.locator("#total-score")).to_have_text("80 / 100")
    expect(page.locator("#grade")).to_have_text("良（CY10）")
    expect(page.locator("#earned .annotation-text")).to_have_text("18 / 20　90%")
    expect(page.locator("#lost .textpoint")).to_have_text("8 / 10　80%")
    expect(page.locator("#leaves .ag-pinned-left-cols-container .ag-row")).to_have_count(2)
    expect(page.get_by_text("42 are stated, 41 follow.")).to_be_visible()
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / "scorecard.png", full_page=True)
    assert the_text_fits(page) == []
    assert (scores_visit.outside, scores_visit.complaints) == ([], [])


def test_another_subject_is_one_click_away_and_shows_no_zero_for_what_was_not_assessed(scores_visit):
    page = scores_visit.open("/scorecard")

    page.get_by_role("link", name="S · Y").click()

    expect(page.locator("#total-score")).to_have_text("— / 100")
    assert page.url.endswith("/scorecard?scheme=S&subject=Y")
    assert scores_visit.complaints == []


def test_score_rates_are_percentages_and_sorted_by_size(scores_visit):
    page = scores_visit.open("/scorecard?scheme=S&subject=X")
    header = page.locator('#leaves .ag-header-cell[col-id="score_rate"]')
    header.click()
    header.click()

    cells = [page.locator(f'#leaves .ag-row[row-index="{row}"] .ag-cell[col-id="score_rate"]') for row in (0, 1)]

    expect(cells[0]).to_have_text("100%")
    expect(cells[1]).to_have_text("80%")
    assert scores_visit.complaints == []
