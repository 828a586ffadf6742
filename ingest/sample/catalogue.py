"""The sample's service catalogue: 24 flat-priced items in six classes, in a version for 2020 and one for 2021."""

from typing import NamedTuple

CATALOGUE_CODE = "B1002-PT"


class Item(NamedTuple):
    """One service item; prices are text in yuan per unit, and only the first one is an official price."""

    code: str
    class_name: str
    subclass_name: str
    name: str
    method: str
    unit: str
    price_2020: str
    price_2021: str


_GATHER, _SERVE, _SHARE, _GUARD, _REVIEW, _RULES = (
    "数据汇聚及治理",
    "数据服务",
    "数据共享开放",
    "安全防护",
    "评估评审",
    "标准规范",
)

_ITEMS = (
    Item("1", _GATHER, "数据采集接入", "数据采集与汇聚", "按采集接入的数据条数", "万条", "120", "120"),
    Item("2", _GATHER, "数据采集接入", "物联感知数据接入", "按接入的数据条数", "万条", "12.345", "11.85"),
    Item("3", _GATHER, "数据治理", "数据清洗转换", "按清洗后的数据条数", "万条", "36.5", "36.5"),
    Item("4", _GATHER, "数据治理", "数据基础治理", "按治理的库表数", "张", "860", "880"),
    Item("5", _GATHER, "数据治理", "数据融合治理", "按通过验收的融合主题数", "项", "5250", "5250"),
    Item("6", _GATHER, "资源编目", "数据资源编目", "按编制的目录数", "项", "230", "230"),
    Item("7", _GATHER, "数据治理", "空间数据治理", "按治理的要素条数", "万条", "85.6", "85.6"),
    Item("8", _SERVE, "分析建模", "基础报表建模", "按交付的模型数", "个", "6800", "6650"),
    Item("9", _SERVE, "分析建模", "复杂算法建模", "按交付的模型数", "个", "18500", "18500"),
    Item("10", _SERVE, "数据展示", "数据可视化", "按交付的页面数", "张", "2350", "2350"),
    Item("11", _SERVE, "数据展示", "业务图层制作", "按发布的图层数", "个", "1280", "1250.5"),
    Item("12", _SERVE, "数据交付", "数据库表下发", "按下发的库表数", "张", "420", "420"),
    Item("13", _SERVE, "数据交付", "流式数据输出", "按输出的数据量", "TB", "1680.75", "1680.75"),
    Item("14", _SERVE, "运行支撑", "驻场数据运维", "按确认的人月", "人月", "25300", "26100"),
    Item("15", _SHARE, "数据共享", "共享接口开发", "按上线的接口数", "个", "5600", "5600"),
    Item("16", _SHARE, "数据共享", "共享接口调用保障", "按成功调用次数", "次", "0.85", "0.8"),
    Item("17", _SHARE, "数据开放", "开放数据集发布", "按发布的数据集数", "个", "1500", "1500"),
    Item("18", _SHARE, "数据开放", "开放数据集更新", "按更新次数", "次", "65.5", "65.5"),
    Item("19", _GUARD, "安全管理", "数据安全审核", "按审核次数", "次", "980", "980"),
    Item("20", _GUARD, "安全管理", "漏洞扫描及整改", "按扫描次数", "次", "1200", "1200"),
    Item("21", _GUARD, "应急保障", "应急演练", "按演练次数", "次", "15000", "15000"),
    Item("22", _REVIEW, "质量评估", "数据质量评估", "按出具的评估报告数", "项", "3200", "3200"),
    Item("23", _REVIEW, "服务评审", "服务评审", "按组织的评审次数", "次", "2400", "2400"),
    Item("24", _RULES, "标准落地", "标准符合性检查", "按检查的库表数", "张", "55.125", "54.75"),
)

ITEMS = {item.code: item for item in _ITEMS}
"""Items by code, in the catalogue's order."""


def catalogue_versions() -> list[dict[str, str]]:
    """Rows of ``catalogue_version``: 2020 ends where 2021 begins, without a gap."""
    return [
        {
            "catalogue_code": CATALOGUE_CODE,
            "version_no": year,
            "effective_from": f"{year}-01-01",
            "effective_to": f"{year}-12-31" if year == "2020" else "",
            "joint_review_no": f"LS-{year}-01",
            "approved_on": approved_on,
            "published_on": published_on,
        }
        for year, approved_on, published_on in (
            ("2020", "2019-12-10", "2019-12-20"),
            ("2021", "2020-12-08", "2020-12-18"),
        )
    ]


def service_items() -> list[dict[str, str]]:
    """Rows of ``service_item``: every item in both versions, at that version's price."""
    return [
        {
            "catalogue_code": CATALOGUE_CODE,
            "version_no": year,
            "item_code": item.code,
            "item_name": item.name,
            "unit_code": item.unit,
            "unit_price": item.price_2020 if year == "2020" else item.price_2021,
            "tier_mode": "FLAT" if year == "2021" else "",
            "class_name": item.class_name,
            "subclass_name": item.subclass_name,
            "metering_method": item.method,
            "service_content": f"{item.name}：{item.method}计量，含交付物与过程记录",
        }
        for year in ("2020", "2021")
        for item in _ITEMS
    ]
