"""Work done by several threads whose results are taken in order."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

_Result = TypeVar("_Result")


def map_ahead(
    threads: ThreadPoolExecutor, function: Callable[..., _Result], *items: Sequence[Any], ahead: int
) -> Iterator[_Result]:
    """What a function gives for each item, in their order; it is asked for few more than were taken."""
    begun: list[Future[_Result]] = []
    for each in zip(*items, strict=True):
        begun.append(threads.submit(function, *each))
        if len(begun) > ahead:
            yield begun.pop(0).result()
    for future in begun:
        yield future.result()
