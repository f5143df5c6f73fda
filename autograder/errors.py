"""Errors that the command line turns into one sentence.

Exception
 ├── UserError      bad input or usage: the message names the file, what is wrong and what to do (exit 2)
 ├── GradingError   a fault of ours or of the machine: never a student's zero (status `error`)
 └── Overdue        no error: a submission that is to wait until the others are graded
"""


class UserError(Exception):
    """Bad usage or bad input; the message says which file, what is wrong and what to do."""


class Overdue(Exception):
    """A submission takes far longer than the others do: nothing is wrong with it, but it can wait for them.

    `asleep` says that most of that time nothing of it ran.
    """

    def __init__(self, *, asleep: bool = False) -> None:
        super().__init__()
        self.asleep = asleep


class GradingError(Exception):
    """The grader itself could not work: sandbox, worker start, memory of the machine."""
