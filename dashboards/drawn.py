"""Pages and parts of them drawn once and shown again to whoever sees the same, until what they stand on changes."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from dashboards.stored import noting, touched
from dashboards.visits import Visit

_MOST_PAGES = 40


class Drawn:
    """The pages, or parts of a page, that were drawn last; safe to use from several threads.

    A page stands on the ledger, the pointer and the stored files that were read for it: as long as nobody touched any
    of them, whoever asks the same with the same role and scope gets what was drawn before. Give it only pages that
    look at nothing else, and in particular not at who the reader is.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[object, tuple[dict[Any, Any], list[Any]]] = OrderedDict()
        self._lock = Lock()

    def draw(self, visit: Visit, path: str, render: Callable[[Visit], list[Any]]) -> list[Any]:
        """What ``render`` makes of a visit; what it raises is raised, and not kept."""
        reader, places = visit.reader, (visit.home.ledger, visit.home.pointer)
        key = (visit.home.root, path, *sorted(visit.query.items()), reader.role, reader.contracts, reader.providers)
        with self._lock:
            files, page = self._pages.get(key, ({}, []))
        if files and all(touched(each) == seen for each, seen in files.items()):
            with self._lock:
                self._pages.move_to_end(key)
            return page
        with noting() as files:
            for each in places:
                touched(each)
            page = render(visit)
        with self._lock:
            self._pages[key] = (files, page)
            self._pages.move_to_end(key)
            while len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return page
