"""A run whose table of work orders lacks one, or books another sum than its lines, is refused."""

ORDER = {"work_order_no": "W1", "contract_no": "H1", "provider": "P1"}


def test_an_order_without_progress_and_one_of_another_provider_are_named(run):
    run.give("intermediate.int_work_orders_itemised", ORDER, ORDER | {"work_order_no": "W2"})
    run.give("intermediate.int_work_orders_itemised", ORDER | {"work_order_no": "W3"})
    run.give("marts.work_order_progress", ORDER, ORDER | {"work_order_no": "W2", "provider": "P2"})

    assert run.offences("every_work_order_has_its_progress") == ["W2", "W3"]


def test_what_is_booked_is_the_sum_of_earlier_lines_and_this_runs_to_the_fen(run):
    run.give("booked.settlement_line", {"work_order_no": "W1", "amount": "10.00"})
    run.give("marts.settlement_line", {"work_order_no": "W1", "amount": "-0.01"})
    run.give("marts.settlement_line", {"work_order_no": "W2", "amount": "5.00"})
    run.give("marts.work_order_progress", ORDER | {"booked_amt": "9.99"})
    run.give("marts.work_order_progress", {"work_order_no": "W2"}, {"work_order_no": "W3"})

    assert run.offences("the_lines_of_a_work_order_make_what_is_booked_of_it") == ["W2"]
