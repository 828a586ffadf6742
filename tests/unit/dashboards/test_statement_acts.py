"""On a statement's page a person takes the steps that its state and their role allow, once, knowing what they enter."""

import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.approvals import StepRefused
from dashboards.pages import statement_acts
from dashboards.pages.statement_acts import asked, done, find, standing
from interface.ledger import read_entries
from orchestration.desk import open_desk
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_visit import a_visit, idle_desk
from tests.unit.dashboards.test_pages import shown, text_of

REVIEWER = Principal("甲", Role.FINANCE)
APPROVER = Principal("乙", Role.PURCHASER)
OPERATOR = Principal("丙", Role.OPERATOR, contracts=frozenset({"HT-001"}))
STRANGER = Principal("丁", Role.OPERATOR, contracts=frozenset({"HT-002"}))


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    second = {"contract_no": "HT-002", "settle_no": "JS-2"}
    line = a_line(line_id="L2", work_order_no="GD-02", contract_no="HT-002")
    made.publish(
        "R1", "2020-05", {"settlement": [a_settlement(), a_settlement(**second)], "settlement_line": [a_line(), line]}
    )
    return made


def enter(made, reader, act, *, seen, because="", settle_no="JS-1"):
    """What the page answers when the reader confirms a step that was asked about."""
    question = {"settle_no": settle_no, "act": act, "seen": seen}
    return text_of(done(a_visit(made.home, reader, open_desk()), question, because))


def kept(made):
    """Every step that the ledger holds: what and by whom."""
    return [(each.content["act"], each.content["by"]) for each in read_entries(made.home) if each.kind == "approval"]


def buttons(made, reader):
    visit = a_visit(made.home, reader)
    part = standing(visit, find(visit, "JS-1")[1])
    found = [each for each in part.children if getattr(each, "className", "") == "acts"]
    return [button.id["act"] for each in found for button in each.children]


def test_the_page_shows_steps_words_and_where_the_statement_stands(made):
    text = shown(made, "/settlement/statement", settle_no="JS-1")

    assert "结算总额|gross|结算明细合计|sum of the lines| |¥240.00" in text
    assert "本期应付|payable|以上各项之和|sum of the above|¥240.00" in text
    assert "人民币贰佰肆拾元整" in text
    assert "当前状态|State|待复核|Draft" in text
    assert "未以个人身份登录" in text


@pytest.mark.parametrize(
    ("settle_no", "state"), [("", "请选择一张结算单"), ("JS-9", "没有这张结算单"), ("<script>", "没有这张结算单")]
)
def test_without_a_statement_there_is_a_choice_and_no_amount(made, settle_no, state):
    text = shown(made, "/settlement/statement", settle_no=settle_no)

    assert state in text
    assert "2020-05 · HT-001 · JS-1" in text
    assert "¥" not in text


def test_buttons_are_those_of_the_state_and_the_role(made):
    assert buttons(made, REVIEWER) == ["review", "return"]
    assert buttons(made, OPERATOR) == []
    assert buttons(made, SYSTEM) == []

    enter(made, REVIEWER, "review", seen=0)

    assert buttons(made, APPROVER) == ["approve", "return"]


def test_what_will_be_entered_is_shown_before_it_is(made):
    text = text_of(asked(a_visit(made.home, REVIEWER), "JS-1", "return"))

    assert "退回|Return" in text
    assert "待复核 Draft → 已退回 Returned" in text
    assert "¥240.00　人民币贰佰肆拾元整" in text
    assert find(a_visit(made.home), "JS-1")[1].run.outputs_hash in text
    assert "理由（必填）" in text
    assert kept(made) == []


def test_a_step_is_entered_in_the_readers_name_and_the_new_state_answers(made):
    text = enter(made, REVIEWER, "review", seen=0, because=" 已核对 ")

    assert "已登记：复核，现为已复核。" in text
    assert "当前状态|State|已复核|Reviewed" in text
    assert "甲|已核对" in text
    assert kept(made) == [("review", "甲")]


