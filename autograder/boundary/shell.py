"""The interpreter that runs a notebook's cells: IPython, with its outputs kept as notebook outputs.

Magics, `display`, plots and top-level await work as in Jupyter. Tracebacks show the student's own cells and nothing
else, and what a cell prints is cut at a limit instead of being kept in memory.
"""

import ast
import contextlib
import inspect
import io
import sys
import traceback
import warnings
from types import TracebackType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.boundary import absent

_MIME_TYPES = frozenset(
    {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml"}
)
_MAX_DISPLAY = 4 << 20
NOT_DRAWN = "(this picture was not drawn again: its cell is as it was given)"
_CUT = "\n… output cut here: a cell may print {limit} characters …\n"


class Recorder:
    """Collects one cell's outputs in nbformat's form, streams cut at `limit` characters."""

    def __init__(self, limit: int) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._limit = limit
        self._printed = 0
        self._displayed = 0

    def stream(self, name: str, text: str) -> None:
        room = self._limit - self._printed
        if room < 0:
            return
        self._printed += len(text)
        if len(text) > room:
            text = text[:room] + _CUT.format(limit=self._limit)
            self._printed = self._limit + 1
        last = self.outputs[-1] if self.outputs else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def display(self, kind: str, data: dict[str, Any]) -> None:
        kept = {mime: value for mime, value in data.items() if mime in _MIME_TYPES and isinstance(value, str | bytes)}
        size = sum(len(value) for value in kept.values())
        if not kept or self._displayed + size > _MAX_DISPLAY:
            return
        self._displayed += size
        output: dict[str, Any] = {"output_type": kind, "data": _as_text(kept), "metadata": {}}
        if kind == "execute_result":
            output["execution_count"] = None
        self.outputs.append(output)

    def error(self, name: str, message: str, lines: list[str]) -> None:
        self.outputs.append(
            {
                "output_type": "error",
                "ename": name,
                "evalue": message[:2000],
                "traceback": [line[:2000] for line in lines],
            }
        )


def _as_text(data: dict[str, Any]) -> dict[str, str]:
    import base64

    return {
        mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value for mime, value in data.items()
    }


class _Stream(io.TextIOBase):
    """A text stream into the current recorder; without one, what is written is dropped."""

    encoding = "utf-8"

    def __init__(self, shell: "NotebookShell", name: str) -> None:
        self._shell, self.name = shell, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._shell.recorder is not None:
            self._shell.recorder.stream(self.name, text)
        return len(text)

    def close(self) -> None:
        """Stay open: the cells that follow have the same streams."""


class _Hook(DisplayHook):
    shell: "NotebookShell"

    def write_output_prompt(self) -> None:
        pass

    def quiet(self) -> bool:
        return self.shell.current_source.rstrip().endswith(";")

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        if self.shell.recorder is not None:
            self.shell.recorder.display("execute_result", format_dict)

    def log_output(self, format_dict: dict[str, Any]) -> None:
        pass

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    shell: "NotebookShell"

    def publish(self, data: dict[str, Any], metadata: Any = None, source: Any = "", **_: Any) -> None:
        if self.shell.recorder is not None:
            self.shell.recorder.display("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        if self.shell.recorder is not None:
            self.shell.recorder.outputs.clear()


class NotebookShell(InteractiveShell):
    """IPython's shell, writing into `recorder`."""

    recorder: Recorder | None = None
    current_source: str = ""
    current_cell: str = ""
    usual: list[Any] | None = None  # the transforms that this shell began with
    stand_ins: absent.BindStandIns | None = None  # our step between a cell's text and its run
    waits: tuple[str, bool] | None = None  # a cell, and whether it has an `await` of its own
    drawn: bool = True  # whether the figures of the current cell become pictures
    last_exception: BaseException | None = None
    streams: tuple[io.TextIOBase, io.TextIOBase] | None = None
    displayhook_class = _Hook
    display_pub_class = _Publisher

    def transform_cell(self, raw_cell: str) -> str:
        """IPython's rewriting of magics and prompts, left out where a cell has nothing to rewrite.

        Looking for it takes IPython longer than running most cells. What parses as Python has no magic in it; a single
        line may still be one (`ls`), blank lines on top are taken away, and a prompt looks like an annotation.
        """
        lines, self.waits = raw_cell.splitlines(), None
        if len(lines) > 1 and lines[0].strip() and "In [" not in raw_cell and self._transforms() == self.usual:
            with (
                contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError),
                warnings.catch_warnings(record=True) as said,
            ):
                warnings.simplefilter("always")
                code = compile(raw_cell, "<>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True)
                cell = raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
                if not said:  # or IPython is to compile it, too: then they are said as ever
                    self.waits = cell, bool(code.co_flags & inspect.CO_COROUTINE)
                return cell
        transformed: str = super().transform_cell(raw_cell)  # type: ignore[no-untyped-call]
        return transformed

    def should_run_async(self, raw_cell: str, **how: Any) -> bool:
        """IPython compiles a cell only to see this, as `transform_cell` has just done."""
        if self.waits is not None and self.waits[0] == how.get("transformed_cell") and self.autoawait:
            return self.waits[1]
        return bool(super().should_run_async(raw_cell, **how))

    def transform_ast(self, node: ast.AST) -> ast.AST:
        """IPython's steps; where there is but ours, nothing lacks its line, which IPython would look for."""
        if self.stand_ins is not None and self.ast_transformers == [self.stand_ins]:
            return self.stand_ins.visit(node)
        transformed: ast.AST = super().transform_ast(node)  # type: ignore[no-untyped-call]
        return transformed

    def _transforms(self) -> list[Any]:
        """Everything that may rewrite a cell: a notebook can add to it."""
        manager = self.input_transformer_manager
        lists = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
        return [*map(list, lists), list(self.input_transformers_post)]

    def ask_exit(self) -> None:
        """What `exit()` and `quit()` do in IPython: here the same as `sys.exit()`."""
        raise SystemExit

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        self._record(sys.exc_info() if exc_tuple is None else exc_tuple)

    def showsyntaxerror(self, filename: Any = None, running_compiled_code: bool = False) -> None:
        self._record(sys.exc_info())

    def showindentationerror(self) -> None:
        self._record(sys.exc_info())

    def _record(self, info: tuple[Any, BaseException | None, TracebackType | None]) -> None:
        problem = info[1]
        if problem is None or self.recorder is None:
            return
        self.last_exception = problem
        described = describe_exception(problem)
        self.recorder.error(described["type"], described["message"], traceback_lines(described))

    def run(
        self, source: str, cell: str, limit: int, *, drawn: bool = True
    ) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """Run one cell; return its outputs and, where it raised, the description of the exception.

        Where it is not `drawn`, its figures are made and closed as ever, and a note stands for each picture.
        """
        self.recorder, self.drawn = Recorder(limit), drawn
        self.current_source, self.current_cell, self.last_exception = source, cell, None
        if self.streams is not None:  # a cell may have put something else in their place, or nothing
            sys.stdout, sys.stderr = self.streams
        name = f"<{cell}>"
        self.compile.get_code_name = lambda raw_code, transformed_code, number: name  # type: ignore[method-assign]
        try:
            result = self.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]
            problem = result.error_before_exec or result.error_in_exec or self.last_exception
        except BaseException as escaped:  # KeyboardInterrupt between IPython's own guards
            problem = escaped
            self._record((type(escaped), escaped, escaped.__traceback__))
        recorder, self.recorder = self.recorder, None
        outputs = recorder.outputs if recorder is not None else []
        return outputs, describe_exception(problem) if isinstance(problem, BaseException) else None


def describe_exception(problem: BaseException) -> dict[str, Any]:
    """Describe an exception as plain data: type, builtin bases, message, and the frames in the student's cells."""
    try:
        message = str(problem)[:2000]
    except BaseException:  # the student's own __str__ may raise anything
        message = "(its message could not be read)"
    if isinstance(problem, ModuleNotFoundError) and absent.THERE_ARE not in message and absent.is_absent(problem):
        message = absent.message(str(problem.name).partition(".")[0][:100])
    frames = []
    for frame, line in _walk(problem.__traceback__):
        name = frame.f_code.co_filename
        if name.startswith("<") and name.endswith(">") and name not in ("<string>", "<stdin>"):
            frames.append(
                {"cell": name[1:-1], "line": line, "function": frame.f_code.co_name, "text": _line(name, line)}
            )
    if isinstance(problem, SyntaxError) and problem.lineno is not None:
        cell = (problem.filename or "").strip("<>")
        frames = [{"cell": cell, "line": problem.lineno, "function": "", "text": (problem.text or "").strip()[:300]}]
        message = str(problem.msg)[:2000]
    bases = [base.__name__ for base in type(problem).__mro__ if base.__module__ == "builtins"]
    return {"type": type(problem).__name__[:100], "bases": bases, "message": message, "frames": frames[-6:]}


def traceback_lines(described: dict[str, Any]) -> list[str]:
    lines = [f"{described['type']}: {described['message']}" if described["message"] else described["type"]]
    for frame in described["frames"]:
        place = f"  in {frame['function']}, " if frame["function"] not in ("", "<module>") else "  "
        lines += [f'{place}cell "{frame["cell"]}", line {frame["line"]}:', f"      {frame['text']}"]
    return lines


def _walk(tb: TracebackType | None) -> list[tuple[Any, int]]:
    # A 10,000-deep recursion has as many frames: the last hundred say what went wrong.
    return list(traceback.walk_tb(tb))[-100:]


def _line(name: str, number: int) -> str:
    import linecache

    return linecache.getline(name, number).strip()[:300]


def create() -> NotebookShell:
    """Make the process's shell, with plots inline, and send both standard streams into it."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autocall = 0
    shell: NotebookShell = NotebookShell.instance(config=config)
    assert shell.display_formatter is not None
    shell.display_formatter.active_types = sorted(_MIME_TYPES)
    shell.stand_ins = absent.BindStandIns()
    shell.ast_transformers.append(shell.stand_ins)
    shell.usual = shell._transforms()
    shell.streams = _Stream(shell, "stdout"), _Stream(shell, "stderr")
    sys.stdout, sys.stderr = shell.streams

    import matplotlib
    from matplotlib_inline.backend_inline import configure_inline_support

    backend = "module://matplotlib_inline.backend_inline"
    matplotlib.use(backend)
    configure_inline_support(shell, backend)
    _draw_on_demand(shell)
    return shell


def _draw_on_demand(shell: NotebookShell) -> None:
    """Draw figures in the cells that are `drawn`, and only there: it is most of what a plot costs."""
    from matplotlib.figure import Figure

    assert shell.display_formatter is not None
    formatters = shell.display_formatter.formatters
    draw = formatters["image/png"].for_type(Figure)

    def picture(figure: Figure) -> Any:
        return draw(figure) if shell.drawn else None

    def words(figure: Figure, printer: Any, cycle: bool) -> None:
        printer.text(repr(figure) if shell.drawn else NOT_DRAWN)

    formatters["image/png"].for_type(Figure, picture)
    formatters["text/plain"].for_type(Figure, words)
