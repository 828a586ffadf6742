"""A cell answered later contradicts no blank: the row that gives it lands, and the row without it repeats it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.unit.ingest.conftest import Trial

OPEN = "O1,H1,2020-06-01,少计一批,,,\n"
UPHELD = "O1,H1,2020-06-01,少计一批,UPHELD,,\n"
REPLIED = "O1,H1,2020-06-01,少计一批,,,已补计\n"
CLOSED = "O1,H1,2020-06-01,少计一批,UPHELD,2020-06-09,已补计\n"
DISMISSED = "O1,H1,2020-06-01,少计一批,DISMISSED,,\n"
OTHER_CONTENT = "O1,H1,2020-06-01,少计两批,UPHELD,2020-06-09,已补计\n"
NO_CONTENT = "O1,H1,2020-06-01,,UPHELD,2020-06-09,已补计\n"


def objections(*lines: str) -> str:
    return "objection_no,contract_no,raised_on,content,result,resolved_on,reply\n" + "".join(lines)


def events(*lines: str) -> str:
    return "contract_no,clause_no,event_no,occurred_on,liable\n" + "".join(lines)


def fates(trial: Trial) -> list[tuple[object, ...]]:
    """Rows landed, duplicate and quarantined of each file, in the order of receipt."""
    return trial.query(
        "select rows_landed, rows_duplicate, rows_quarantined from landing.ingest_file order by landed_at"
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (OPEN, CLOSED, [(0, 1, 0), (1, 0, 0)]),
        (CLOSED, OPEN, [(1, 0, 0), (0, 1, 0)]),
        (UPHELD, CLOSED, [(0, 1, 0), (1, 0, 0)]),
        (OPEN, OPEN + "\n", [(1, 0, 0), (0, 1, 0)]),
        (UPHELD, DISMISSED, [(0, 0, 1), (0, 0, 1)]),
        (CLOSED, OTHER_CONTENT, [(0, 0, 1), (0, 0, 1)]),
        (CLOSED, NO_CONTENT, [(0, 0, 1), (0, 0, 1)]),
        (UPHELD, REPLIED, [(0, 0, 1), (0, 0, 1)]),
    ],
    ids=[
        "answered",
        "answered-and-blank-comes-late",
        "answered-further",
        "said-again",
        "answered-twice",
        "answered-with-other-content",
        "answered-with-content-left-out",
        "each-answers-a-part",
    ],
)
def test_the_row_with_every_answer_lands_and_other_content_contradicts(
    trial: Trial, first: str, second: str, expected: list[tuple[int, int, int]]
) -> None:
    trial.send({"objection.csv": objections(first)})
    trial.send({"objection.csv": objections(second)})

    assert fates(trial) == expected


def test_a_row_with_every_answer_settles_rows_that_each_answer_a_part(trial: Trial) -> None:
    trial.send({"objection.csv": objections(UPHELD, REPLIED, OPEN)})
    assert trial.reasons() == [("objection", 2, "Q221"), ("objection", 3, "Q221"), ("objection", 4, "Q221")]
    assert trial.query("select distinct message from landing.quarantine") == [
        ("Rows of this key each answer a part and none answers all; send one row with every answer.",)
    ]

    trial.send({"objection.csv": objections(CLOSED)})

    assert fates(trial) == [(0, 3, 0), (1, 0, 0)]
    assert trial.query("select result, resolved_on::varchar, reply from landing.objection") == [
        ("UPHELD", "2020-06-09", "已补计")
    ]
    assert trial.query("select * from landing.set_aside") == []


def test_two_answers_are_both_set_aside_and_so_is_the_blank(trial: Trial) -> None:
    trial.send({"objection.csv": objections(OPEN, UPHELD, DISMISSED)})

    assert trial.reasons() == [("objection", 2, "Q221"), ("objection", 3, "Q221"), ("objection", 4, "Q221")]
    assert trial.query("select distinct message from landing.quarantine") == [
        ("Another row has the same key and other content; none of them counts.",)
    ]


def test_before_the_answer_came_the_question_was_open(trial: Trial) -> None:
    trial.send({"breach_event.csv": events("H1,K1,E1,2020-05-20,\n")})
    with trial.known() as (_, known):
        before = known
    assert before.last_stored_at is not None
    trial.send({"breach_event.csv": events("H1,K1,E1,2020-05-20,no\n")})

    just_after = before.last_stored_at + timedelta(microseconds=1)

    assert trial.query("select liable from landing.breach_event", just_after) == [(None,)]
    assert trial.query("select liable from landing.breach_event") == [(False,)]
    with trial.known(just_after) as (_, known):
        assert known == before
    assert trial.inputs_hash() != before.inputs_hash


def test_an_answered_row_is_the_same_fact_however_it_came(trial: Trial, another_trial: Callable[[], Trial]) -> None:
    other = another_trial()
    trial.send({"objection.csv": objections(OPEN)})
    trial.send({"objection.csv": objections(CLOSED)})

    other.send({"objection.csv": objections(CLOSED)})

    assert trial.inputs_hash() == other.inputs_hash()


def test_an_event_in_a_file_without_the_column_is_one_that_says_yes(trial: Trial) -> None:
    trial.send({"breach_event.csv": "contract_no,clause_no,event_no,occurred_on\nH1,K1,E1,2020-05-20\n"})

    trial.send({"breach_event.csv": events("H1,K1,E1,2020-05-20,yes\n")})
    assert fates(trial) == [(1, 0, 0), (0, 1, 0)]
    trial.send({"breach_event.csv": events("H1,K1,E1,2020-05-20,\n")})
    assert fates(trial) == [(1, 0, 0), (0, 1, 0), (0, 1, 0)]
    trial.send({"breach_event.csv": events("H1,K1,E1,2020-05-20,no\n")})

    assert fates(trial) == [(0, 0, 1), (0, 1, 0), (0, 0, 1), (0, 0, 1)]


def test_an_answer_without_its_reference_leaves_the_question_where_it_was(trial: Trial) -> None:
    contract = "contract_no,purchaser,operator,service_from,service_to,catalogue_code\nH1,A,B,2020-01-01,2020-12-31,C\n"
    trial.send({"contract.csv": contract, "objection.csv": objections(OPEN)})

    trial.send({"objection.csv": objections(CLOSED.replace("H1", "H9"))})

    assert trial.query("select result from landing.objection") == [(None,)]
    assert trial.reasons() == [("objection", 2, "Q204")]


def test_a_budget_lands_as_it_becomes_known(trial: Trial) -> None:
    header = "pro_code,fiscal_year,first_request_amt,reply_amt,adj_amt,exe_amt\n"
    trial.send({"budget_project.csv": header + "A,2020,100,,,\nB,2020,100,90,,\n"})
    trial.send({"budget_project.csv": header + "A,2020,100.00,80,-5,0\nB,2020,100,91,,\n"})

    assert trial.query("select pro_code, reply_amt::int, adj_amt::int, exe_amt::int from landing.budget_project") == [
        ("A", 80, -5, 0)
    ]
    assert trial.reasons() == [("budget_project", 3, "Q221"), ("budget_project", 3, "Q221")]
