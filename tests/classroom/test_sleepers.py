"""Several of those that only slept are waited for at the same time, after all others."""

import os
import re
import time
from pathlib import Path

import pytest
from miniature import WordEngine, answered, make_course, submit

from autograder.classroom import memory, pool
from autograder.classroom.executor import Done, Job, grade_all
from autograder.classroom.pool import Pool
from autograder.classroom.submission import Submission, find
from autograder.classroom.turns import Turns
from autograder.errors import GradingError, Overdue


class Dormitory(WordEngine):
    """Who SLEEPs wakes up when so many are asleep in one folder, and works alone there otherwise."""

    def grade(self, notebook, *, files=None, within=float("inf")):
        text = "\n".join(cell.source for cell in notebook.cells)
        place = re.search(r"(SLEEP|WORK)_(\d)_IN:(\S+)", text)
        folder = Path(place[3])
        if place[1] == "WORK":
            with open(folder / "all", "a") as file:
                file.write("w")
            os.mkdir(folder / "at work")  # fails where somebody else is
            time.sleep(0.2)
            os.rmdir(folder / "at work")
        elif within != float("inf"):
            raise Overdue(asleep=True)
        else:
            with open(folder / "all", "a") as file:
                file.write("s")
            until = time.monotonic() + 100
            while (folder / "all").read_text().count("s") < int(place[2]):
                if time.monotonic() > until:
                    raise GradingError("nobody else came")
                time.sleep(0.01)
        return super().grade(notebook, files=files)


def outcomes_of(tmp_path, monkeypatch, beyond: int, sleepers: int, at_once: int) -> str:
    assignment = make_course(tmp_path / "course")
    monkeypatch.setattr(pool, "places_beyond", lambda *_: beyond)
    for number in range(sleepers + 2):
        kind = "SLEEP" if number < sleepers else "WORK"
        work = answered(assignment)
        cell = next(cell for cell in work.cells if cell.cell_type == "code")
        cell.source += f"\n# {kind}_{at_once}_IN:{tmp_path}"
        submit(assignment, f"s{number}", work)
    executor, job = Pool(1), Job(assignment, Dormitory)
    executor.open(job)
    try:
        outcomes = list(grade_all(find(assignment.root, assignment), job, executor))
    finally:
        executor.close()
    assert [type(one) for one in outcomes] == [Done] * (sleepers + 2), outcomes
    return (tmp_path / "all").read_text()


def test_sleepers_are_graded_at_the_same_time_and_after_all_others(tmp_path, monkeypatch):
    assert outcomes_of(tmp_path, monkeypatch, beyond=2, sleepers=3, at_once=3) == "wwsss"


def test_with_no_room_for_more_they_are_graded_one_after_the_other(tmp_path, monkeypatch):
    assert outcomes_of(tmp_path, monkeypatch, beyond=0, sleepers=2, at_once=1) == "wwss"


def test_who_slept_comes_after_who_computed(tmp_path):
    turns = Turns(Submission(name, tmp_path, tmp_path) for name in ("asleep", "busy", "ada"))
    for name in ("asleep", "busy"):
        submission, _ = turns.next()
        turns.set_aside(submission, asleep=name == "asleep")
    order = []
    while turns:
        assert turns.only_sleepers == (order == ["ada", "busy"])
        order.append(turns.next()[0].student)
    assert order == ["ada", "busy", "asleep"]


PLACES = [
    (64, 2, "bubblewrap", 4),
    (15, 1, "bubblewrap", 2),
    (11, 1, "bubblewrap", 1),
    (3, 1, "bubblewrap", 0),
    (64, 2, "landlock", 0),
]


@pytest.mark.parametrize(("gib", "jobs", "tier", "places"), PLACES)
def test_there_are_places_for_sleepers_where_memory_and_sandbox_allow_it(
    tmp_path, monkeypatch, gib, jobs, tier, places
):
    monkeypatch.setattr(memory, "of_this_machine", lambda: gib * 2**30)
    monkeypatch.setattr(memory.machine, "sandbox", lambda: tier)
    assert memory.places_beyond(make_course(tmp_path / "course"), jobs) == places
