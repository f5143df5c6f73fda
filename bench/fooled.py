"""Whom the forging notebooks of tests/attacks/corpus fool: `python -m bench.fooled`, a table for docs/security.md.

Each notebook solves two of four tiny exercises, and has an attack in place of the third. It goes through stock nbgrader
and `otter run`, with asserts as their authors write them, and through this grader. A grader is fooled where the attack
has more points than the same notebook without it. The others have no sandbox, so both run in one of ours from outside
(bubblewrap: no network, nothing writable but their own folder), with a limit of time for each notebook.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bench.contenders import OTTER_TEST, REPOSITORY, run

sys.path[:0] = [str(REPOSITORY / "tests"), str(REPOSITORY / "tests" / "attacks")]

import arena  # noqa: E402
from corpus import GROUPS  # noqa: E402

from autograder.engine.engine import Engine  # noqa: E402

STUB = "def {0}(x):\n    raise NotImplementedError"
ASSERTS = {
    "first": "x = torch.randn(4, dtype=torch.float64)\nassert torch.allclose(first(x), x * 2)",
    "second": "x = torch.randn(4, dtype=torch.float64)\nassert torch.allclose(second(x), x * 3)",
    "third": "assert [third(n) for n in range(3)] == [0, 5, 10]",
    "last": "x = torch.randn(4, dtype=torch.float64)\nassert torch.allclose(last(x), x * 7)",
}
SECONDS = 120  # for each notebook
Scores = dict[str, float]


def notebooks() -> dict[str, NotebookNode]:
    """By name: `right`, `stub`, and each attack."""
    stubs = {name: STUB.format(name) for name in ("second", "third")}
    found = {"right": arena.notebook(), "stub": arena.notebook(**stubs)}
    for name, source in GROUPS["forging"].items():
        found[name] = arena.notebook(**{**stubs, "second": source})
    for notebook in found.values():
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return found


def jailed(command: list[str], folder: Path, seconds: float, more: Mapping[str, str] | None = None) -> None:
    """Run a command that sees the disk read-only, `folder` writable, and no network but a loopback of its own."""
    home = {"HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "jupyter"), "TMPDIR": "/tmp", **(more or {})}
    settings = [part for name, value in home.items() for part in ("--setenv", name, value)]
    view = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/run"]
    view += ["--ro-bind", str(REPOSITORY), str(REPOSITORY), "--bind", str(folder), str(folder)]
    jail = ["bwrap", *view, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--chdir", str(folder)]
    subprocess.run(
        [*jail, *settings, *command],
        stdin=subprocess.DEVNULL,
        stdout=(folder / "log.txt").open("w"),
        stderr=subprocess.STDOUT,
        timeout=seconds,
    )


def through_nbgrader(handed_in: Mapping[str, NotebookNode], folder: Path) -> Scores:
    from nbgrader.api import Gradebook

    source = arena.notebook()
    for cell in source.cells:
        name = str(cell.metadata.get("nbgrader", {}).get("grade_id", "")).removesuffix("_check")
        if cell.id.endswith("_check"):
            cell.source = f"### BEGIN HIDDEN TESTS\n{ASSERTS[name]}\n### END HIDDEN TESTS"
    place = folder / "source" / arena.NAME
    place.mkdir(parents=True)
    nbformat.write(source, place / "arena.ipynb")
    settings = ("CourseDirectory.course_id = 'fooled'", "Execute.timeout = 20", "Execute.interrupt_on_timeout = True")
    config = "".join(["c = get_config()\n", *(f"c.{setting}\n" for setting in settings)])
    (folder / "nbgrader_config.py").write_text(config)
    ids = {f"s{number:02}": name for number, name in enumerate(handed_in)}
    for student, name in ids.items():
        own = folder / "submitted" / student / arena.NAME
        own.mkdir(parents=True)
        nbformat.write(handed_in[name], own / "arena.ipynb")
    nbgrader = [sys.executable, "-m", "nbgrader"]
    run([*nbgrader, "generate_assignment", arena.NAME], folder, {"JUPYTER_CONFIG_DIR": str(folder / "jupyter")})
    jailed([*nbgrader, "autograde", arena.NAME], folder, SECONDS * len(ids))
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        scores = {one.student_id: float(one.score) for one in book.assignment_submissions(arena.NAME)}
    return {name: scores[student] for student, name in ids.items() if student in scores}


def through_otter(handed_in: Mapping[str, NotebookNode], folder: Path) -> Scores:
    tests = folder / "tests"
    tests.mkdir()
    for name, asserts in ASSERTS.items():
        body = "\n    ".join(asserts.splitlines())
        source = f"def test_{name}({name}):\n    {body}"
        (tests / f"{name}.py").write_text(OTTER_TEST.format(exercise=name, points=2, source=source))
    run([sys.executable, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip"], folder)
    names = {f"s{number:02}": name for number, name in enumerate(handed_in)}
    for stem, name in names.items():
        nbformat.write(handed_in[name], folder / f"{stem}.ipynb")
    command = [sys.executable, "-m", "bench.otter_each", str(folder), str(SECONDS)]
    paths = [str(folder / f"{stem}.ipynb") for stem in names]
    jailed([*command, *paths], folder, SECONDS * len(names), {"PYTHONPATH": str(REPOSITORY)})
    scores: Scores = json.loads((folder / "scores.json").read_text())
    return {names[stem]: score for stem, score in scores.items()}


def through_ours(handed_in: Mapping[str, NotebookNode], folder: Path) -> Scores:
    with Engine(arena.make(folder / "course"), limits=arena.BRIEF) as engine:
        return {name: engine.grade(notebook).report.score for name, notebook in handed_in.items()}


WAYS = {"stock nbgrader": through_nbgrader, "otter run": through_otter, "this grader": through_ours}


def fooled(scores: Scores) -> dict[str, str]:
    """What each attack came to: the points that it won, or nothing."""
    told = {}
    for name in GROUPS["forging"]:
        if name not in scores:
            told[name] = "no score"
        else:
            won = scores[name] - scores["stub"]
            told[name] = f"{won:+g}" if won > 0 else "" if won == 0 else f"{won:g}"
    return told


def table(found: Mapping[str, Scores]) -> str:
    """A row for each attack that fooled anybody: the points that it won, or lost, of each grader."""
    told = {way: fooled(scores) for way, scores in found.items()}
    lines = [f"| attack | {' | '.join(found)} |", f"|---|{'---|' * len(found)}"]
    won = [name for name in GROUPS["forging"] if any(each[name].startswith("+") for each in told.values())]
    lines += [f"| {name} | {' | '.join(each[name] for each in told.values())} |" for name in won]
    count = [f"**{sum(what.startswith('+') for what in each.values())}**" for each in told.values()]
    return "\n".join([*lines, f"| **fooled, of {len(GROUPS['forging'])}** | {' | '.join(count)} |"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fooled", description=__doc__)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--attacks", type=int, help="the first so many alone: a try")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="scores by grader: read, and written after each")
    chosen = parser.parse_args()
    handed_in = dict(list(notebooks().items())[: None if chosen.attacks is None else 2 + chosen.attacks])
    kept = chosen.kept is not None and chosen.kept.is_file()
    found: dict[str, Scores] = json.loads(chosen.kept.read_text()) if kept else {}
    for way in [way for way in chosen.ways if way not in found]:
        with tempfile.TemporaryDirectory(prefix="bench-") as place:
            found[way] = WAYS[way](handed_in, Path(place))
        if found[way].get("right") != 8 or found[way].get("stub") != 4:
            log = f"{way}: right answers have {found[way].get('right')} of 8, stubs {found[way].get('stub')} of 4"
            sys.exit(f"error: {log}")
        if chosen.kept is not None:
            chosen.kept.write_text(json.dumps(found))
        print(f"{way}: done", file=sys.stderr, flush=True)
    print(table(found))


if __name__ == "__main__":
    main()
