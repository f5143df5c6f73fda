"""Who takes far longer than the others comes after them, and is cut short for nothing."""

from pathlib import Path

from autograder.classroom.executor import Aside, Done, Job, grade_all
from autograder.classroom.submission import Parcel, Submission, find
from autograder.classroom.turns import Turns


def made(*names: str) -> list[Submission]:
    return [Submission(name, Path(name), Path(name)) for name in names]


def test_who_is_set_aside_comes_last_and_has_all_the_time_there_is():
    turns = Turns(made("hostile", "ada", "bob"))
    first, within = turns.next()
    assert (first.student, within) == ("hostile", 10.0)
    turns.set_aside(first)
    assert [turns.next()[0].student for _ in range(2)] == ["ada", "bob"]
    assert turns.next() == (first, None)
    assert not turns


def test_a_few_times_of_what_others_take():
    turns = Turns(made("ada", "bob", "cyd", "dan"))
    for seconds in (60.0, 70.0, 900.0):
        turns.done(seconds)
    assert turns.next()[1] == 210.0
    quick = Turns(made("ada"))
    for _ in range(3):
        quick.done(0.01)
    assert quick.next()[1] == 2.0  # a moment in which the machine does something else sets nobody aside


def test_while_nobody_knows_what_others_take_the_time_is_doubled():
    """A class whose honest work takes a minute is not set aside as a whole, one ten seconds after the other."""
    turns = Turns(made("ada", "bob", "cyd", "dan"))
    given = []
    for _ in range(4):
        submission, within = turns.next()
        given.append(within)
        turns.set_aside(submission)
    assert given == [10.0, 20.0, 40.0, 80.0]


class Counting:
    """An executor that counts seconds instead of taking them: `takes` are those of each student."""

    def __init__(self, takes: dict[str, float]) -> None:
        self.takes, self.clock, self.ended = takes, 0.0, {}
        self._parcel: Parcel | None = None

    def room(self) -> int:
        return self._parcel is None

    def give(self, parcel: Parcel) -> None:
        self._parcel = parcel

    def news(self, seconds: float):
        parcel, self._parcel = self._parcel, None
        student = parcel.submission.student
        spent = min(self.takes[student], parcel.within or 900.0)
        self.clock += spent
        if spent < self.takes[student] and parcel.within is not None:
            yield Aside(parcel.submission, "later")
            return
        self.ended[student] = self.clock
        yield Done(parcel.submission, None, type("Graded", (), {"waited": spent}))  # type: ignore[arg-type]


def test_a_class_with_one_hostile_in_twenty_keeps_the_others_waiting_a_fifth_longer_at_most(tmp_path):
    from miniature import answered, make_course, submit

    assignment = make_course(tmp_path / "course")
    names = [f"s{number:03}" for number in range(60)]
    for name in names:
        submit(assignment, name, answered(assignment))
    hostile = {"s003", "s020", "s059"}
    executor = Counting({name: 900.0 if name in hostile else 4.0 for name in names})
    outcomes = list(grade_all(find(assignment.root, assignment), Job(assignment, None), executor))  # type: ignore[arg-type]
    assert sorted(one.submission.student for one in outcomes) == names
    others = max(when for name, when in executor.ended.items() if name not in hostile)
    assert others <= 1.2 * 4.0 * len(names)
    assert executor.clock == others + 12.0 + 3 * 900.0  # the last of them was tried once, and then all of them whole
