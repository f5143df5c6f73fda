"""The commands of those who write the course: building, rules, and testing the tests."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from autograder import course
from autograder.classroom.several import counted
from autograder.course import Assignment
from autograder.errors import UserError
from autograder.files import write_whole
from autograder.terminal import (
    CORES,
    FELL_SHORT,
    Jobs,
    Json,
    Name,
    OnDevice,
    console,
    fail,
    present,
    write_json,
)

if TYPE_CHECKING:
    from autograder.validity.diagnosis import DiagnosisResult
    from autograder.validity.flaky import FlakyResult
    from autograder.validity.mutants.result import MutantsResult
    from autograder.validity.verify import VerifyResult

    Measured = VerifyResult | DiagnosisResult | MutantsResult | FlakyResult

app = typer.Typer()

Names = Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...", help="as 01_tensors; default: all")]


class Target(StrEnum):
    """What `build` makes from source/."""

    NBGRADER = "nbgrader"
    OTTER = "otter"


@app.command()
def build(
    assignments: Names = None,
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
                f"{assignment.name}: {counted(len(diffs), 'file')} updated"
                if diffs
                else f"{assignment.name}: up to date"
            )
    if check and stale:
        fail(
            f"{counted(stale, 'generated file')} out of date: run `autograder build` and commit the result", FELL_SHORT
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
    assignments: Names = None,
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
        fail(f"{counted(problems, 'problem')} found", FELL_SHORT)


@app.command()
def verify(
    assignments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT[/EXERCISE]]...", help="as 01_tensors or 01_tensors/linear; default: all"),
    ] = None,
    seed: Annotated[int, typer.Option(help="of the checks' random inputs")] = 0,
    jobs: Jobs = CORES,
    json_file: Json = None,
    device: OnDevice = None,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="try right answers with one small change each, which must lose points")
    ] = False,
    wheats: Annotated[bool, typer.Option("--wheats", help="mutants: those of the wheats, too")] = False,
    diagnosis: Annotated[
        bool, typer.Option("--diagnosis", help="write known mistakes differently, and see whether they are named")
    ] = False,
    sample: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="mutants: N of them, diagnosis: N an exercise, drawn by --seed"),
    ] = None,
    kills: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="mutants: only those on the lists of kills there")
    ] = None,
    flaky: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="only grade right answers, N times, with the seeds from --seed on"),
    ] = None,
    load: Annotated[int, typer.Option(metavar="N", min=0, help="flaky: busy programs beside every other seed")] = 0,
    list_kills: Annotated[
        Path | None,
        typer.Option("--list-kills", metavar="FOLDER", help="mutants: bring the lists of kills there up to date"),
    ] = None,
) -> None:
    """Test the tests: right answers score full marks, known mistakes are caught and named.

    With --json every check is tried on every mistake, to say what each scores; without it, as many as it takes.
    """
    if flaky is not None:
        from autograder.validity.flaky import verify_flaky

        seeds = range(seed, seed + flaky)
        _measured(json_file, (
            verify_flaky(one, seeds, exercises=exercises, load=load, progress=_to_stderr)
            for one, exercises in _exercises(assignments)
        ))  # fmt: skip
    elif diagnosis:
        from autograder.validity.diagnosis import diagnose

        _measured(json_file, (
            diagnose(one, seed=seed, jobs=jobs, sample=sample, exercises=exercises)
            for one, exercises in _exercises(assignments)
        ))  # fmt: skip
    elif mutants:
        measure = _mutants_of(seed, jobs, wheats, sample, kills, list_kills)
        _measured(json_file, (measure(one, exercises) for one, exercises in _exercises(assignments)))
    else:
        from autograder.validity.verify import Chosen, verify_all

        chosen = (Chosen(one, exercises, present(device, one)) for one, exercises in _exercises(assignments))
        _measured(json_file, verify_all(chosen, seed=seed, jobs=jobs, scores=json_file is not None))


@app.command()
def prepare(
    assignments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ASSIGNMENT[/EXERCISE]]...", help="as 01_tensors or 01_tensors/linear; default: all"),
    ] = None,
    jobs: Jobs = CORES,
) -> None:
    """Find out before a class is graded what the known mistakes answer: its first notebooks wait for nothing then."""
    from autograder.course.seed import secret_seed
    from autograder.validity.prepare import prepare

    for assignment, exercises in _exercises(assignments):
        with console().status(f"{assignment.name}: trying its known mistakes"):
            made = prepare(assignment, secret_seed(assignment), jobs=jobs, exercises=exercises)
        console().print(Text(made.sentence()), soft_wrap=True)


def _mutants_of(
    seed: int, jobs: int, wheats: bool, sample: int | None, kills: Path | None, list_kills: Path | None
) -> Callable[[Assignment, set[str] | None], MutantsResult]:
    if importlib.util.find_spec("libcst") is None:
        raise UserError("--mutants rewrites answers with libcst, which is not installed: pip install libcst")
    from autograder.validity.mutants.kills import read_kills, write_kills
    from autograder.validity.mutants.run import Choice, verify_mutants

    def measure(assignment: Assignment, exercises: set[str] | None) -> MutantsResult:
        choice = Choice(wheats or kills is not None, sample, read_kills(kills, assignment) if kills else None)
        found = verify_mutants(
            assignment, choice=choice, seed=seed, jobs=jobs, exercises=exercises, progress=_to_stderr
        )
        if list_kills:
            tried = [(one.mutant, one.verdict == "killed") for row in found.exercises for one in row.tried]
            write_kills(list_kills, assignment, tried)
        return found

    return measure


def _measured(json_file: Path | None, measured: Iterable[Measured]) -> None:
    """Show each assignment's figures as soon as they are there; exit 1 where one falls short."""
    results = []
    for result in measured:
        results.append(result)
        console().print(result.table())
    ok = all(result.ok for result in results)
    if json_file:
        write_json(json_file, {"schema": 1, "ok": ok, "assignments": [result.to_dict() for result in results]})
    if not ok:
        raise typer.Exit(FELL_SHORT)


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@app.command()
def calibrate(
    assignment: Name,
    seeds: Annotated[int, typer.Option(min=2, help="for the reference and the right answers")] = 20,
    chaff_seeds: Annotated[int, typer.Option(min=1, help="for the known mistakes")] = 3,
    json_file: Json = None,
) -> None:
    """Measure thresholds: what right answers and known mistakes reach over many seeds."""
    from autograder.validity.calibrate import calibrate

    loaded = course.load(course.find_root(), assignment)
    found = calibrate(loaded, seeds=seeds, chaff_seeds=chaff_seeds, progress=_to_stderr)
    console().print(found.table())
    if json_file:
        write_json(json_file, found.to_dict())
    if not found.ok:
        raise typer.Exit(FELL_SHORT)


