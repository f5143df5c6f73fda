"""What runs on a worker of a cluster: it gets the course by value, and grades at desks as the pool of one machine does.

    begin(errand)       the course, and the secret seed, for this grading; says what this machine grades with
    grade(key, parcel)  one submission, at a desk that is free, or a new one
    finish(key)         the course is removed

A desk is a process: what a submission does to it leaves the worker standing. What nobody asks for any more, because the
head is gone, ends by itself.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path

from autograder.classroom.course_copy import CourseCopy, unpack_course
from autograder.classroom.executor import PATIENCE_S, Job, Lost, MakeGrader, Outcome
from autograder.classroom.pool import Desk, DeskLost
from autograder.classroom.record import standard
from autograder.classroom.submission import Parcel
from autograder.course.seed import Seed

_IDLE_S = 900.0  # then the head is taken to be gone
_LOOK_S = 20.0


@dataclass(frozen=True)
class Errand:
    """One grading: its name, and what must not be seen in a log or on a page of the cluster's."""

    key: str
    course: CourseCopy = field(repr=False)
    make_grader: MakeGrader = field(repr=False)  # with the secret seed


@dataclass(frozen=True)
class Forgotten:
    """The worker does not know the errand: it was started anew since."""


class _Post:
    """One errand on this worker."""

    def __init__(self, errand: Errand) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="autograder-course-"))  # mode 700
        self.job = Job(unpack_course(errand.course, self._folder), errand.make_grader)
        self._free: list[Desk] = []
        self._lock = threading.Lock()
        self._busy, self._used = 0, time.monotonic()

    def grade(self, parcel: Parcel) -> Outcome | Lost:
        with self._lock:
            self._busy += 1
            desk = self._free.pop() if self._free else None
        try:
            desk = desk or Desk(self.job)
            outcome = _at(desk, parcel)
        except DeskLost as error:
            assert desk is not None
            desk.end()
            return Lost(parcel.submission, str(error))
        finally:
            with self._lock:
                self._busy, self._used = self._busy - 1, time.monotonic()
        with self._lock:
            self._free.append(desk)
        return outcome

    @property
    def left_alone(self) -> bool:
        return not self._busy and time.monotonic() - self._used > _IDLE_S

    def close(self) -> None:
        with self._lock:
            desks, self._free = self._free, []
        for desk in desks:
            desk.dismiss()
        for desk in desks:
            desk.end()
        shutil.rmtree(self._folder, ignore_errors=True)


_posts: dict[str, _Post] = {}
_lock = threading.Lock()


def begin(errand: Errand) -> Mapping[str, str]:
    """Get ready for an errand; returns what this machine grades it with, by part."""
    with _lock:
        if errand.key not in _posts:
            _posts[errand.key] = _Post(errand)
            threading.Thread(target=_watch, args=(errand.key,), daemon=True).start()
        assignment = _posts[errand.key].job.assignment
    found = standard(assignment, assignment.root, Seed())
    del found["seed"], found["lateness"], found["device"]  # the head's own
    return found


def grade(key: str, parcel: Parcel) -> Outcome | Lost | Forgotten:
    """Grade a submission."""
    with _lock:
        post = _posts.get(key)
    return Forgotten() if post is None else post.grade(parcel)


def finish(key: str) -> None:
    """Remove everything of an errand."""
    with _lock:
        post = _posts.pop(key, None)
    if post is not None:
        post.close()


def _at(desk: Desk, parcel: Parcel) -> Outcome:
    """What comes of a parcel at a desk, whose engine may have to start first. Raises DeskLost."""
    deadline = time.monotonic() + PATIENCE_S
    while not desk.ready:
        wait([desk.channel], max(0.0, deadline - time.monotonic()))
        desk.hear()
    desk.give(parcel)
    while True:
        wait([desk.channel], max(0.0, deadline - time.monotonic()))
        outcome = desk.hear()
        if outcome is not None:
            return outcome


def _watch(key: str) -> None:
    while (post := _posts.get(key)) is not None:
        if post.left_alone:
            finish(key)
        time.sleep(_LOOK_S)
