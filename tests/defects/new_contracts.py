"""A contract that begins in the month of the defect, with one order and its work: clean but for what is asked for."""

from tests.defects.kinds import Intake
from tests.defects.made_rules import Cells


def add_contract(intake: Intake, *, clause: Cells | None = None, term: Cells | None = None, **given: str) -> None:
    """Contract H9 by delivery, 900,000 yuan at most, with two deliveries of 3 个 at 6,800 yuan."""
    year = str(intake.world.month(intake.index).year)
    contract = {
        "contract_no": "H9",
        "purchaser": "PUR",
        "operator": "OPR",
        "service_from": f"{intake.month}-01",
        "service_to": f"{year}-12-31",
        "catalogue_code": "C",
        "catalogue_version": "1",
        "metering_basis": "DELIVERED",
        "settlement_kind": "MONTHLY",
        "ceiling_amt": "900000.00",
        "project_code": "XM-H9",
        **given,
    }
    intake.add("contract", contract)
    terms = {"contract_no": "H9", "seq": "1", "pay_type": "MONTHLY", "ratio": "1", "due_days": "30"}
    intake.add("contract_payment_term", {**terms, **(term or {})})
    intake.add("budget_project", {"pro_code": "XM-H9", "fiscal_year": year, "reply_amt": "900000.00"})
    if clause:
        keys = {"contract_no": "H9", "clause_no": "K1", "clause_source": "主合同考核条款"}
        intake.add("deduction_clause", {**keys, **clause})
    add_order(intake)


def add_order(intake: Intake, **given: str) -> None:
    """Work order W-9 of service order F-9 under H9, split with approval, delivered twice and accepted."""
    order = {
        "work_order_no": "W-9",
        "order_no": "F-9",
        "contract_no": "H9",
        "item_code": "I3",
        "provider": "P1",
        "start_time": f"{intake.month}-01T00:00:00+08:00",
        "end_time": f"{intake.month}-30T23:59:59+08:00",
        "no_subcontract_flag": "no",
        "operator": "OPR",
        **given,
    }
    intake.add("work_order", order)
    intake.add("service_order", {"order_no": "F-9", "contract_no": order["contract_no"], "operator": "OPR"})
    approved = {"approval_no": "CF-9", "order_no": "F-9", "result": "APPROVED", "approved_on": f"{intake.month}-01"}
    intake.add("split_approval", approved)
    for day in ("09", "23"):
        intake.add(
            "delivery",
            {
                "delivery_no": f"D-9-{day}",
                "work_order_no": "W-9",
                "deliverable_key": f"W-9/{day}",
                "delivered_at": f"{intake.month}-{day}T16:10:00+08:00",
                "quantity": "3",
                "unit": "个",
                "version": "1",
                "content_hash": f"nine{day}",
            },
        )
    accepted = {"accept_no": "YS-9", "level": "WORK_ORDER", "ref_no": "W-9", "period": intake.month, "result": "PASS"}
    intake.add("acceptance", {**accepted, "accepted_at": f"{intake.following}-02T10:00:00+08:00"})
