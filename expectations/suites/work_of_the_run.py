"""The work that a run's rules speak of: what it books, changes or settles for the year, so that no warning repeats."""

WORK = """
    work as (
        select metered.*
        from intermediate.int_work_months_metered as metered
        cross join this_run.parameters as parameters
        inner join intermediate.int_months_reckoned as months
            on metered.contract_no = months.contract_no and metered.service_period = months.service_period
        where
            not months.is_booked
            or parameters.is_annual
            or exists (
                select 1
                from intermediate.int_lines_due as due
                where metered.work_order_no = due.work_order_no and metered.service_period = due.service_period
            )
    )
"""
"""A query named ``work`` for a rule's ``with``: rows of ``int_work_months_metered``."""
