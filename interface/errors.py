"""The ways in which a command ends other than well."""


class CannotRun(Exception):
    """Usage, configuration or a file stands in the way; one sentence: what, where, what to do. Exit code 1."""


class ShortForNow(CannotRun):
    """Other work holds what this needs, and a little later the same may go well. Exit code 1."""


class Stopped(Exception):
    """The work ran and a judgement stopped it; the text says what failed and where to look. Exit code 2."""
