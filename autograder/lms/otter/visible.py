"""The visible tests of an exercise, run in the student's notebook; written into each test file that students get."""

import traceback
from typing import Any


def run_visible(source: str, names: dict[str, Any]) -> None:
    """Run a cell of asserts in the notebook's namespace; raises AssertionError that says in words what failed."""
    try:
        exec(compile(source, "<visible tests>", "exec"), names)
    except Exception as problem:
        numbers = [line for frame, line in traceback.walk_tb(problem.__traceback__) if _is_test(frame)]
        where = f" (line {numbers[0]} of the visible tests: {source.splitlines()[numbers[0] - 1].strip()})"
        said = str(problem).strip()
        if isinstance(problem, NotImplementedError) and not said:
            raise AssertionError("This exercise has not been answered yet (it raises NotImplementedError).") from None
        if isinstance(problem, AssertionError) and said:
            raise AssertionError(said) from None
        raise AssertionError(f"{type(problem).__name__}: {said}{where}") from None


def _is_test(frame: Any) -> bool:
    return bool(frame.f_code.co_filename == "<visible tests>")
