"""Defects of files: cut, thinned, damaged or shifted on their way; most are met before a run is ever built."""

import re
from collections.abc import Callable

from tests.defects.kinds import Intake, Kind

LOG = "delivery.csv"
Edit = Callable[[bytes], bytes]


def _edited(edit: Edit) -> Callable[[Intake], None]:
    def plant(intake: Intake) -> None:
        intake.edits[LOG] = edit

    return plant


def _line(number: int, change: Callable[[list[str]], list[str]]) -> Callable[[Intake], None]:
    """One row of the log with other cells; the header is line 0."""

    def edit(content: bytes) -> bytes:
        lines = content.decode().splitlines()
        lines[number] = ",".join(change(lines[number].split(",")))
        return "\n".join((*lines, "")).encode()

    return _edited(edit)


def _cell(column: str, text: str) -> Callable[[Intake], None]:
    """One cell of the log's twentieth row."""

    def edit(content: bytes) -> bytes:
        lines = content.decode().splitlines()
        position = lines[0].split(",").index(column)
        cells = lines[20].split(",")
        cells[position] = text
        lines[20] = ",".join(cells)
        return "\n".join((*lines, "")).encode()

    return _edited(edit)


def _swapped(one: str, other: str) -> Callable[[Intake], None]:
    """Two columns change their headers: every cell stands in the wrong column."""

    def edit(content: bytes) -> bytes:
        head, rest = content.decode().split("\n", 1)
        names = {one: other, other: one}
        return "\n".join((",".join(names.get(each, each) for each in head.split(",")), rest)).encode()

    return _edited(edit)


def _covered(*, sums: bool, edit: Edit) -> Callable[[Intake], None]:
    """A cover sheet that is right about the log, and a log that changes afterwards."""

    def plant(intake: Intake) -> None:
        content = intake.files()[LOG]
        lines = content.decode().splitlines()
        position = lines[0].split(",").index("quantity")
        total = sum(int(float(line.split(",")[position]) * 1000) for line in lines[1:])
        claim = f",quantity,{total // 1000}.{total % 1000:03d}" if sums else ",,"
        intake.extra["delivery.control.csv"] = f"file,rows,column,sum\n{LOG},{len(lines) - 1}{claim}\n".encode()
        intake.edits[LOG] = edit

    return plant


def _without_rows(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:40] + lines[47:])


def _other_digit(content: bytes) -> bytes:
    """One quantity of the log with another digit in its last place."""
    lines = content.decode().splitlines()
    position = lines[0].split(",").index("quantity")
    cells = lines[20].split(",")
    cells[position] = f"{cells[position][:-1]}{(int(cells[position][-1]) + 1) % 10}"
    lines[20] = ",".join(cells)
    return "\n".join((*lines, "")).encode()


def _chinese(content: bytes) -> bytes:
    head, rest = content.decode().split("\n", 1)
    labels = "交付编号,工单编号,交付物名称,交付时间,数量,计量单位,版本,内容摘要"
    assert head.count(",") == labels.count(",")
    return f"{labels}\n{rest}".encode()


def _without_column(name: str) -> Callable[[Intake], None]:
    def edit(content: bytes) -> bytes:
        rows = [line.split(",") for line in content.decode().splitlines()]
        position = rows[0].index(name)
        return "\n".join([*(",".join(row[:position] + row[position + 1 :]) for row in rows), ""]).encode()

    return _edited(edit)


