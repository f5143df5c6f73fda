"""How far the grading is: a bar with the time left on a terminal, a line a submission elsewhere."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich import progress
from rich.console import Console

from autograder.classroom.summary import Entry
from autograder.engine.report import one_line


class Progress:
    """A context manager; `advance` is told every entry as it is done. Silent unless `shown`."""

    def __init__(self, total: int, console: Console, *, shown: bool) -> None:
        self._total, self._console, self._shown, self._done = total, console, shown, 0
        self._bar: progress.Progress | None = None
        if shown and console.is_terminal:
            self._bar = progress.Progress(
                progress.TextColumn("grading"),
                progress.BarColumn(),
                progress.MofNCompleteColumn(),
                progress.TextColumn("{task.description}", markup=False),
                progress.TimeElapsedColumn(),
                progress.TextColumn("left"),
                progress.TimeRemainingColumn(),
                console=console,
                transient=True,
            )

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("", total=self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, entry: Entry) -> None:
        """One more is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._task, advance=1, description=one_line(entry.student))
        elif self._shown:
            score = "no score" if entry.score is None else f"{entry.score:.2f}/{entry.automatic:g}"
            width = len(str(self._total))
            line = f"[{self._done:>{width}}/{self._total}] {one_line(entry.student)}  {score}  {entry.status.value}"
            note = f"  {entry.note}" if entry.note else ""
            self._console.print(line + note, markup=False, highlight=False, soft_wrap=True)
