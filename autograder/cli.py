"""The command line: thin, each command a few lines around what does the work.

Exit codes: 0 done, whatever students scored; 1 something fell short or could not be graded; 2 bad usage or bad input;
130 interrupted. Heavy imports (torch, nbgrader) stay inside the commands that need them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

import autograder
from autograder import course
from autograder.classroom.terminal import terminal
from autograder.course import Assignment
from autograder.engine.report import printable
from autograder.errors import GradingError, UserError

FELL_SHORT = 1
BAD_INPUT = 2
INTERRUPTED = 130
PLAIN_WIDTH = 120  # columns of a table in a log file or a pipe

app = typer.Typer(
    name="autograder",
    help="Build, check and grade the course. Run it inside the course folder.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_Names = Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="as 01_tensors; default: all")]
_Name = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="as 01_tensors")]
_Json = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="also write the result as JSON")]
CORES = os.cpu_count() or 1
_Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, help="grading processes")]


class Device(StrEnum):
    """What `run`, `grade` and `verify` can check on beside the CPU."""

    CUDA = "cuda"


_Device = Annotated[
    Device | None, typer.Option("--device", help="also run the checks that need a GPU; without one, exit 2")
]


class Target(StrEnum):
    """What `build` makes from source/."""

    NBGRADER = "nbgrader"
    OTTER = "otter"


class Format(StrEnum):
    """What `export` can write."""

    CSV = "csv"
    CANVAS = "canvas"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit; a UserError becomes one sentence on stderr."""
    try:
        app(arguments)
    except UserError as error:
        _fail(str(error), BAD_INPUT)
    except GradingError as error:
        _fail(str(error), FELL_SHORT)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else FELL_SHORT
    else:
        code = 0
    if code == INTERRUPTED:
        print("interrupted: what is done is kept; go on with `autograder grade … --resume`", file=sys.stderr)
    sys.exit(code)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"autograder {autograder.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="print the version and exit")
    ] = False,
) -> None:
    """Options that come before a command; `--version` has already done its work when this runs."""


@app.command()
def build(
    assignments: _Names = None,
    check: Annotated[bool, typer.Option("--check", help="write nothing; exit 1 and a diff where stale")] = False,
    target: Annotated[
        Target, typer.Option(help="nbgrader: release/ and solutions/; otter: dist/otter/, for otter and Gradescope")
    ] = Target.NBGRADER,
    index: Annotated[
        str | None,
        typer.Option("--extra-index-url", metavar="URL", help="where otter and Gradescope find the CPU build of torch"),
    ] = None,
) -> None:
    """Make release/ and solutions/ from source/, or with `--target otter` what otter and Gradescope take."""
    if target is Target.OTTER:
        _build_otter(assignments, check, index)
        return
    if index is not None:
        raise UserError("--extra-index-url is for `--target otter`: release/ installs nothing")
    from autograder.course.build import build

    stale = 0
    for assignment in _assignments(assignments):
        diffs = build(assignment, check=check)
        stale += len(diffs)
        for diff in diffs if check else ():
            print(diff, end="")
        if not check:
            print(
                f"{assignment.name}: {_count(len(diffs), 'file')} updated"
                if diffs
                else f"{assignment.name}: up to date"
            )
    if check and stale:
        _fail(
            f"{_count(stale, 'generated file')} out of date: run `autograder build` and commit the result", FELL_SHORT
        )


def _build_otter(assignments: list[str] | None, check: bool, index: str | None) -> None:
    if check:
        raise UserError("--check compares what is committed, and dist/ is not: leave it out with `--target otter`")
    from autograder.lms.gradescope.target import build_gradescope
    from autograder.lms.otter.target import build_otter

    for assignment in _assignments(assignments):
        out = assignment.root / "dist" / "otter" / assignment.name
        made = [*build_otter(assignment, out, index), build_gradescope(assignment, out / "gradescope.zip", index)]
        for path in made:
            print(path.relative_to(assignment.root))


