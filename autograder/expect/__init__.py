"""What an author of checks imports: the `check` mark and assertions whose messages students may read.

A message says what is wrong in the student's words. Types, shapes, dtypes and the keys of a dict are part of an
exercise's statement, so messages name both what is and what must be. Values are not: no message holds an expected
value, a value of a hidden input, or a difference (whoever returns 0 would read the answer from a difference). What a
message may say about values is how many are wrong, where they lie together, and a clue ("the sign is flipped").

Every function raises `Mismatch` with its whole text, so nothing depends on pytest's rewriting of `assert`. A mistake of
the check's author (an expected value that is NaN, a type that cannot be compared) is a `ValueError` or `TypeError`
instead: it makes the exercise an `error`, never a student's zero.
"""

from autograder.expect import mistakes
from autograder.expect.compare import assert_close, assert_equal, assert_tensor, assert_type, assert_unchanged
from autograder.expect.evidence import decisive, unhinted
from autograder.expect.mark import check
from autograder.expect.threshold import Reached, assert_at_least, recorded
from autograder.expect.words import Mismatch

__all__ = [
    "Mismatch",
    "Reached",
    "assert_at_least",
    "assert_close",
    "assert_equal",
    "assert_tensor",
    "assert_type",
    "assert_unchanged",
    "check",
    "decisive",
    "mistakes",
    "recorded",
    "unhinted",
]
