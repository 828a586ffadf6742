"""A row's fate follows from what is known alone: repeated, contradicted and unreferenced rows never count, and heal."""

import pytest

from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries


def landed(trial: Trial, table: str) -> int:
    ((count,),) = trial.query(f"select count(*) from landing.{table}")
    assert isinstance(count, int)
    return count


def test_a_row_twice_in_a_file_counts_once(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2"), a_delivery("D1"))})

    assert trial.reasons() == [("delivery", 4, "Q220")]
    assert landed(trial, "delivery") == 2


def test_one_key_with_two_contents_counts_for_neither(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2"))})
    outcome = trial.send({"delivery.csv": deliveries(a_delivery("D1", quantity="13"))})["delivery.csv"]

    assert (outcome.rows_read, outcome.rows_quarantined) == (1, 1)
    assert trial.reasons() == [("delivery", 2, "Q221"), ("delivery", 2, "Q221")]
    assert trial.query("select delivery_no from landing.delivery") == [("D2",)]


def test_another_version_of_a_delivery_is_another_row(trial: Trial) -> None:
    lines = (a_delivery("D1"), a_delivery("D1", version="2", quantity="13"), a_delivery("D1", version=""))

    trial.send({**FRAME, "delivery.csv": deliveries(*lines)})

    assert trial.reasons() == []
    assert landed(trial, "delivery") == 3


def test_a_row_of_its_own_fault_spoils_no_sound_row_of_its_key(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D1", quantity="约12"))})

    assert trial.reasons() == [("delivery", 3, "Q206")]
    assert landed(trial, "delivery") == 1


WITHOUT_REFERENCE = {
    "service_item.csv": FRAME["service_item.csv"] + "C,2,I3,x,个,1\n",
    "price_tier.csv": "catalogue_code,version_no,item_code,seq,from_qty,unit_price\nC,1,I1,1,0,1\nC,2,I1,1,0,1\n",
    "contract.csv": FRAME["contract.csv"] + "H9,A,B,2020-01-01,2020-12-31,X\n",
    "deduction_clause.csv": "contract_no,clause_no,kind,clause_source\nH1,K1,INCIDENT,合同\nX,K1,INCIDENT,合同\n",
    "prepayment.csv": "contract_no,paid_on,amount\nH1,2020-05-20,1\nX,2020-05-20,1\n",
    "service_order.csv": "order_no,contract_no\nF1,H1\nF2,\nF3,X\n",
    "work_order.csv": FRAME["work_order.csv"] + "W7,F1,X,I1,P1,\nW8,F1,H1,I9,P1,\nW9,F1,H1,I1,P9,\n",
    "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", work_order_no="X")),
    "acceptance.csv": (
        "accept_no,level,ref_no,result,accepted_at\n"
        "A1,WORK_ORDER,W1,PASS,2020-06-01\nA2,SERVICE_ORDER,X,PASS,2020-06-01\nA3,WORK_ORDER,X,PASS,2020-06-01\n"
    ),
    "metering_claim.csv": (
        "claim_no,line_no,work_order_no,period,claimed_qty,unit\nC1,1,W1,2020-05,1,万条\nC1,2,X,2020-05,1,万条\nC1,3,W1,2020-05,1,个\n"
    ),
    "metering_verification.csv": (
        "verify_no,line_no,work_order_no,period,verified_qty,unit\nV1,1,W1,2020-05,1,条\nV1,2,X,2020-05,1,条\nV1,3,W1,2020-05,1,个\n"
    ),
    "assessment.csv": "contract_no,period,score\nH1,2020-05,90\nX,2020-05,90\n",
    "breach_event.csv": (
        "contract_no,clause_no,event_no,occurred_on\nH1,K1,E1,2020-05-20\nX,K1,E1,2020-05-20\nH1,K9,E1,2020-05-20\n"
    ),
    "deduction_band.csv": "contract_no,clause_no,seq,from_score\nH1,K1,1,90\nH1,K9,1,90\nX,K1,1,90\n",
    "contract_payment_term.csv": "contract_no,seq,pay_type,ratio\nH1,1,MONTHLY,1\nX,1,MONTHLY,1\n",
    "guarantee.csv": "guarantee_no,contract_no,kind,amount\nB1,H1,QUALITY,1\nB2,X,QUALITY,1\n",
    "split_approval.csv": "approval_no,order_no,result\nS1,F1,APPROVED\nS2,F2,APPROVED\nS3,X,APPROVED\n",
    "goal_review.csv": "review_no,order_no\nG1,F1\nG2,F2\nG3,X\n",
    "fee_verification.csv": "fee_no,order_no\nE1,F1\nE2,F2\nE3,X\n",
    "objection.csv": (
        "objection_no,contract_no,work_order_no,raised_on\n"
        "O1,H1,,2020-06-01\nO2,H1,W1,2020-06-01\nO3,X,,2020-06-01\nO4,H1,X,2020-06-01\n"
    ),
    "payment.csv": (
        "voucher_no,contract_no,amount,paid_on,settle_no\nZ1,H1,1,2020-06-01,unknown\nZ2,X,1,2020-06-01,\n"
    ),
}


def test_rows_without_what_they_refer_to_are_set_aside_and_no_others(trial: Trial) -> None:
    trial.send({**FRAME, **WITHOUT_REFERENCE})

    assert trial.reasons() == [
        ("acceptance", 4, "Q204"),
        ("assessment", 3, "Q204"),
        ("breach_event", 3, "Q204"),
        ("breach_event", 4, "Q204"),
        ("contract", 3, "Q204"),
        ("contract_payment_term", 3, "Q204"),
        ("deduction_band", 3, "Q204"),
        ("deduction_band", 4, "Q204"),
        ("deduction_clause", 3, "Q204"),
        ("delivery", 3, "Q204"),
        ("fee_verification", 4, "Q204"),
        ("goal_review", 4, "Q204"),
        ("guarantee", 3, "Q204"),
        ("metering_claim", 3, "Q204"),
        ("metering_claim", 4, "Q205"),
        ("metering_verification", 3, "Q204"),
        ("metering_verification", 4, "Q205"),
        ("objection", 4, "Q204"),
        ("objection", 5, "Q204"),
        ("payment", 3, "Q204"),
        ("prepayment", 3, "Q204"),
        ("price_tier", 3, "Q204"),
        ("service_item", 4, "Q204"),
        ("service_order", 4, "Q204"),
        ("split_approval", 4, "Q204"),
        ("work_order", 4, "Q204"),
        ("work_order", 5, "Q204"),
        ("work_order", 6, "Q211"),
    ]


ORDERS = {"service_order": "order_no\nF1\n", "work_order": FRAME["work_order.csv"].replace("F1", "F2")}


@pytest.mark.parametrize(
    ("given", "lines"),
    [((), []), (("service_order",), [3, 4]), (("work_order",), [2, 4]), (("service_order", "work_order"), [4])],
    ids=["no-orders-given", "service-orders-alone", "work-orders-alone", "both"],
)
def test_an_order_is_known_by_a_service_order_or_by_a_work_order(
    trial: Trial, given: tuple[str, ...], lines: list[int]
) -> None:
    approvals = "approval_no,order_no,result\nS1,F1,APPROVED\nS2,F2,APPROVED\nS3,F3,RETURNED\n"

    trial.send({"split_approval.csv": approvals, **{f"{name}.csv": ORDERS[name] for name in given}})

    assert trial.reasons() == [("split_approval", line, "Q204") for line in lines]


def test_a_contract_may_last_a_day_and_may_not_end_before_it_starts(trial: Trial) -> None:
    lines = "H2,A,B,2020-05-08,2020-05-08,C\nH3,A,B,2020-05-08,2020-05-07,C\n"

    trial.send({"contract.csv": FRAME["contract.csv"] + lines})

    assert trial.reasons() == [("contract", 4, "Q210")]
    assert trial.query("select contract_no from landing.set_aside") == [("H3",)]
    assert trial.query("select message from landing.quarantine") == [
        ("Column service_to (服务结束日期): 2020-05-07 lies before the first day of service, 2020-05-08.",)
    ]


def test_a_fiscal_year_is_a_whole_year(trial: Trial) -> None:
    trial.send({"budget_project.csv": "pro_code,fiscal_year\nA,2020\nA,2020-05\nA,2020-Q2\nA,二〇二〇\n"})

    assert trial.reasons() == [("budget_project", line, "Q209") for line in (3, 4, 5)]
    assert trial.query("select message from landing.quarantine where row_number = 3") == [
        ("Column fiscal_year (预算年度): '2020-05' is not a year written as 2020.",)
    ]


def test_an_adjustment_of_a_budget_may_be_negative_and_a_reply_may_not(trial: Trial) -> None:
    lines = "A,2020,100,-30.5\nB,2020,-100,30.5\n"

    trial.send({"budget_project.csv": "pro_code,fiscal_year,reply_amt,adj_amt\n" + lines})

    assert trial.reasons() == [("budget_project", 3, "Q207")]
    assert trial.query("select adj_amt::varchar from landing.budget_project") == [("-30.50",)]


def test_an_event_refers_to_a_clause_where_clauses_are_given(trial: Trial) -> None:
    event = "contract_no,clause_no,event_no,occurred_on\nH1,K9,E1,2020-05-20\n"
    trial.send({**FRAME, "breach_event.csv": event})
    assert trial.reasons() == []

    trial.send({"deduction_clause.csv": "contract_no,clause_no,kind,clause_source\nH1,K1,INCIDENT,合同\n"})

    assert trial.reasons() == [("breach_event", 2, "Q204")]


def test_nothing_is_missed_in_a_table_that_was_never_given(trial: Trial) -> None:
    trial.send({"delivery.csv": deliveries(a_delivery(work_order_no="X", unit="箱"))})

    assert trial.reasons() == []
    assert landed(trial, "delivery") == 1


def test_rows_heal_when_what_they_refer_to_arrives(trial: Trial) -> None:
    frame = {**FRAME, "work_order.csv": FRAME["work_order.csv"].replace("W2,", "W3,")}
    early = trial.send(
        {**frame, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", work_order_no="W2", unit="个"))}
    )
    assert early["delivery.csv"].rows_quarantined == 1
    assert trial.query("select table_name, work_order_no, item_code, reason, row_number from landing.set_aside") == [
        ("delivery", "W2", None, "Q204", 3)
    ]

    trial.send({"work_order/more.csv": FRAME["work_order.csv"]})

    assert trial.reasons() == []
    assert trial.query("select rows_landed from landing.ingest_file where table_name = 'delivery'") == [(2,)]


def test_what_refers_to_a_row_set_aside_is_set_aside(trial: Trial) -> None:
    frame = {**FRAME, "work_order.csv": FRAME["work_order.csv"].replace("H1,I1,P1", "H1,I1,P9")}

    trial.send({**frame, "delivery.csv": deliveries(a_delivery("D1"))})

    assert trial.reasons() == [("delivery", 2, "Q204"), ("work_order", 2, "Q211")]
    assert trial.query("select message, raw from landing.quarantine where table_name = 'delivery'") == [
        ("Column work_order_no (工单编号): 'W1' is not in work_order (工单).", a_delivery("D1").strip())
    ]


def test_a_unit_must_convert_to_the_items_unit(trial: Trial) -> None:
    conversions = "from_unit,to_unit,factor,item_code\n箱,个,24,\n打,个,12,I2\n盒,个,6,I1\n个,只,2,\n"
    lines = (
        a_delivery("own", work_order_no="W1", unit="万条"),
        a_delivery("built-in-smaller", work_order_no="W1", unit="条"),
        a_delivery("built-in-larger", work_order_no="W1", unit="亿条"),
        a_delivery("no-conversion", work_order_no="W1", unit="个"),
        a_delivery("given-for-all-items", work_order_no="W2", unit="箱"),
        a_delivery("given-for-this-item", work_order_no="W2", unit="打"),
        a_delivery("given-for-another-item", work_order_no="W2", unit="盒"),
        a_delivery("given-for-the-way-back", work_order_no="W2", unit="只"),
    )

    trial.send({**FRAME, "unit_conversion.csv": conversions, "delivery.csv": deliveries(*lines)})

    assert trial.reasons() == [("delivery", 5, "Q205"), ("delivery", 8, "Q205"), ("delivery", 9, "Q205")]
    assert landed(trial, "delivery") == 5


def test_a_delivery_lies_within_its_order_and_contract(trial: Trial) -> None:
    lines = (
        a_delivery("at-the-start-of-its-order", delivered_at="2020-05-01T00:00:00+08:00"),
        a_delivery("a-second-before", delivered_at="2020-04-30T23:59:59+08:00"),
        a_delivery("month-of-the-first-day", work_order_no="W2", unit="个", delivered_at="2020-05-01T00:00:00+08:00"),
        a_delivery("month-before", work_order_no="W2", unit="个", delivered_at="2020-04-30T23:59:59+08:00"),
        a_delivery("month-of-the-last-day", work_order_no="W2", unit="个", delivered_at="2020-12-31T23:59:59+08:00"),
        a_delivery("month-after", work_order_no="W2", unit="个", delivered_at="2020-12-31T16:00:00Z"),
    )

    trial.send({**FRAME, "delivery.csv": deliveries(*lines)})

    assert trial.reasons() == [("delivery", 3, "Q210"), ("delivery", 5, "Q210"), ("delivery", 7, "Q210")]


def test_a_redelivery_after_the_contract_of_what_came_within_it_lands(trial: Trial) -> None:
    lines = (
        a_delivery("D1", deliverable_key="K", delivered_at="2020-12-31T12:00:00+08:00"),
        a_delivery("D2", deliverable_key="K", delivered_at="2021-02-01T12:00:00+08:00"),
        a_delivery("D3", deliverable_key="L", delivered_at="2021-02-01T12:00:00+08:00"),
    )

    trial.send({**FRAME, "delivery.csv": deliveries(*lines)})

    assert trial.reasons() == [("delivery", 4, "Q210")]


def test_a_row_sent_again_mended_lands_and_closes_its_predecessor(trial: Trial) -> None:
    header = "work_order_no,order_no,contract_no,item_code,provider\n"
    trial.send({**FRAME, "work_order.csv": header + "W5,F1,H1,I9,P1\n"})
    assert [row[0] for row in trial.query("select work_order_no from landing.set_aside")] == ["W5"]

    trial.send({"work_order.csv": header + "W5,F1,H1,I1,P1\n"})

    assert trial.query("select work_order_no, item_code from landing.work_order") == [("W5", "I1")]
    assert trial.query("select work_order_no from landing.set_aside") == []
    assert trial.reasons() == [("work_order", 2, "Q204")]


def test_a_work_order_set_aside_names_its_provider_and_other_rows_name_none(trial: Trial) -> None:
    orders = FRAME["work_order.csv"] + "W1,F1,H1,I1,P2,2020-05-01T00:00:00+08:00\n"
    parties = FRAME["party.csv"] + "P2,乙服务商\n"

    trial.send(
        {
            **FRAME,
            "party.csv": parties,
            "work_order.csv": orders,
            "service_order.csv": "order_no,contract_no,provider\nF9,X,P1\n",
        }
    )

    assert trial.query("select table_name, work_order_no, provider, reason from landing.set_aside order by all") == [
        ("service_order", None, None, "Q204"),
        ("work_order", "W1", "P1", "Q221"),
        ("work_order", "W1", "P2", "Q221"),
    ]
