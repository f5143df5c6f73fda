"""The whole benchmark, side by side on one machine: `make bench`, or `python -m bench.everything --help`.

Parts: every assignment against its rivals (those with asserts in bench/in_cell) and against its own cells; 10, 100 and
1,000 submissions with one and two jobs, and their peak memory; the commands that authors wait for. Table and plot are
written to docs/benchmark.md and docs/benchmark.svg, after every piece, so that `--continue` measures only what lacks
when a run of hours was broken off.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

from autograder import course
from bench.__main__ import CONTENDERS, measure_once, the_class
from bench.contenders import REPOSITORY, Ours
from bench.submissions import KINDS, kinds_of
from bench.table import LOAD, Facts, comparison, each_submission, machine_facts

SIZES = (10, 100, 1000)
COMMANDS = {
    "autograder build --check": ["-m", "autograder.cli", "build", "--check"],
    "autograder lint": ["-m", "autograder.cli", "lint"],
    "autograder verify": ["-m", "autograder.cli", "verify"],
    "make test (pytest)": ["-m", "pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"],
}
_SHOWN = 10_000  # characters of what a command that fell short said last
PARTS = ("assignments", "sizes", "commands")
EXPLAINED = (
    "Seconds a submission are those of the whole class with start-up, divided by its size; *once it has started* "
    "leaves start-up out. The *cells alone* ran each notebook in one warm kernel, without a check."
)
LEFT_OUT = (
    "No feedback pages are written in these times, since the others write none; `grade` writes them by default.",
    "Assignments without asserts in bench/in_cell are compared with their own cells alone: rivals would do less work.",
    "Rivals run without a sandbox; ours is always in its jail.",
    "What known mistakes answer was found out before, as by `autograder prepare`: a course pays that once.",
    "Networks, clusters and GPUs are not measured here.",
)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.everything", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--assignments", nargs="+", metavar="A", default=course.names(REPOSITORY))
    parser.add_argument("--repeat", type=int, default=3, help="rounds, each with every grader in turn (default: 3)")
    parser.add_argument("--students", type=int, default=24, help="size of each assignment's class (default: 24)")
    parser.add_argument(
        "--continue",
        dest="going_on",
        action="store_true",
        help="keep what benchmark.json holds, if this machine and these versions measured it, and measure the rest",
    )
    parser.add_argument("--quick", action="store_true", help="one round, 6 students, one size, two commands: a try")
    where = "folder of benchmark.md, benchmark.svg and data/benchmark.json"
    parser.add_argument("--out", type=Path, default=REPOSITORY / "docs", help=where)
    chosen = parser.parse_args(given)
    if chosen.repeat < 1 or chosen.students < KINDS:
        parser.error(f"--repeat must be at least 1, --students at least {KINDS}")
    chosen.students = KINDS if chosen.quick else chosen.students
    chosen.repeat = 1 if chosen.quick else chosen.repeat
    chosen.sizes = SIZES[:1] if chosen.quick else SIZES
    chosen.commands = list(COMMANDS)[:2] if chosen.quick else list(COMMANDS)
    return chosen


def one_assignment(name: str, students: int, repeat: int) -> dict[str, Any]:
    """What `python -m bench` measures of one assignment."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder, "measured.json")
        command = ["-m", "bench", name, "--students", str(students), "--repeat", str(repeat), "--json", str(file)]
        subprocess.run([sys.executable, *command], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
        found: dict[str, Any] = json.loads(file.read_text())
        return found


def one_size(name: str, students: int, jobs: int) -> dict[str, float]:
    """Seconds for a class of so many with so many jobs, and the most memory that it took at a time."""
    memory = PeakMemory()
    taken = measure_once(Ours(jobs), the_class(name, students, compared=False))
    return {"students": students, "jobs": jobs, "seconds": taken.seconds, "peak_mib": memory.stop()}


class PeakMemory:
    """The most proportional memory of all processes that this one has started, looked at twice a second."""

    def __init__(self) -> None:
        self._peak, self._stopped = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._stopped.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._stopped.wait(0.5):
            total = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    total += process.memory_full_info().pss
                except (psutil.Error, OSError):
                    continue
            self._peak = max(self._peak, total / 2**20)


def one_command(title: str) -> dict[str, Any]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *COMMANDS[title]], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, errors="replace"
    )
    taken = time.perf_counter() - started
    if done.returncode != 0:
        print(f"{title} fell short:\n{done.stdout[-_SHOWN:]}", file=sys.stderr)
    return {"command": title, "seconds": taken, "ok": done.returncode == 0}


def commit() -> str:
    """The one that is checked out, "–" outside a repository: figures of several are kept by --continue."""
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True)
    return found.stdout.strip() or "–"


def earlier(file: Path, facts: Facts) -> dict[str, Any]:
    """What an earlier run measured, to be kept; ends with a message where another machine or version measured it."""
    if not file.is_file():
        return nothing()
    held: dict[str, Any] = json.loads(file.read_text())
    if other := [key for key in facts if key != LOAD and held["machine"].get(key) != facts[key]]:
        sys.exit(f"error: {file} was measured with another {', '.join(other)}: measure anew, without --continue")
    return {part: held[part] for part in PARTS}


def nothing() -> dict[str, Any]:
    return {"assignments": {}, "sizes": [], "commands": []}


