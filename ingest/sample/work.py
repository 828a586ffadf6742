"""What was ordered in the sample: eight service orders and forty work orders, each with one item and one provider."""

from datetime import date
from typing import NamedTuple

from ingest.sample.catalogue import ITEMS
from ingest.sample.contracts import BY_DELIVERY, BY_VERIFICATION, BY_YEAR, OPERATOR, SERVICE_FROM, SERVICE_TO
from ingest.sample.measures import MEASURES, Measure


class ServiceOrder(NamedTuple):
    """One service order, open for the whole contract year."""

    number: str
    contract: str
    name: str
    category: str
    department: str
    onsite: str


class WorkOrder(NamedTuple):
    """One work order; ``start`` and ``end`` are its first and its last day in Asia/Shanghai."""

    number: str
    order: str
    item: str
    provider: str
    subject: str
    start: date = SERVICE_FROM
    end: date = SERVICE_TO

    @property
    def contract(self) -> str:
        """The contract that its service order belongs to."""
        return SERVICE_ORDERS[self.order].contract

    @property
    def measure(self) -> Measure:
        """What one of its deliveries looks like."""
        return MEASURES[self.item]


_SERVICE_ORDERS = (
    ServiceOrder("FD-01", BY_DELIVERY, "基础库数据汇聚服务", "数据汇聚及治理", "演示部门一", "6"),
    ServiceOrder("FD-02", BY_DELIVERY, "基础库数据治理服务", "数据汇聚及治理", "演示部门一", "8"),
    ServiceOrder("FD-03", BY_DELIVERY, "城市运行数据服务", "数据服务", "演示部门二", "5"),
    ServiceOrder("FD-04", BY_DELIVERY, "数据共享交换服务", "数据共享开放", "演示部门三", "3"),
    ServiceOrder("FD-05", BY_VERIFICATION, "专题库数据汇聚服务", "数据汇聚及治理", "演示部门四", "4"),
    ServiceOrder("FD-06", BY_VERIFICATION, "公共数据开放服务", "数据共享开放", "演示部门三", "2"),
    ServiceOrder("FD-07", BY_YEAR, "数据安全防护服务", "安全防护", "演示部门五", "3"),
    ServiceOrder("FD-08", BY_YEAR, "评估评审与标准服务", "评估评审", "演示部门五", "2"),
)

SERVICE_ORDERS = {order.number: order for order in _SERVICE_ORDERS}
"""Service orders by number."""

