"""What was measured, as data and as the table that is printed and pasted into README.md."""

import importlib.metadata
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.training import SHORTEST_S


@dataclass(frozen=True, slots=True)
class Measurement:
    """One contender: wall-clock seconds for the whole class, one a repeat, and what each student scored."""

    title: str
    submissions: int
    seconds: tuple[float, ...]
    scores: dict[str, float] | None
    each: dict[str, float] | None = None  # seconds by student without start-up, the median of the repeats
    training: dict[str, float] | None = None  # the part of `each` in which the student's code trained for the checks
    going_on: tuple[float, ...] = ()  # seconds a submission from the first that was done to the last, one a repeat

    @property
    def per_submission(self) -> float:
        return statistics.median(self.seconds) / self.submissions

    @property
    def spread(self) -> float:
        """Half the distance between the slowest and the fastest repeat, in seconds a submission."""
        return (max(self.seconds) - min(self.seconds)) / 2 / self.submissions

    def to_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "submissions": self.submissions,
            "seconds": list(self.seconds),
            "seconds_per_submission": self.per_submission,
            "spread": self.spread,
            "seconds_per_submission_going_on": statistics.median(self.going_on) if self.going_on else None,
            "submissions_per_second": 1 / self.per_submission,
            "scores": self.scores,
            "each": self.each,
            "training": self.training,
        }


Facts = dict[str, str]
LOAD = "load before"


def machine_facts() -> Facts:
    """What the numbers depend on: processor, cores given to this process, memory, system, versions."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = {name: importlib.metadata.version(name) for name in ("nbgrader", "otter-grader", "torch", "pytest")}
    return {
        "processor": model,
        "cores": str(cores),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **versions,
        LOAD: f"{os.getloadavg()[0]:.2f}",
    }


def markdown(
    measurements: Sequence[Measurement], max_score: float, facts: Facts, baseline: str = "stock nbgrader"
) -> str:
    """The table, and what it was measured with.

    `baseline` is the title of the measurement that the others are how many times as fast as; where it was not measured,
    there is no such column.
    """
    compared = any(one.title == baseline for one in measurements)
    lines = comparison([one.to_dict() for one in measurements], baseline, compared=compared, max_score=max_score)
    repeats = len(measurements[0].seconds)
    lines += [
        "",
        f"{measurements[0].submissions} submissions, graded {repeats} times each; median ± half the range; once "
        "it has started: from the first that was done to the last. "
        + ", ".join(f"{name} {value}" for name, value in facts.items())
        + ".",
    ]
    return "\n".join(lines)


def comparison(
    rows: Sequence[dict[str, Any]],
    baseline: str = "stock nbgrader",
    *,
    compared: bool = True,
    max_score: float | None = None,
) -> list[str]:
    """The lines of the table of measurements as `Measurement.to_dict` has them, with start-up and without.

    `compared`: how many times as fast as `baseline`, – where that was not measured. With `max_score`, the class means.
    """
    base: dict[str, Any] = next((one for one in rows if one["title"] == baseline), {})
    times = [f"times as fast as {baseline}"] if compared else []
    heads = ["seconds a submission", *times, "once it has started", *times, *(["class mean"] if max_score else [])]
    lines = [f"| grader | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    for one in rows:
        cells = [f"{one['seconds_per_submission']:.2f} ± {one['spread']:.2f}"]
        going = one["seconds_per_submission_going_on"]
        ratios = [_ratio(base, one, key) for key in ("seconds_per_submission", "seconds_per_submission_going_on")]
        cells += [*ratios[:compared], f"{going:.2f}" if going else "–", *ratios[1 : 1 + compared]]
        if max_score:
            scores = one["scores"]
            cells.append("–" if scores is None else f"{statistics.mean(scores.values()):.1f} of {max_score:g}")
        lines.append(f"| {one['title']} | {' | '.join(cells)} |")
    return lines


def _ratio(base: dict[str, Any], one: dict[str, Any], key: str) -> str:
    return f"{base[key] / one[key]:.1f}" if base.get(key) and one[key] else "–"


def each_submission(graded: dict[str, Any], cells: dict[str, Any], kinds: Sequence[str]) -> str:
    """A table of what grading a submission of each kind takes beside its own cells, start-up aside.

    Both are as `Measurement.to_dict` has them.
    """
    training = graded["training"] or {}
    lines = [
        "| submission | its own cells, s | training for checks, s | graded, s | graded / cells | graded / both |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for kind in kinds:
        own, trained, all_ = cells["each"][kind], training.get(kind, 0.0), graded["each"][kind]
        ratios = f"{all_ / own:.1f} | {all_ / (own + trained):.2f}"
        lines.append(f"| {kind} | {own:.2f} | {trained:.2f} | {all_:.2f} | {ratios} |")
    explained = (
        f"Graded: {graded['title']}; its own cells: {cells['title']}; training: requests of the checks that kept the "
    )
    return "\n".join([*lines, "", f"{explained}student's code busy for {SHORTEST_S} s or more. Start-up not included."])
