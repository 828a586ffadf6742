"""A visit to a page: whose it is, what its address asks for, and what the visitor can have done from there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboards.access import Principal
from dashboards.approvals import Step
from interface.paths import Home

Query = Mapping[str, str]


@dataclass(frozen=True)
class Desk:
    """What people have done from the pages: the functions of the commands, each as the home's writer.

    Attributes:
        take_step: Takes a step with a statement: home, settle_no, act, by, because, how many steps were seen.
    """

    take_step: Callable[[Home, str, str, str, str, int], Step]


@dataclass(frozen=True)
class Visit:
    """One reader at one page.

    Attributes:
        home: Where everything lies.
        reader: Who looks, as the session knows them.
        query: The filters of the address; a name that stands there twice counts once.
        desk: What can be done from here.
    """

    home: Home
    reader: Principal
    query: Query
    desk: Desk
