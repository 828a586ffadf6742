"""The tables have the names, headers and types that users and other systems hold on to."""

import pytest

from interface.tables import INPUTS, PUBLISHED, Column, Kind, Table
from tests.unit.interface.promised import (
    ADDED_COLUMNS,
    CHINESE_HEADERS,
    INPUT_COLUMNS,
    PUBLISHED_COLUMNS,
    TABLE_LABELS,
)

EVERY_TABLE = [*INPUTS.values(), *PUBLISHED.values()]


@pytest.mark.parametrize("name", INPUT_COLUMNS)
def test_an_input_table_has_the_promised_columns_and_requires_the_promised_ones(name):
    columns = INPUT_COLUMNS[name].split()

    added = ADDED_COLUMNS.get(name, "").split()
    assert INPUTS[name].names == (*(column.rstrip("*") for column in columns), *added)
    assert INPUTS[name].required == tuple(column.rstrip("*") for column in columns if column.endswith("*"))


def test_a_work_order_begins_with_the_promised_columns_and_has_the_forms_other_fields():
    order = INPUTS["work_order"]

    assert order.names[:8] == (
        "work_order_no",
        "order_no",
        "contract_no",
        "item_code",
        "provider",
        "start_time",
        "end_time",
        "no_subcontract_flag",
    )
    assert [column.label for column in order.columns[:8]] == [
        "工单编号",
        "服务单编号",
        "合同编号",
        "服务项编号",
        "数据服务商",
        "开始时间",
        "结束时间",
        "不得转包",
    ]
    assert order.required == ("work_order_no", "order_no", "contract_no", "item_code", "provider")


@pytest.mark.parametrize("name", CHINESE_HEADERS)
def test_chinese_headers_are_the_promised_ones(name):
    assert [column.label for column in INPUTS[name].columns] == CHINESE_HEADERS[name].split()


@pytest.mark.parametrize("name", PUBLISHED_COLUMNS)
def test_a_published_table_has_the_promised_columns(name):
    assert set(PUBLISHED_COLUMNS[name].split()) <= set(PUBLISHED[name].names)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_names_and_labels_lead_to_one_column_each(table):
    labels = [column.label for column in table.columns]

    assert len(set(table.names)) == len(table.names)
    assert len(set(labels)) == len(labels)
    assert not set(labels) & set(table.names)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_a_key_names_columns_of_its_table(table):
    assert table.key
    assert set(table.key) <= set(table.names)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_a_default_is_one_of_the_codes(table):
    for column in table.columns:
        assert column.default is None or not column.codes or column.default in column.codes, column.name


@pytest.mark.parametrize("name", TABLE_LABELS)
def test_a_table_goes_by_its_chinese_name(name):
    assert INPUTS[name].label == TABLE_LABELS[name]


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_what_is_answered_later_is_no_key_and_may_be_blank(table):
    for name in table.answered_later:
        column = table.column(name)
        assert (column.required, column.default) == (False, None), name
    assert not set(table.answered_later) & set(table.key)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_a_signed_column_is_a_decimal_and_an_absent_one_was_not_required(table):
    for column in table.columns:
        assert not column.signed or column.kind.places is not None, column.name
        assert column.when_absent is None or not (column.required or column.default), column.name


def test_tables_have_names_and_labels_of_their_own():
    assert len({table.name for table in EVERY_TABLE}) == len(EVERY_TABLE)
    assert len({table.label for table in INPUTS.values()}) == len(INPUTS)


def test_one_name_has_one_kind_wherever_it_stands_among_published_tables():
    kinds: dict[str, set[Kind]] = {}
    for table in PUBLISHED.values():
        for column in table.columns:
            kinds.setdefault(column.name, set()).add(column.kind)

    assert {name: kind for name, kind in kinds.items() if len(kind) > 1} == {}


@pytest.mark.parametrize(
    ("kind", "sql_type", "places"),
    [
        (Kind.AMOUNT, "DECIMAL(18,2)", 2),
        (Kind.PRICE, "DECIMAL(18,6)", 6),
        (Kind.QUANTITY, "DECIMAL(18,6)", 6),
        (Kind.TOTAL, "DECIMAL(38,6)", 6),
        (Kind.FACTOR, "DECIMAL(18,8)", 8),
        (Kind.SCORE, "DECIMAL(9,3)", 3),
        (Kind.RATIO, "DECIMAL(9,6)", 6),
        (Kind.COUNT, "BIGINT", None),
        (Kind.TEXT, "VARCHAR", None),
        (Kind.NAME, "VARCHAR", None),
        (Kind.TIME, "TIMESTAMP WITH TIME ZONE", None),
    ],
)
def test_a_kind_says_its_type_and_how_many_decimals_a_cell_may_have(kind, sql_type, places):
    assert kind.sql_type == sql_type
    assert kind.places == places


def test_no_column_is_a_float():
    assert not [kind for kind in Kind if kind.sql_type in {"DOUBLE", "FLOAT", "REAL"}]


def test_kinds_that_share_a_type_stay_apart():
    assert Kind.QUANTITY is not Kind.PRICE
    assert len(Kind) == 17


def test_a_column_is_found_by_its_name_and_an_unknown_one_is_named():
    table = Table("meter", "表计", "meter", ("no",), (Column("no", "编号", Kind.ID, required=True),))

    assert table.column("no").label == "编号"
    with pytest.raises(KeyError, match="meter has no column size"):
        table.column("size")
