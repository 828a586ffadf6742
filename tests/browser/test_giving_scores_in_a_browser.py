"""Evaluators give and confirm a score in a real browser, and move between indicators, cards and comparisons."""

from collections.abc import Iterator

import flask
import pytest
from playwright.sync_api import expect

from dashboards.access import Principal, Role
from dashboards.app import make_app
from interface.tables import PUBLISHED
from orchestration.desk import open_desk
from tests.browser.conftest import Visit, serving, the_text_fits
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_scores import a_leaf, a_node, a_summary, typed

PEOPLE = {"one": Principal("王评审", Role.EVALUATOR, "wang"), "two": Principal("李复核", Role.EVALUATOR, "li")}
ODD = "B/3 %"


def leaves(subject: str) -> list[dict[str, object]]:
    return [
        a_leaf("A1", "决策", "立项依据充分性", subject_code=subject, framework_weight="10", explain="依据是否充分"),
        a_leaf(ODD, "产出", "资料要点", subject_code=subject, framework_weight="10", rule="ELEMENTS"),
    ]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two subjects of one framework, one compared with an earlier one; who reads is whoever the cookie names."""
    made = MadeHome(tmp_path_factory.mktemp("giving"))
    compared = dict.fromkeys(PUBLISHED["score_comparison"].names)
    compared |= {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "compared_scheme_no": "S0", "path": "*"}
    compared |= {"score_rate": "0.8", "compared_score_rate": "0.7", "rate_difference": "0.1", "grade": "良"}
    tables = {
        "score_summary": [a_summary(), a_summary(subject_code="Y", score_rate="0.9", total_score="90")],
        "score_indicator": [*leaves("X"), *leaves("Y")],
        "score_node": [a_node("决策", subject_code=each, score="18", score_rate="0.9") for each in ("X", "Y")],
        "score_comparison": [typed(compared, "score_comparison")],
    }
    made.publish("E1", "2021-06", tables, run_type="EVALUATION")
    app = make_app(made.home, open_desk(), who=lambda: PEOPLE[flask.request.cookies.get("who", "one")])
    yield from serving(app.server)


def be(visit: Visit, who: str) -> None:
    visit.page.context.add_cookies([{"name": "who", "value": who, "url": visit.origin}])


def field(visit: Visit, name: str):
    return visit.page.locator(f'[id*=\'"score":"{name}"\']')


def test_one_gives_a_score_and_another_confirms_it(visit, pictures):
    page = visit.open("/indicator/A1?scheme=S&subject=X")
    give = page.get_by_role("button", name="登记，待复核")

    give.click()
    expect(page.locator("#score-said")).to_contain_text("score is blank")
    for name, text in (("score", "9"), ("as_of_date", "2020-12-31"), ("evidence_no", "ZZ-1")):
        field(visit, name).fill(text)
    give.click()
    expect(page.locator("#score-said")).to_contain_text("needs its reason")
    field(visit, "reason").fill("<img src=x onerror=alert(1)>")
    give.click()
    expect(page.locator(".notice-done")).to_contain_text("PF00001 已登记，须由另一人复核")
    expect(page.get_by_role("button", name="复核通过")).to_have_count(0)
    expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    page.screenshot(path=pictures / "indicator.png", full_page=True)
    assert the_text_fits(page) == []

    be(visit, "two")
    page.reload()
    page.get_by_role("button", name="复核通过").click()

    expect(page.locator(".notice-done")).to_contain_text("再次运行评价（hengliang evaluate）后得分才变动")
    expect(page.locator("#indicator-score")).to_have_text("8 / 10")
    assert (visit.outside, visit.complaints) == ([], [])


def test_an_indicator_with_odd_signs_is_reached_by_links_and_by_its_address_and_leads_on(visit, pictures):
    page = visit.open("/scorecard?scheme=S&subject=X")

    page.locator("#leaves .ag-pinned-left-cols-container").get_by_role("link", name=ODD).click()
    expect(page.locator("#indicator-name")).to_have_text(f"{ODD}资料要点")
    page.reload()
    expect(page.locator("#indicator-name")).to_have_text(f"{ODD}资料要点")
    page.get_by_role("link", name="S · X").click()
    page.locator(".filters a.permalink", has_text="对比").click()
    expect(page.locator("h1")).to_have_text("对比")
    expect(page.locator("#before-after .annotation-text")).to_have_text("+10 个百分点")
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / "compare-390.png", full_page=True)
    assert the_text_fits(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert (visit.outside, visit.complaints) == ([], [])


def test_a_stage_and_a_card_that_are_chosen_stand_in_the_address(visit):
    page = visit.open("/scorecard")

    page.locator("#scorecard-card").click()
    page.get_by_text("S · Y").first.click()
    expect(page.locator("#total-score")).to_have_text("90 / 100")
    assert page.url.endswith("/scorecard?scheme=S&subject=Y")
    page.locator("#scorecard-stage").click()
    page.get_by_text("财政评价 By finance").first.click()
    page.wait_for_url("**/scorecard?stage=FINANCE")
    assert visit.complaints == []