@app.command()
def lint(
    assignments: _Names = None,
    fix: Annotated[bool, typer.Option("--fix", help="first repair what needs no thought: cell ids, outputs")] = False,
) -> None:
    """Check the notebooks and hidden checks against the authoring rules."""
    from autograder.course import lint as rules

    problems = 0
    for assignment in _assignments(assignments):
        if fix and rules.fix(assignment):
            print(f"{assignment.notebook_path.relative_to(assignment.root)}: repaired")
            assignment = course.load(assignment.root, assignment.name)
        found = rules.lint(assignment)
        problems += len(found)
        for problem in found:
            print(problem)
        if not found:
            print(f"{assignment.name}: no problems")
    if problems:
        _fail(f"{_count(problems, 'problem')} found", FELL_SHORT)


@app.command()
def verify(
    assignments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT[/EXERCISE]]...", help="as 01_tensors or 01_tensors/linear; default: all"),
    ] = None,
    seed: Annotated[int, typer.Option(help="of the checks' random inputs")] = 0,
    jobs: _Jobs = CORES,
    json_file: _Json = None,
    device: _Device = None,
) -> None:
    """Test the tests: right answers score full marks, known mistakes are caught and named."""
    from autograder.validity.verify import verify

    results = []
    for assignment, exercises in _exercises(assignments):
        present = _present(device, assignment)
        results.append(verify(assignment, seed=seed, jobs=jobs, device=present, exercises=exercises))
        _console().print(results[-1].table())
    ok = all(result.ok for result in results)
    if json_file:
        _write_json(json_file, {"schema": 1, "ok": ok, "assignments": [result.to_dict() for result in results]})
    if not ok:
        raise typer.Exit(FELL_SHORT)


@app.command()
def calibrate(
    assignment: _Name,
    seeds: Annotated[int, typer.Option(min=2, help="for the reference and the right answers")] = 20,
    chaff_seeds: Annotated[int, typer.Option(min=1, help="for the known mistakes")] = 3,
    json_file: _Json = None,
) -> None:
    """Measure thresholds: what right answers and known mistakes reach over many seeds."""
    from autograder.validity.calibrate import calibrate

    loaded = course.load(course.find_root(), assignment)
    found = calibrate(
        loaded, seeds=seeds, chaff_seeds=chaff_seeds, progress=lambda line: print(line, file=sys.stderr, flush=True)
    )
    _console().print(found.table())
    if json_file:
        _write_json(json_file, found.to_dict())
    if not found.ok:
        raise typer.Exit(FELL_SHORT)


@app.command()
def run(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="the submission")],
    assignment: Annotated[str, typer.Option("--assignment", "-a", metavar="A", help="as 01_tensors")],
    json_file: _Json = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="also write the feedback page")
    ] = None,
    device: _Device = None,
) -> None:
    """Grade one notebook, without the gradebook."""
    from autograder.classroom.intake import read_submitted, take_in

    loaded = course.load(course.find_root(), assignment)
    # In a folder called like the assignment the notebook lies as it was handed in, with the files that belong to it.
    handed_in = take_in(notebook.absolute().parent) if notebook.absolute().parent.name == loaded.name else None
    submitted = read_submitted(notebook)  # before torch is loaded: bad input is reported at once
    wanted = _present(device, loaded)

    from autograder.classroom.restore import restore
    from autograder.engine.engine import Engine
    from autograder.pages.table import report_table

    restored = restore(submitted, loaded.read_release())
    with Engine(loaded, device=wanted) as engine:
        graded = engine.grade(restored.notebook, files=handed_in.files if handed_in else {})
    report = graded.report
    console = _console()
    console.print(report_table(report))
    for note in [*([handed_in.left_out] if handed_in and handed_in.left_out else []), *restored.notes]:
        console.print(Text(f"note: {note}"), soft_wrap=True)
    if json_file:
        _write(json_file, report.to_json())
    if html_file:
        from autograder.pages.feedback import render_page

        _write(html_file, render_page(restored.notebook, report, graded.outputs))
    if report.status == "error":
        _fail("some exercises could not be graded; they have no score", FELL_SHORT)


