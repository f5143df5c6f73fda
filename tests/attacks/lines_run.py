"""Which lines of boundary/ a run of tests reaches: `PYTHONPATH=tests/attacks pytest -p lines_run tests/attacks`.

A pytest plugin, for want of coverage.py among the locked packages. It counts lines inside of functions, in the grader's
own process; what runs in the sandbox (worker, shell, jail, zygote and what they use) cannot be seen from here.
"""

import inspect
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

FOLDER = Path(__file__).parents[2] / "autograder" / "boundary"
_reached: dict[str, set[int]] = defaultdict(set)


def _trace(frame, event, argument):
    """Follow the frames of boundary/ alone: the rest runs at nearly its own speed."""
    if not frame.f_code.co_filename.startswith(str(FOLDER)):
        return None
    lines = _reached[frame.f_code.co_filename]
    lines.add(frame.f_lineno)

    def line(frame, event, argument):
        lines.add(frame.f_lineno)
        return line

    return line


def _functions(code: CodeType) -> Iterator[CodeType]:
    if code.co_flags & inspect.CO_OPTIMIZED:  # a function's, and not a module's or a class's
        yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _functions(constant)


def _lines(path: Path) -> set[int]:
    code = compile(path.read_text(), str(path), "exec")
    return {line for each in _functions(code) for _, _, line in each.co_lines() if line and line > each.co_firstlineno}


def pytest_configure(config):
    threading.settrace(_trace)
    sys.settrace(_trace)


def pytest_terminal_summary(terminalreporter):
    sys.settrace(None)
    total = reached = 0
    for path in sorted(FOLDER.glob("*.py")):
        lines = _lines(path)
        seen = lines & _reached[str(path)]
        if not seen:
            continue
        total, reached = total + len(lines), reached + len(seen)
        missed = ", ".join(map(str, sorted(lines - seen)[:20]))
        terminalreporter.write_line(f"{path.name:20} {len(seen):4} of {len(lines):4}  {missed}")
    terminalreporter.write_line(f"lines of boundary/ that were reached: {reached} of {total}")
