"""The command line: thin, each command a few lines around what does the work.

Exit codes: 0 done, whatever students scored; 1 something fell short or could not be graded; 2 bad usage or bad input;
130 interrupted. Heavy imports (torch, nbgrader) stay inside the commands that need them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.text import Text

import autograder
from autograder import authoring, course
from autograder.engine.report import printable
from autograder.errors import GradingError, UserError
from autograder.terminal import (
    BAD_INPUT,
    FELL_SHORT,
    INTERRUPTED,
    ClusterAt,
    Jobs,
    Json,
    Name,
    OnDevice,
    Plots,
    PlotsOf,
    SchedulerFile,
    Students,
    Trusted,
    console,
    executor,
    fail,
    present,
    write,
    write_json,
)

app = typer.Typer(
    name="autograder",
    help="Build, check and grade the course. Run it inside the course folder.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(authoring.app)  # build, lint, verify, calibrate, new-course, new-exercise


class System(StrEnum):
    """Whose downloads `collect` can read."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    GRADESCOPE = "gradescope"


class Format(StrEnum):
    """What `export` can write."""

    CSV = "csv"
    CANVAS = "canvas"
    MOODLE = "moodle"
    MOODLE_WORKSHEET = "moodle-worksheet"
    MOODLE_FEEDBACK = "moodle-feedback"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit; a UserError becomes one sentence on stderr."""
    try:
        app(arguments)
    except UserError as error:
        fail(str(error), BAD_INPUT)
    except GradingError as error:
        fail(str(error), FELL_SHORT)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else FELL_SHORT
    else:
        code = 0
    if code == INTERRUPTED:
        print("interrupted: what is done is kept; go on with the same command", file=sys.stderr)
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
def run(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="the submission")],
    assignment: Annotated[str, typer.Option("--assignment", "-a", metavar="A", help="as 01_tensors")],
    json_file: Json = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="also write the feedback page")
    ] = None,
    device: OnDevice = None,
    plots: Plots = PlotsOf.OWN,
) -> None:
    """Grade one notebook, without the gradebook."""
    from autograder.classroom.intake import read_submitted, take_in

    loaded = course.load(course.find_root(), assignment)
    # Before torch is loaded: bad input is reported at once. In a folder called like the assignment the notebook lies as
    # it was handed in, with the files that belong to it.
    folder = notebook.absolute().parent
    handed_in = take_in(folder) if folder.name == loaded.name else None
    submitted = read_submitted(folder / notebook.name, above=1) if handed_in else read_submitted(notebook, above=None)
    wanted = present(device, loaded)

    from autograder.classroom.restore import restore
    from autograder.classroom.several import remarks
    from autograder.course.seed import secret_seed
    from autograder.engine.head_start import start_engine
    from autograder.pages.table import report_table

    release = loaded.read_release()
    restored = restore(submitted.notebook, release)
    said = remarks(notebook.name, handed_in.notebooks if handed_in else (), restored.notebook, release)
    with start_engine(loaded, device=wanted, seed=secret_seed(loaded), draw_all=plots is PlotsOf.ALL) as engine:
        graded = engine.grade(restored.notebook, files=handed_in.files if handed_in else {})
    report = graded.report
    out = console()
    out.print(report_table(report))
    left_out = [handed_in.left_out] if handed_in and handed_in.left_out else []
    notes = (*left_out, *submitted.notes, *restored.notes, *said)
    for note in notes:
        out.print(Text(f"note: {note}"), soft_wrap=True)
    if json_file:
        write(json_file, report.to_json())
    if html_file:
        from autograder.pages.page import render_page

        # The page says of the notebook what `grade` would say.
        report = replace(report, message="\n".join([*notes, *([report.message] if report.message else [])]) or None)
        page = render_page(restored.notebook, report, graded.outputs, release=loaded.read_release())
        write(html_file, page)
    if report.status == "error":
        fail("some exercises could not be graded; they have no score", FELL_SHORT)


@app.command()
def grade(
    assignment: Name,
    jobs: Jobs = 1,
    students: Students = None,
    force: Annotated[bool, typer.Option("--force", help="grade also what is neither missing nor stale")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="what `grade` does anyway; of old", hidden=True)] = False,
    feedback: Annotated[bool, typer.Option(help="write a feedback page for each student")] = True,
    json_file: Json = None,
    device: OnDevice = None,
    plots: Plots = PlotsOf.OWN,
    cluster: ClusterAt = None,
    scheduler_file: SchedulerFile = None,
    trusted_network: Trusted = False,
) -> None:
    """Grade what is not graded yet, or stale, in submitted/*/ASSIGNMENT and record the scores in the gradebook."""
    from autograder.classroom.grade import grade
    from autograder.course.seed import secret_seed
    from autograder.lms.nbgrader.opening import open_books

    root = course.find_root()
    loaded = course.load(root, assignment)
    wanted, seed = present(device, loaded), secret_seed(loaded)
    summary = grade(
        loaded,
        root,
        open_books,
        executor=executor(jobs, cluster, scheduler_file, trusted_network, wanted),
        students=students or (),
        force=force,
        feedback=feedback,
        device=wanted,
        seed=seed,
        draw_all=plots is PlotsOf.ALL,
    )
    console().print(summary.table())
    console().print(Text(summary.sentence()), soft_wrap=True)
    for warning in summary.warnings:
        print(f"warning: {printable(warning)}", file=sys.stderr)
    for line in summary.next_steps(pages=f"feedback/*/{loaded.name}/{loaded.topic}.html" if feedback else None):
        console().print(Text(line), soft_wrap=True)
    if json_file:
        write_json(json_file, summary.to_dict())
    if not summary.ok:
        raise typer.Exit(FELL_SHORT)