def test_a_double_click_enters_one_step_and_says_so(made):
    enter(made, REVIEWER, "review", seen=0)

    text = enter(made, REVIEWER, "review", seen=0)

    assert "这一步已登记，重复点击没有再登记。" in text
    assert "已复核|Reviewed" in text
    assert kept(made) == [("review", "甲")]


def test_a_stale_page_does_not_return_what_was_approved_meanwhile(made):
    enter(made, REVIEWER, "review", seen=0)
    enter(made, APPROVER, "approve", seen=1)

    text = enter(made, REVIEWER, "return", seen=0, because="数量有误")

    assert "您打开本页之后，状态已变化" in text
    assert kept(made) == [("review", "甲"), ("approve", "乙")]


def test_the_same_step_by_another_person_is_not_taken_for_ones_own(made):
    enter(made, REVIEWER, "review", seen=0)

    text = enter(made, APPROVER, "review", seen=0)

    assert "您打开本页之后，状态已变化" in text
    assert kept(made) == [("review", "甲")]


def test_a_return_without_a_reason_is_asked_again(made):
    text = enter(made, REVIEWER, "return", seen=0, because="  ")

    assert "未登记：这一步必须填写理由。" in text
    assert "请确认将要办理的步骤" in text
    assert kept(made) == []


def test_who_reviewed_does_not_approve(made):
    enter(made, REVIEWER, "review", seen=0)

    text = enter(made, REVIEWER, "approve", seen=1)

    assert "未登记：经办与审批须为不同人员。" in text
    assert "甲 took the step review: another person must approve" in text
    assert kept(made) == [("review", "甲")]


def test_an_operator_takes_no_step_with_another_contracts_statement(made):
    for act, reader in (("accept", STRANGER), ("review", OPERATOR)):
        text = enter(made, reader, act, seen=0)

        assert "未登记" in text
        assert "¥" not in text
    assert "no statement 'JS-1' of yours" in text_of(asked(a_visit(made.home, STRANGER), "JS-1", "accept"))
    assert kept(made) == []


@pytest.mark.parametrize(
    "question",
    [
        {"settle_no": "JS-1", "act": "print_money", "seen": 0},
        {"settle_no": "JS-1", "act": "review", "seen": "x"},
        {"settle_no": "JS-1", "act": "review"},
        {"settle_no": "../ledger", "act": "review", "seen": 0},
        [],
        None,
    ],
)
def test_a_forged_question_enters_nothing(made, question):
    for reader in (REVIEWER, SYSTEM):
        assert "未登记" in text_of(done(a_visit(made.home, reader, idle_desk()), question, ""))


def test_differing_documents_cannot_be_approved(made, monkeypatch):
    class Differs:
        agrees = False

    monkeypatch.setattr(statement_acts, "compare_three_ways", lambda *given: (Differs(),))
    enter(made, REVIEWER, "review", seen=0)

    text = text_of(asked(a_visit(made.home, APPROVER), "JS-1", "approve"))

    assert "三方不一致，不能批准" in text
    assert "确认办理" not in text


def test_an_unforeseen_error_gives_a_number_and_no_trace(made):
    def broken(*given):
        raise RuntimeError("secret")

    question = {"settle_no": "JS-1", "act": "review", "seen": 0}
    text = text_of(done(a_visit(made.home, REVIEWER, idle_desk(take_step=broken)), question, ""))

    assert "错误编号 Error No." in text
    assert "secret" not in text


def test_a_reason_has_a_word_of_its_own(made):
    def refused(*given):
        raise StepRefused("other_outputs", "Statement JS-1 was REVIEWED for other outputs.")

    question = {"settle_no": "JS-1", "act": "review", "seen": 0}
    text = text_of(done(a_visit(made.home, REVIEWER, idle_desk(take_step=refused)), question, ""))

    assert "未登记：已发布的结果与此前审批的不是同一份。" in text
