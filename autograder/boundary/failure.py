"""What can go wrong on the student's side, as exceptions a check may see and text a student may read."""

import builtins
import re
from typing import Any

LONGEST_MESSAGE = 2_000


class StudentError(Exception):
    """The student's code raised, or ended, or could not go on. Its `str` is fit to be shown to the student.

    Subclasses made by `student_error` are also the builtin type the student raised, so that
    `pytest.raises(ValueError)` reads as usual.
    """

    def __init__(self, described: dict[str, Any]) -> None:
        self.described = described
        super().__init__(described["message"])

    def __str__(self) -> str:
        return "\n".join(describe_lines(self.described))


class StudentStopped(StudentError):
    """The worker was ended from outside: time, memory, a crash, `os._exit`."""


def describe_lines(described: dict[str, Any]) -> list[str]:
    message = described.get("message", "")
    if described.get("stopped"):  # our words, not an exception's
        return [str(message)]
    lines = [f"{described['type']}: {message}" if message else str(described["type"])]
    shown: list[tuple[str, int]] = []
    for frame in described.get("frames", [])[-4:]:
        if (frame["cell"], frame["line"]) in shown:  # a function that calls itself
            continue
        shown.append((frame["cell"], frame["line"]))
        function = frame.get("function") or "<module>"
        place = "" if function == "<module>" else f"in {function}, "
        lines += [f'  {place}your cell "{frame["cell"]}", line {frame["line"]}:', f"      {frame['text']}"]
    return lines


def checked_description(described: Any) -> dict[str, Any]:
    """Make a worker's description of an exception safe to use: the right types, bounded lengths."""
    if not isinstance(described, dict):
        described = {}
    frames = [frame for frame in _listed(described.get("frames")) if isinstance(frame, dict)]
    return {
        "type": text(described.get("type"), 100) or "Exception",
        "bases": [text(base, 100) for base in _listed(described.get("bases"))[:20]],
        "message": without_addresses(text(described.get("message"), LONGEST_MESSAGE)),
        "frames": [
            {
                "cell": text(frame.get("cell"), 100),
                "line": _line_number(frame.get("line")),
                "function": text(frame.get("function"), 100),
                "text": text(frame.get("text"), 300),
            }
            for frame in frames[:6]
        ],
    }


def text(value: Any, longest: int) -> str:
    """The beginning of a string that a worker sent; nothing where it is no string."""
    return value[:longest] if type(value) is str else ""


def _line_number(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 1_000_000 else 0


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def without_addresses(text: str) -> str:
    """Blank out memory addresses: they differ from run to run, and the same submission gets the same report."""
    return _ADDRESS.sub("0x…", text)


# An error that ends a loop would end the check's own: `map(student.f, xs)` would look as if there were no more of them.
_NOT_RAISED = (Exception, StopIteration, StopAsyncIteration)


def student_error(described: dict[str, Any]) -> StudentError:
    """Return the exception to raise in the check for what a checked description tells."""
    if described.get("stopped"):
        return StudentStopped(described)
    for name in described["bases"]:
        base = getattr(builtins, name, None)
        if isinstance(base, type) and issubclass(base, Exception) and base not in _NOT_RAISED:
            try:
                kind: type[StudentError] = type(f"Student{name}", (StudentError, base), {})
                return kind(described)
            except TypeError:  # a builtin whose layout cannot be shared: UnicodeDecodeError, say
                break
    return StudentError(described)


def stopped(reason: str) -> dict[str, Any]:
    """Describe the end of a process or a cell in our own words."""
    return {"type": "Stopped", "bases": [], "message": reason, "frames": [], "stopped": True}


class ReferenceFailed(Exception):
    """The reference solution raised while a check asked it something. Says nothing: its text is the solution's."""


def reference_failed(described: Any) -> ReferenceFailed:
    return ReferenceFailed()