@app.command()
def validity(
    assignments: Names = None,
    measure: Annotated[
        bool, typer.Option("--measure", help="count wheats and chaffs, and try the visible asserts on them")
    ] = False,
    add: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="what `verify --mutants`, `verify --diagnosis` or `calibrate` wrote as JSON"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="write nothing; exit 1 where page and figures differ")] = False,
) -> None:
    """Write docs/validity.md and its badge: what is known about the checks, from docs/data/validity.json."""
    from autograder.validity import figures, page
    from autograder.validity.baseline import baselines

    chosen, root = list(_assignments(assignments)), course.find_root()
    known = figures.read_figures(root)
    for assignment in chosen if measure else ():
        figures.add_baselines(known, assignment, baselines(assignment, progress=_to_stderr))
    for path in add or ():
        figures.add_file(known, path)
    every = list(_assignments(None))
    figures.add_counts(known, every)
    known = figures.in_order(known, every)
    stale = [path for path, text in page.texts(known).items() if not _holds(root / path, text)]
    if check and stale:
        fail(f"{', '.join(map(str, stale))} out of date: run `autograder validity` and commit the result", FELL_SHORT)
    for path in stale:
        write_whole(root / path, page.texts(known)[path].encode())
        print(path)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


@app.command(name="new-course")
def new_course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a folder that is new or empty")],
) -> None:
    """Start a course of your own: one exercise that builds, lints, verifies and grades as it is."""
    from autograder.course.scaffold import new_course

    print(f"{folder}: {counted(len(new_course(folder)), 'file')}. Go on there: README.md says how")


@app.command(name="new-exercise")
def new_exercise(
    assignment: Name,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="as my_layer: a Python name, the exercise's from here on")
    ],
    after: Annotated[str | None, typer.Option(metavar="EXERCISE", help="which it follows; default: the last")] = None,
    points: Annotated[float, typer.Option(help="what it is worth")] = 1,
) -> None:
    """Add an exercise: its cells in the notebook, its checks, right answers and a mistake, all to be filled in."""
    from autograder.course.scaffold import new_exercise

    root = course.find_root()
    for path in new_exercise(course.load(root, assignment), name, after=after, points=points):
        print(path.relative_to(root) if path.is_relative_to(root) else path)
    print(f"Fill in what says FILL IN; `autograder lint {assignment}` lists what is left")


@app.command(name="new-chaff")
def new_chaff(
    exercise: Annotated[str, typer.Argument(metavar="ASSIGNMENT/EXERCISE", help="as 01_tensors/linear")],
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="a submission that makes the mistake")],
    name: Annotated[str, typer.Option("--name", help="what the mistake is, as a Python name: bias_forgotten")],
) -> None:
    """Start a known mistake from a submission's answer, without comments and docstrings that say whose it is."""
    from autograder.course.scaffold import new_chaff

    root = course.find_root()
    assignment, _, wanted = exercise.partition("/")
    path = new_chaff(course.load(root, assignment), wanted, notebook, name)
    print(path.relative_to(root) if path.is_relative_to(root) else path)
    print(f"Reduce it to the one mistake, write its hint, and run `autograder verify {exercise}`")


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
