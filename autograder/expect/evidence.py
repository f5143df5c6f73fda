"""What a check has judged: every assertion's value beside what it was held against, for the diagnosis.

While evidence is recorded, an assertion that fails does not end its check: the check goes on, so that all its cases
are judged and not only the first that is wrong, and the first failure is raised at the end. One wrong value seldom
tells two mistakes apart; the values of all cases do. What comes after the first failure explains, and counts for
nothing else: if the check cannot go on, it ends there, and so it does after a value of a size that nobody asks for.
Inside `decisive()` assertions raise at once, as they always do where nothing is recorded: for code that catches a
`Mismatch`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec

from autograder.expect.canonical import Left, canonical, is_large
from autograder.expect.mistakes import Mistake
from autograder.expect.words import Mismatch

P = ParamSpec("P")
_MOST_WRONG = 60
_MOST_PARTS = 60_000  # of all values that were wrong


@dataclass(slots=True)
class Judged:
    """One assertion that failed: its name, and in canonical form its values (`expected` None for some).

    `mistake` is what it established beyond that, if anything.
    """

    kind: str
    actual: Any
    expected: Any
    mistake: Mistake | None = None


@dataclass(slots=True)
class Evidence:
    """What one run of a check has judged wrong, and how many assertions held."""

    wrong: list[Judged] = field(default_factory=list)
    held: int = 0
    first: Mismatch | None = None
    left: Left = field(default_factory=lambda: Left(_MOST_PARTS))

    def add(self, judged: Judged) -> None:
        """Keep what one assertion judged wrong, up to a limit: a check may make thousands."""
        if len(self.wrong) < _MOST_WRONG:
            self.wrong.append(judged)

    def mistake(self, ended: BaseException | None) -> Mistake | None:
        """What the check established was done, where all that it judged wrong shows the same."""
        if self.first is None:
            return ended.mistake if isinstance(ended, Mismatch) else None
        kinds = {one.mistake.kind if one.mistake is not None else None for one in self.wrong}
        return self.first.mistake if len(kinds) == 1 else None

    def conclusion(self, ended: BaseException | None) -> BaseException | None:
        """What the check is to raise after all: the first failure, whatever happened later."""
        return self.first if self.first is not None else ended


_current: ContextVar[Evidence | None] = ContextVar("evidence", default=None)
_unhinted: ContextVar[bool] = ContextVar("unhinted", default=False)


@contextmanager
def recording() -> Iterator[Evidence]:
    """Record what the assertions inside judge; the caller raises `evidence.conclusion(…)`."""
    evidence = Evidence()
    token = _current.set(evidence)
    try:
        yield evidence
    finally:
        _current.reset(token)


@contextmanager
def decisive() -> Iterator[None]:
    """Inside, an assertion that fails raises at once: for `try: … except Mismatch`."""
    __tracebackhide__ = True
    evidence = _current.get()
    token = _current.set(None)
    try:
        yield
    except Mismatch as problem:
        if evidence is not None and isinstance(problem.judged, Judged):
            evidence.add(problem.judged)
        raise
    finally:
        _current.reset(token)


@contextmanager
def unhinted() -> Iterator[None]:
    """Inside, what fails is not what the check's hint is about, and the hint is left out."""
    __tracebackhide__ = True
    token = _unhinted.set(True)
    try:
        yield
    except Mismatch as problem:
        problem.declines_hint = True
        raise
    finally:
        _unhinted.reset(token)


def judges(assertion: Callable[P, None]) -> Callable[P, None]:
    """Make an assertion, whose first two arguments are a value and what it is held against, leave evidence."""

    @functools.wraps(assertion)
    def judge(*args: P.args, **kwargs: P.kwargs) -> None:
        __tracebackhide__ = True
        evidence = _current.get()
        token = _current.set(None)  # an assertion made of others is one
        try:
            assertion(*args, **kwargs)
        except Mismatch as problem:
            kind = assertion.__name__.removeprefix("assert_")
            expected = args[1] if kind in ("close", "equal") and len(args) > 1 else None
            actual = canonical(args[0], evidence.left if evidence is not None else None)
            problem.judged = judged = Judged(kind, actual, canonical(expected), problem.mistake)
            problem.declines_hint = problem.declines_hint or _unhinted.get()
            if evidence is None:
                raise
            evidence.add(judged)
            evidence.first = evidence.first or problem
            if is_large(args[0]):
                raise  # of another shape than it was to have, and what follows may go through it
        else:
            if evidence is not None:
                evidence.held += 1
        finally:
            _current.reset(token)

    return judge