KINDS = (
    Kind("a_file_is_cut_within_a_row", "ASIDE", ("E107",), "truncated file", _edited(lambda c: c[: len(c) // 2])),
    Kind(
        *("rows_are_lost_in_the_middle", "ASIDE", ("E113",), "lost rows, cover sheet"),
        _covered(sums=False, edit=_without_rows),
    ),
    Kind(
        *("a_quantity_differs_from_the_cover_sheet", "ASIDE", ("E113",), "control total"),
        _covered(sums=True, edit=_other_digit),
    ),
    Kind(
        *("a_file_of_the_cover_sheet_is_missing", "ASIDE", ("E113",), "lost file"),
        lambda i: i.extra.update({"delivery.control.csv": b"file,rows\ndelivery-2.csv,12\n"}),
    ),
    Kind(
        *("a_byte_is_damaged", "ASIDE", ("E101",), "encoding"),
        _edited(lambda c: c.replace("万条".encode() if "万条".encode() in c else "条".encode(), b"\xe6\x9d\xff", 1)),
    ),
    Kind(
        *("text_was_encoded_twice", "ASIDE", ("E111",), "encoding"),
        _edited(lambda c: _chinese(c).decode("latin-1").encode()),
    ),
    Kind(
        "a_nul_stands_in_a_cell", "ASIDE", ("E102",), "encoding", _edited(lambda c: c.replace(b"/2020", b"\0/2020", 1))
    ),
    Kind("a_character_was_replaced", "ASIDE", ("Q201",), "encoding", _cell("deliverable_key", "人口库\ufffd")),
    Kind("a_file_is_empty", "ASIDE", ("E104",), "lost rows", _edited(lambda c: b"")),
    Kind("a_file_has_only_its_header", "ASIDE", ("E108",), "lost rows", _edited(lambda c: c.splitlines(True)[0])),
    Kind("a_file_has_lost_its_header", "ASIDE", ("E111", "E112"), "shifted", _edited(lambda c: c.split(b"\n", 1)[1])),
    Kind("a_quote_stays_open", "ASIDE", ("E106",), "lost rows", _cell("deliverable_key", '"open')),
    Kind(
        *("line_ends_are_mixed", "ASIDE", ("E105",), "files glued together"),
        _edited(lambda c: c.replace(b"\n", b"\r\n", 9)),
    ),
    Kind("a_column_is_missing", "ASIDE", ("E111",), "shifted columns", _without_column("quantity")),
    Kind(
        *("a_column_stands_twice", "ASIDE", ("E112",), "shifted columns"),
        _edited(lambda c: re.sub(rb"^([^\n]*)deliverable_key", rb"\1quantity", c)),
    ),
    Kind("a_row_is_shifted_by_a_cell", "ASIDE", ("Q200",), "shifted columns", _line(20, lambda cells: ["x", *cells])),
    Kind("a_row_is_short", "ASIDE", ("Q200",), "shifted columns", _line(20, lambda cells: cells[:-2])),
    Kind("quantity_and_unit_are_swapped", "ASIDE", ("Q206",), "shifted columns", _swapped("quantity", "unit")),
    Kind(
        *("order_and_delivery_are_swapped", "ASIDE", ("Q204", "Q221"), "shifted columns"),
        _swapped("work_order_no", "delivery_no"),
    ),
    Kind("a_quantity_has_a_decimal_comma", "ASIDE", ("Q206",), "numbers", _cell("quantity", '"12,50"').__call__),
    Kind("a_quantity_holds_its_unit", "ASIDE", ("Q206",), "numbers", _cell("quantity", "12.5万")),
    Kind("a_quantity_is_in_scientific_notation", "ASIDE", ("Q206",), "numbers", _cell("quantity", "1.25E+05")),
    Kind("a_quantity_has_float_noise", "ASIDE", ("Q206",), "numbers", _cell("quantity", "0.30000000000000004")),
    Kind("a_quantity_is_a_formula", "ASIDE", ("Q206",), "numbers", _cell("quantity", "=1+1")),
    Kind("a_quantity_is_blank", "ASIDE", ("Q206",), "numbers; missing is not zero", _cell("quantity", "")),
    Kind("a_date_is_ambiguous", "ASIDE", ("Q209",), "dates", _cell("delivered_at", "03/06/2020 10:00")),
    Kind("a_date_is_a_spreadsheets_number", "ASIDE", ("Q209",), "dates", _cell("delivered_at", "43985.4")),
    Kind("a_date_does_not_exist", "ASIDE", ("Q209",), "dates", _cell("delivered_at", "2020-06-31T10:00:00+08:00")),
    Kind("a_row_of_totals_stands_in_the_log", "ASIDE", ("Q203",), "paid twice", _cell("delivery_no", "合计")),
)
