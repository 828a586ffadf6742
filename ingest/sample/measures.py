"""How much one delivery of each item holds, in what unit it is logged, and how many there are in a month."""

from typing import NamedTuple

RECORDS = "条"
RECORDS_PLACES = 4
"""A record is a ten-thousandth of the 万条 that its item is priced in."""


class Measure(NamedTuple):
    """What a delivery looks like: ``low`` to ``high`` whole numbers of ``10 ** -places`` of ``unit``.

    ``by_night`` marks machine streams that also close a batch in the first hours of a month.
    """

    kind: str
    unit: str
    low: int
    high: int
    per_month: int
    places: int = 0
    step: int = 1
    by_night: bool = False


MEASURES = {
    "1": Measure("增量", RECORDS, 150_000, 3_000_000, 15),
    "2": Measure("时段", RECORDS, 1_000_000, 20_000_000, 15, by_night=True),
    "3": Measure("批次", RECORDS, 200_000, 4_000_000, 13),
    "4": Measure("库表", "张", 3, 20, 7),
    "5": Measure("主题", "项", 1, 3, 2),
    "6": Measure("目录", "项", 5, 40, 7),
    "7": Measure("图斑", RECORDS, 20_000, 400_000, 10),
    "8": Measure("报表", "个", 1, 2, 3),
    "9": Measure("模型", "个", 1, 1, 1),
    "10": Measure("页面", "张", 1, 3, 4),
    "11": Measure("图层", "个", 1, 5, 5),
    "12": Measure("库表", "张", 2, 15, 7),
    "13": Measure("时段", "TB", 250, 4_000, 6, places=3),
    "14": Measure("人月", "人月", 5, 30, 1, places=1, step=5),
    "15": Measure("接口", "个", 1, 3, 3),
    "16": Measure("调用", "次", 2_000, 60_000, 8),
    "17": Measure("数据集", "个", 1, 4, 4),
    "18": Measure("更新", "次", 5, 40, 8),
    "19": Measure("审核", "次", 2, 10, 5),
    "20": Measure("扫描", "次", 1, 4, 4),
    "21": Measure("演练", "次", 1, 1, 1),
    "22": Measure("评估", "项", 1, 4, 3),
    "23": Measure("评审", "次", 1, 2, 3),
    "24": Measure("检查", "张", 20, 200, 6),
}
