"""A quarantined row tells whose it is where its own cells or its work order do, and nobody's where they do not."""

from tests.unit.ingest.conftest import Trial, a_delivery, deliveries


def test_a_row_set_aside_tells_whose_it_is_where_its_cells_do(trial: Trial) -> None:
    """Its own contract, or that of its order, be the order set aside too; an order nobody knows is nobody's."""
    trial.send_frame()
    orders = "work_order_no,order_no,contract_no,item_code,provider\nW8,F1,H1,I9,P1\n"
    lines = (
        a_delivery("D1", quantity="many"),
        a_delivery("D2", work_order_no="W8"),
        a_delivery("D3", work_order_no="W9"),
        "D4\n",
    )

    trial.send({"work_order.csv": orders, "delivery.csv": deliveries(*lines)})

    whose = "select table_name, row_number, reason, contract_no, work_order_no from landing.quarantine order by all"
    assert trial.query(whose) == [
        ("delivery", 2, "Q206", "H1", "W1"),
        ("delivery", 3, "Q204", "H1", "W8"),
        ("delivery", 4, "Q204", None, "W9"),
        ("delivery", 5, "Q200", None, None),
        ("work_order", 2, "Q204", "H1", "W8"),
    ]


def test_an_order_of_which_two_contracts_are_told_makes_a_row_nobodys(trial: Trial) -> None:
    trial.send_frame()
    orders = "work_order_no,order_no,contract_no,item_code,provider\nW1,F1,H9,I1,P1\n"

    trial.send({"work_order.csv": orders, "delivery.csv": deliveries(a_delivery(quantity="many"))})

    whose = "select contract_no, work_order_no from landing.quarantine where table_name = 'delivery'"
    assert trial.query(whose) == [(None, "W1")]


def test_only_an_open_row_that_can_be_accepted_names_its_rule(trial: Trial) -> None:
    trial.send_frame()
    early = a_delivery("D1", delivered_at="2020-04-30T17:30:00+08:00")

    trial.send({"delivery.csv": deliveries(early, a_delivery("D2", unit="亩"))})

    assert trial.query("select row_number, reason, rule from landing.quarantine order by all") == [
        (2, "Q210", "not_before_start"),
        (3, "Q205", None),
    ]