@app.command()
def collect(
    assignment: Name,
    archive: Annotated[
        Path, typer.Argument(metavar="FILE.zip", help="all submissions, as the system lets you download")
    ],
    system: Annotated[System, typer.Option("--from", help="the learning system that it comes from")],
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV: who is who. Default: roster.csv in the course's folder; for others, the gradebook",
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="replace what was collected before and differs; it is put aside")
    ] = False,
    json_file: Json = None,
) -> None:
    """Sort a download of a learning system's into submitted/; exit 1 where somebody in it is not known."""
    from autograder.lms.collect import collect
    from autograder.lms.downloads import System as Known
    from autograder.lms.roster import FILE

    root = course.find_root()
    made = collect(course.load(root, assignment), root, archive, Known(system), roster, update=update)
    for note in made.notes:
        print(f"note: {note}", file=sys.stderr)
    for unknown in made.unknown:
        print(f"not collected: {unknown}", file=sys.stderr)
    print(f"{assignment}: {made.sentence()}")
    if json_file:
        write_json(json_file, made.to_dict())
    if made.unknown:
        fail(
            f"add a line for each to the roster, {roster or FILE}, and run it again: they are still in {archive}",
            FELL_SHORT,
        )
    if not made.ok:
        raise typer.Exit(FELL_SHORT)
    print(f"next: autograder grade {assignment}")


@app.command()
def regrade(
    assignment: Name,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="why; kept with the scores, shown by `status`")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="write what was shown")] = False,
    students: Students = None,
    jobs: Jobs = 1,
    feedback: Annotated[bool, typer.Option(help="write a feedback page for each student")] = True,
    json_file: Json = None,
    device: OnDevice = None,
    cluster: ClusterAt = None,
    scheduler_file: SchedulerFile = None,
    trusted_network: Trusted = False,
) -> None:
    """Grade the class again after a repair: show who gains and loses, and with --accept write what was shown."""
    from autograder.classroom.regrade import regrade
    from autograder.course.seed import secret_seed
    from autograder.lms.nbgrader.books import Books
    from autograder.lms.nbgrader.look import late_rule, look, shape

    root = course.find_root()
    loaded = course.load(root, assignment)
    wanted, seed, now = present(device, loaded), secret_seed(loaded), shape(loaded, root)
    known = look(loaded, root)
    found = regrade(
        loaded,
        root,
        Books,
        known,
        now.renamed,
        now.points,
        off=late_rule(loaded, root),
        reason=reason,
        accept=accept,
        students=students or (),
        executor=executor(jobs, cluster, scheduler_file, trusted_network, wanted),
        feedback=feedback,
        seed=seed,
        device=wanted,
    )
    console().print(found.shown())
    if json_file:
        write_json(json_file, found.to_dict())
    if found.written:
        print("written; `autograder status` shows the reason, and `autograder export` the new totals")
    elif found.changes:
        what = "something changed since it was shown, so nothing was written" if found.again else "nothing was written"
        print(f"{what}: `autograder regrade {assignment} --accept` writes this")
    if not found.ok:
        raise typer.Exit(FELL_SHORT)


@app.command()
def status(
    assignment: Name,
    json_file: Json = None,
) -> None:
    """Show where the class stands: handed in, graded, stale and why, hand grading open, feedback, exported."""
    from autograder.classroom.status import status
    from autograder.course.seed import secret_seed
    from autograder.lms.nbgrader.look import listed, look

    root = course.find_root()
    loaded = course.load(root, assignment)
    found = status(loaded, root, look(loaded, root), secret_seed(loaded), listed(loaded, root))
    console().print(found.table())
    if json_file:
        write_json(json_file, found.to_dict())


@app.command()
def report(
    assignment: Name,
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
    assignments: Annotated[list[str], typer.Argument(metavar="ASSIGNMENT…", help="as 01_tensors; one or several")],
    format: Annotated[Format, typer.Option("--format", "-f", help="of the learning platform that imports it")],
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="PATH", help="default: in reports/")] = None,
    allow_incomplete: Annotated[
        bool, typer.Option("--allow-incomplete", help="no total for whom it is not final, and say how many that are")
    ] = False,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV: ids, logins, sections; default: the course's roster.csv")
    ] = None,
    worksheet: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Moodle's grading worksheet, for the moodle-… formats")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="what the platform calls an assignment, as 'Tensors (123)'")
    ] = None,
    missing_as_zero: Annotated[
        bool, typer.Option("--missing-as-zero", help="0 points for whoever handed in nothing, instead of no score")
    ] = False,
    decimals: Annotated[int, typer.Option(min=0, max=9, help="round points to so many, half up")] = 4,
) -> None:
    """Write the scores in the gradebook for another system; refused while a submission has no final score."""
    from autograder.course.seed import secret_seed
    from autograder.lms.export import Options, export

    root = course.find_root()
    loaded = [course.load(root, name) for name in assignments]
    options = Options(roster, worksheet, tuple(column or ()), missing_as_zero, decimals)
    made = export(loaded, root, format.value, out, allow_incomplete=allow_incomplete, seed=secret_seed, options=options)
    for remark in made.remarks:
        print(f"note: {remark}", file=sys.stderr)
    print(made.path)


@app.command(name="gpu")
def measure_gpu(json_file: Json = None) -> None:
    """Measure this machine's GPU: products, mixed precision, waiting. Shown, and never part of a score."""
    from autograder.boundary import gpu

    gpu.require()

    from autograder.validity.gpu import measure, table

    figures = measure("cuda")
    console().print(table(figures))
    if json_file:
        write_json(json_file, {"schema": 1, "figures": [figure.to_dict() for figure in figures]})
    if not all(figure.ok for figure in figures):
        raise typer.Exit(FELL_SHORT)


if __name__ == "__main__":
    main()