@app.command()
def grade(
    assignment: _Name,
    jobs: _Jobs = 1,
    resume: Annotated[bool, typer.Option("--resume", help="leave out what is graded and unchanged")] = False,
    feedback: Annotated[bool, typer.Option(help="write a feedback page for each student")] = True,
    json_file: _Json = None,
    device: _Device = None,
) -> None:
    """Grade every submission in submitted/*/ASSIGNMENT and record the scores in the gradebook."""
    from autograder.classroom.grade import grade
    from autograder.classroom.pool import engine_for
    from autograder.lms.nbgrader.books import Books

    root = course.find_root()
    loaded = course.load(root, assignment)
    grader = partial(engine_for, device=_present(device, loaded))
    summary = grade(loaded, root, Books, jobs=jobs, resume=resume, feedback=feedback, make_grader=grader)
    _console().print(summary.table())
    if json_file:
        _write_json(json_file, summary.to_dict())
    if not summary.ok:
        raise typer.Exit(FELL_SHORT)


@app.command()
def report(
    assignment: _Name,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="default: reports/ASSIGNMENT.html")
    ] = None,
) -> None:
    """Write the class report: one HTML page with plots."""
    from autograder.pages.class_report import write

    root = course.find_root()
    path = out or root / "reports" / f"{assignment}.html"
    print(write(course.load(root, assignment), root, path))


@app.command()
def export(
    assignment: _Name,
    format: Annotated[Format, typer.Option("--format", "-f", help="of the learning platform that imports it")],
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="default: in reports/")] = None,
) -> None:
    """Write the scores in the gradebook for another system."""
    from autograder.lms.export import export

    root = course.find_root()
    print(export(course.load(root, assignment), root, format.value, out))


@app.command(name="gpu")
def measure_gpu(json_file: _Json = None) -> None:
    """Measure this machine's GPU: products, mixed precision, waiting. Shown, and never part of a score."""
    from autograder.boundary import gpu

    gpu.require()

    from autograder.validity.gpu import measure, table

    figures = measure("cuda")
    _console().print(table(figures))
    if json_file:
        _write_json(json_file, {"schema": 1, "figures": [figure.to_dict() for figure in figures]})
    if not all(figure.ok for figure in figures):
        raise typer.Exit(FELL_SHORT)


def _assignments(names: list[str] | None) -> Iterator[Assignment]:
    """The named assignments, or all; every name is checked before the first one is worked on."""
    root = course.find_root()
    chosen = names or course.names(root)
    if not chosen:
        raise UserError(f"{root}: no assignment yet: write one as source/NN_topic/topic.ipynb")
    return iter([course.load(root, name) for name in chosen])


def _exercises(names: list[str] | None) -> Iterator[tuple[Assignment, set[str] | None]]:
    """Each assignment that is named, alone or as ASSIGNMENT/EXERCISE, and which of its exercises; None for all."""
    chosen: dict[str, set[str] | None] = {}
    for name in names or ():
        assignment, slash, exercise = name.partition("/")
        before = chosen.setdefault(assignment, set())
        chosen[assignment] = before | {exercise} if slash and before is not None else None
    for loaded in _assignments(list(chosen) or None):
        yield loaded, chosen.get(loaded.name)


def _present(device: Device | None, assignment: Assignment) -> str | None:
    """The device, which must be here; a UserError says what is missing."""
    if device is None:
        return None
    from autograder.boundary import gpu
    from autograder.engine.checks import collect

    gpu.require()
    if not any(check.device for check in collect(assignment, device.value)):
        print(f"{assignment.name}: no check needs a GPU: graded as always", file=sys.stderr)
    return device.value


def _console() -> Console:
    return console if (console := terminal()).is_terminal else terminal(width=PLAIN_WIDTH)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _write_json(path: Path, data: dict[str, Any]) -> None:
    _write(path, json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace")  # a folder's name can be no text at all
    except OSError as error:
        raise UserError(f"{path}: cannot write it ({error.strerror}): choose another place") from None


def _fail(message: str, code: int) -> NoReturn:
    print(f"error: {printable(message)}", file=sys.stderr)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