WORK_ORDERS = (
    WorkOrder("GD-001", "FD-01", "1", "FW-01", "人口库"),
    WorkOrder("GD-002", "FD-01", "1", "FW-01", "法人库"),
    WorkOrder("GD-003", "FD-01", "1", "FW-02", "电子证照库"),
    WorkOrder("GD-004", "FD-01", "1", "FW-02", "政务服务库", date(2020, 9, 1)),
    WorkOrder("GD-005", "FD-01", "2", "FW-03", "城市运行物联"),
    WorkOrder("GD-006", "FD-01", "2", "FW-03", "消防物联", SERVICE_FROM, date(2020, 10, 31)),
    WorkOrder("GD-007", "FD-01", "7", "FW-04", "空间地理库"),
    WorkOrder("GD-008", "FD-02", "3", "FW-01", "人口库"),
    WorkOrder("GD-009", "FD-02", "3", "FW-02", "法人库"),
    WorkOrder("GD-010", "FD-02", "4", "FW-02", "政务服务库"),
    WorkOrder("GD-011", "FD-02", "5", "FW-04", "一网通办主题"),
    WorkOrder("GD-012", "FD-02", "6", "FW-05", "资源目录"),
    WorkOrder("GD-013", "FD-02", "14", "FW-01", "驻场治理组"),
    WorkOrder("GD-014", "FD-03", "8", "FW-03", "城市运行报表"),
    WorkOrder("GD-015", "FD-03", "9", "FW-03", "客流预测", date(2020, 7, 1), date(2021, 1, 31)),
    WorkOrder("GD-016", "FD-03", "10", "FW-04", "领导驾驶舱"),
    WorkOrder("GD-017", "FD-03", "11", "FW-04", "街镇图层"),
    WorkOrder("GD-018", "FD-03", "12", "FW-05", "街镇下发"),
    WorkOrder("GD-019", "FD-03", "13", "FW-03", "视频结构化", date(2021, 1, 4)),
    WorkOrder("GD-020", "FD-03", "14", "FW-04", "驻场城运组"),
    WorkOrder("GD-021", "FD-04", "15", "FW-05", "核验类接口"),
    WorkOrder("GD-022", "FD-04", "16", "FW-05", "查询类接口"),
    WorkOrder("GD-023", "FD-04", "12", "FW-02", "委办下发", SERVICE_FROM, date(2020, 12, 31)),
    WorkOrder("GD-024", "FD-04", "1", "FW-02", "共享回流库", date(2020, 11, 1)),
    WorkOrder("GD-025", "FD-05", "1", "FW-01", "信用库"),
    WorkOrder("GD-026", "FD-05", "1", "FW-04", "教育专题库"),
    WorkOrder("GD-027", "FD-05", "2", "FW-03", "环境监测物联"),
    WorkOrder("GD-028", "FD-05", "3", "FW-01", "信用库"),
    WorkOrder("GD-029", "FD-05", "3", "FW-04", "健康专题库", SERVICE_FROM, date(2020, 11, 30)),
    WorkOrder("GD-030", "FD-05", "13", "FW-03", "环境监测物联"),
    WorkOrder("GD-031", "FD-05", "14", "FW-02", "驻场专题组"),
    WorkOrder("GD-032", "FD-06", "17", "FW-05", "开放平台"),
    WorkOrder("GD-033", "FD-06", "18", "FW-05", "开放平台"),
    WorkOrder("GD-034", "FD-06", "15", "FW-05", "开放接口", date(2020, 10, 1)),
    WorkOrder("GD-035", "FD-07", "19", "FW-02", "出域审核"),
    WorkOrder("GD-036", "FD-07", "20", "FW-04", "平台主机"),
    WorkOrder("GD-037", "FD-07", "21", OPERATOR, "平台应急"),
    WorkOrder("GD-038", "FD-08", "22", "FW-01", "基础库质量"),
    WorkOrder("GD-039", "FD-08", "23", "FW-02", "季度评审"),
    WorkOrder("GD-040", "FD-08", "24", "FW-05", "数据元标准"),
)


def service_orders() -> list[dict[str, str]]:
    """Rows of ``service_order``."""
    return [
        {
            "order_no": order.number,
            "contract_no": order.contract,
            "order_name": order.name,
            "service_category": order.category,
            "applicant_dept": order.department,
            "start_time": _opening(SERVICE_FROM),
            "end_time": _closing(SERVICE_TO),
            "acceptance_method": "逐月验收",
            "operator": OPERATOR,
            "onsite_count": order.onsite,
        }
        for order in _SERVICE_ORDERS
    ]


def split_approvals() -> list[dict[str, str]]:
    """Rows of ``split_approval``: the purchaser approved each order's split before work began."""
    return [
        {
            "approval_no": f"CF-{order.number}",
            "order_no": order.number,
            "result": "APPROVED",
            "approved_on": "2020-05-06",
            "opinion": "拆分合理、准确、完整",
        }
        for order in _SERVICE_ORDERS
    ]


def work_orders() -> list[dict[str, str]]:
    """Rows of ``work_order``; work that may not be handed on is done by the operator itself."""
    return [
        {
            "work_order_no": order.number,
            "order_no": order.order,
            "contract_no": order.contract,
            "item_code": order.item,
            "provider": order.provider,
            "start_time": _opening(order.start),
            "end_time": _closing(order.end),
            "no_subcontract_flag": "yes" if order.provider == OPERATOR else "no",
            "work_order_name": f"{order.subject}{ITEMS[order.item].name}",
            "operator": OPERATOR,
        }
        for order in WORK_ORDERS
    ]


def _opening(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"


def _closing(day: date) -> str:
    return f"{day.isoformat()}T23:59:59+08:00"
