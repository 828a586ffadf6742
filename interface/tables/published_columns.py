"""Columns that several published tables share, each written once."""

from interface.tables.shape import Column, Kind

RUN_ID = Column("run_id", "运行编号", Kind.ID, required=True)
CONTRACT_NO = Column("contract_no", "合同编号", Kind.ID, required=True)
WORK_ORDER_NO = Column("work_order_no", "工单编号", Kind.ID, required=True)
ITEM_CODE = Column("item_code", "服务项编号", Kind.ID, required=True)
SERVICE_PERIOD = Column("service_period", "服务月份", Kind.MONTH, required=True)
SETTLEMENT_PERIOD = Column("settlement_period", "结算期", Kind.PERIOD, required=True)
UNIT_CODE = Column("unit_code", "计量单位", Kind.CODE, required=True)
SETTLE_NO = Column("settle_no", "结算单号", Kind.ID, required=True)
FILE_SHA256 = Column("file_sha256", "文件摘要", Kind.TEXT, required=True)
ROW_NUMBER = Column("row_number", "行号", Kind.COUNT, required=True)


def amount(name: str, label: str, meaning: str = "", *, required: bool = False) -> Column:
    """A column of yuan."""
    return Column(name, label, Kind.AMOUNT, required=required, meaning=meaning)
