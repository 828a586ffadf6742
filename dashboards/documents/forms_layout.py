"""How forms are laid out that are one table below a title, and what their notes say of the subject."""

from dashboards.documents.forms_cards import Card
from dashboards.documents.forms_grid import Form, FormCell, FormRow, merged_levels

LEVEL_HEADS = ("一级指标", "二级指标", "三级指标", "四级指标")


def one_table(
    card: Card,
    file_stem: str,
    title: str,
    head: tuple[str, ...],
    body: list[tuple[FormCell, ...]],
    *,
    depth: int,
    widths: tuple[int, ...],
    total: tuple[FormCell, ...] = (),
    note: str = "",
) -> Form:
    """A form that is one table below its title: names merged down, and the whole at the foot where it has one."""
    top = [titled(title, len(head)), noted(said(card, note), len(head)), FormRow(head, "head")]
    levels = [tuple(str(name) if name else None for name in cells[:depth]) for cells in body]
    down = merged_levels(levels, first_row=len(top), first_column=0)
    rows = [*top, *(FormRow(cells) for cells in body)]
    if total:
        cells: tuple[FormCell, ...] = ("合计", *[None] * (depth - 1), *total)
        rows.append(FormRow(cells, "total", ((0, depth - 1),) if depth > 1 else ()))
    return Form(file_stem, title, (*[24] * depth, *widths), tuple(rows), head_rows=len(top), down=tuple(down))


def titled(title: str, columns: int) -> FormRow:
    """The first row: the form's name over all columns."""
    return FormRow(_wide(title, columns), "title", ((0, columns - 1),))


def noted(text: str, columns: int) -> FormRow:
    """A row of small print over all columns."""
    return FormRow(_wide(text, columns), "note", ((0, columns - 1),))


def said(card: Card, note: str = "") -> str:
    """Whose form it is, by which framework, and what else the reader must know."""
    version = card.summary["scheme_version"]
    scheme = card.scheme_no if version is None else f"{card.scheme_no}（版本 {version}）"
    whose = f"评价对象：{card.subject_code}　指标体系：{scheme}"
    return f"{whose}　说明：{note}" if note else whose


def depth_of(card: Card) -> int:
    """Levels that the form has a column for: three, and the fourth where any leaf has one."""
    return 4 if any(leaf["level4"] for leaf in card.leaves) else 3


def _wide(text: str, columns: int) -> tuple[FormCell, ...]:
    return (text, *[None] * (columns - 1))
