"""The same facts in the many ways in which files bring them: each is a list of folders, sent one after the other."""

import codecs
from collections.abc import Callable
from random import Random

from tests.unit.ingest.conftest import FRAME

Row = tuple[str, ...]
Folder = dict[str, bytes]
Dress = Callable[[list[Row], Random], list[Folder]]

HEADER = ("delivery_no", "work_order_no", "deliverable_key", "delivered_at", "quantity", "unit", "version")
LABELS = ("交付编号", "工单编号", "交付物名称", "交付时间", "数量", "计量单位", "版本")


def made_rows(seed: int, count: int) -> list[Row]:
    """Deliveries of which most land; some name an unknown order, a unit that does not convert, or a day outside."""
    random = Random(seed)
    rows = []
    for number in range(count):
        order, unit = random.choice(
            (("W1", "万条"), ("W1", "条"), ("W2", "个"), ("W2", "个"), ("W9", "个"), ("W1", "吨"))
        )
        month = random.choice((4, 5, 5, 6, 7, 8, 12))
        moment = f"2020-{month:02d}-{random.randint(1, 28):02d}T{random.randint(0, 23):02d}:30:00+08:00"
        quantity = random.choice(("12.5", "1234.5", "0", "7", "0.000001", str(random.randint(1, 999_999))))
        name = random.choice(("数据归集", "K,1", 'so "named"', "每日数据")) + f"-{number // 2}"
        rows.append((f"D{number:04d}", order, name, moment, quantity, unit, "1"))
    return rows


def table(rows: list[Row], *, header: tuple[str, ...] = HEADER, end: str = "\n") -> str:
    """The rows as CSV."""
    return "".join(",".join(_quoted(cell) for cell in row) + end for row in (header, *rows))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell else cell


def frame() -> Folder:
    """The tables that the deliveries refer to."""
    return {name: content.encode() for name, content in FRAME.items()}


def _one(content: bytes, name: str = "delivery.csv") -> list[Folder]:
    return [{**frame(), name: content}]


def _re_encoded(encoding: str, mark: bytes = b"", end: str = "\n") -> Dress:
    return lambda rows, random: _one(mark + table(rows, end=end).encode(encoding))


def _shuffled(rows: list[Row], random: Random) -> list[Folder]:
    return _one(table(random.sample(rows, len(rows))).encode())


def _columns_shuffled(rows: list[Row], random: Random) -> list[Folder]:
    order = random.sample(range(len(HEADER)), len(HEADER))
    header, *shuffled = [tuple(row[index] for index in order) for row in (LABELS, *rows)]
    return _one(table(shuffled, header=header).encode())


def _respelt(rows: list[Row], random: Random) -> list[Folder]:
    return _one(table([(*row[:4], _other_spelling(row[4], random), *row[5:]) for row in rows]).encode())


def _other_spelling(number: str, random: Random) -> str:
    with_point = number if "." in number else f"{number}."
    return random.choice((number, f"00{number}", f"{with_point}0", f"+{number}", f" {number} ", f"{with_point}00"))


def _other_zone(rows: list[Row], _: Random) -> list[Folder]:
    return _one(table([(*row[:3], row[3].replace("T", " ").replace("+08:00", ""), *row[4:]) for row in rows]).encode())


def _overlapping(rows: list[Row], random: Random) -> list[Folder]:
    first, second = sorted(random.sample(range(len(rows)), 2))
    return [
        {
            **frame(),
            "delivery/1.csv": table(rows[: second + 1]).encode(),
            "delivery/2.csv": table(rows[first:]).encode(),
        }
    ]


def _halves(rows: list[Row], _: Random) -> list[Folder]:
    middle = len(rows) // 2
    return [
        {"delivery.csv": table(rows[middle:]).encode()},
        {**frame(), "delivery.csv": table(rows[:middle]).encode()},
    ]


def _part_then_all(rows: list[Row], random: Random) -> list[Folder]:
    part = table(random.sample(rows, len(rows) // 3)).encode()
    return [{**frame(), "delivery.csv": part}, {"delivery.csv": table(rows).encode()}]


def _all_then_part(rows: list[Row], random: Random) -> list[Folder]:
    return list(reversed([{**frame(), **folder} for folder in _part_then_all(rows, random)]))


def _twice(rows: list[Row], _: Random) -> list[Folder]:
    return _one(table(rows).encode()) * 2


def _renamed(rows: list[Row], _: Random) -> list[Folder]:
    return (
        _one(table(rows).encode())
        + _one(table(rows).encode(), "交付日志.csv")
        + _one(table(rows).encode(), "delivery/新.csv")
    )


def _deliveries_first(rows: list[Row], _: Random) -> list[Folder]:
    return [{"delivery.csv": table(rows).encode()}, *({name: content} for name, content in reversed(frame().items()))]


DRESSES: dict[str, Dress] = {
    "twice": _twice,
    "renamed": _renamed,
    "shuffled": _shuffled,
    "columns-shuffled-and-labelled": _columns_shuffled,
    "gb18030": _re_encoded("gb18030"),
    "utf-16-le": _re_encoded("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be-crlf": _re_encoded("utf-16-be", codecs.BOM_UTF16_BE, "\r\n"),
    "mark": _re_encoded("utf-8", codecs.BOM_UTF8),
    "crlf": _re_encoded("utf-8", end="\r\n"),
    "cr": _re_encoded("gb18030", end="\r"),
    "numbers-respelt": _respelt,
    "times-without-offset": _other_zone,
    "halves": _halves,
    "overlapping": _overlapping,
    "part-then-all": _part_then_all,
    "all-then-part": _all_then_part,
    "deliveries-first": _deliveries_first,
}
"""Every dress by name; each gives the home the same landed rows as ``plain``."""


def plain(rows: list[Row]) -> list[Folder]:
    """One folder, one file for each table."""
    return _one(table(rows).encode())