def page(measured: dict[str, Any], facts: Facts) -> str:
    """docs/benchmark.md."""
    machine = ", ".join(f"{name} {value}" for name, value in facts.items() if name != LOAD)
    lines = ["# Benchmark", "", f"Written by `make bench`. {machine}.", ""]
    if measured["assignments"]:
        lines += ["![seconds a submission](benchmark.svg)", "", EXPLAINED, ""]
    for name, found in measured["assignments"].items():
        lines += [f"## {name}", "", *of_one_assignment(found), "", *beside_its_cells(found), ""]
    if measured["sizes"]:
        heads = ["students", "jobs", "seconds", "a submission", "peak memory, MiB", "commit"]
        lines += ["## Size of the class", "", f"| {' | '.join(heads)} |", "|---:|---:|---:|---:|---:|---|"]
        for one in measured["sizes"]:
            each = one["seconds"] / one["students"]
            size = f"{one['students']} | {one['jobs']} | {one['seconds']:.1f} | {each:.3f} | {one['peak_mib']:.0f}"
            lines.append(f"| {size} | {one['commit']} |")
        lines.append("")
    if measured["commands"]:
        lines += ["## Commands", "", "| command | seconds | commit |", "|---|---:|---|"]
        for one in measured["commands"]:
            command = f"{one['command']}{'' if one['ok'] else ' (fell short)'}"
            lines.append(f"| {command} | {one['seconds']:.0f} | {one['commit']} |")
        lines.append("")
    return "\n".join(
        [*lines, "## What was left out", "", *(f"- {line}" for line in (*lacking(measured), *LEFT_OUT)), ""]
    )


def lacking(measured: dict[str, Any]) -> list[str]:
    """A sentence on what `measured` lacks of the whole benchmark, if anything."""
    commands = {one["command"] for one in measured["commands"]}
    missing = [name for name in course.names(REPOSITORY) if name not in measured["assignments"]]
    missing += [title for title in COMMANDS if title not in commands]
    return [f"Not measured this time: {', '.join(missing)}."] if missing else []


def of_one_assignment(found: dict[str, Any]) -> list[str]:
    """The table of one assignment: with start-up and without, each beside stock nbgrader's where that was measured."""
    rows = found["measurements"]
    rounds = len(rows[0]["seconds"])
    said = (
        f"{rows[0]['submissions']} students, {rounds} {'rounds' if rounds > 1 else 'round'}, commit {found['commit']}."
    )
    return [said, "", *comparison(rows)]


def beside_its_cells(found: dict[str, Any]) -> list[str]:
    """What grading one submission of each kind takes, beside its cells and the training that checks ask for."""
    rows = {one["title"]: one for one in found["measurements"]}
    graded, cells = rows.get(CONTENDERS["ours1"].title), rows.get(CONTENDERS["kernel"].title)
    if graded is None or cells is None:
        return []
    return each_submission(graded, cells, kinds_of(graded["each"])).splitlines()


def plot(measured: dict[str, Any], path: Path) -> None:
    """Seconds a submission, a group an assignment, a bar a grader."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "benchmark"  # the same figures give the same file
    from matplotlib import pyplot as plt

    found = measured["assignments"]
    titles = list(dict.fromkeys(one["title"] for each in found.values() for one in each["measurements"]))
    figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
    for number, title in enumerate(titles):
        rows = [
            next((one["seconds_per_submission"] for one in each["measurements"] if one["title"] == title), 0.0)
            for each in found.values()
        ]
        axes.bar([x + number * 0.8 / len(titles) for x in range(len(rows))], rows, 0.8 / len(titles), label=title)
    axes.set_xticks([x + 0.4 for x in range(len(found))], list(found))
    axes.set_ylabel("seconds a submission (logarithmic)")
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    figure.legend(loc="outside upper center", ncols=2, fontsize="small", frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def measure(chosen: argparse.Namespace, measured: dict[str, Any]) -> Iterator[None]:
    """Fill in what `measured` lacks, piece by piece, each with the commit that was measured."""
    here = {"commit": commit()}
    for name in chosen.assignments if "assignments" in chosen.parts else ():
        if name not in measured["assignments"]:
            measured["assignments"][name] = one_assignment(name, chosen.students, chosen.repeat) | here
            yield
    jobs = (1, 2)[: len(os.sched_getaffinity(0))]
    for students, at_once in itertools.product(chosen.sizes, jobs) if "sizes" in chosen.parts else ():
        if not any((one["students"], one["jobs"]) == (students, at_once) for one in measured["sizes"]):
            measured["sizes"].append(one_size(chosen.assignments[0], students, at_once) | here)
            yield
    for title in chosen.commands if "commands" in chosen.parts else ():
        if not any(one["command"] == title for one in measured["commands"]):
            measured["commands"].append(one_command(title) | here)
            yield


def main(given: Sequence[str] | None = None) -> None:
    chosen, facts = arguments(given), machine_facts()
    data, written = chosen.out / "data" / "benchmark.json", chosen.out / "benchmark.md"
    data.parent.mkdir(parents=True, exist_ok=True)
    measured = earlier(data, facts) if chosen.going_on else nothing()
    for _ in itertools.chain(measure(chosen, measured), [None]):
        measured["assignments"] = {name: measured["assignments"][name] for name in sorted(measured["assignments"])}
        data.write_text(json.dumps({"machine": facts, **measured}, indent=1) + "\n")
        written.write_text(page(measured, facts))
        if measured["assignments"]:
            plot(measured, chosen.out / "benchmark.svg")
    print(written.read_text())


if __name__ == "__main__":
    main()
