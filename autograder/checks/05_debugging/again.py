"""What a function of tensors leaves behind, and what it says to the same tensors when they hold other numbers."""

from autograder.expect import Mismatch

from . import common_probes
from .common import assert_shared_unchanged


def assert_globals_unchanged(student, name, *arguments):
    """What all code shares is as it was before the calls in this check, and after one more; no answer is kept."""
    assert_shared_unchanged(student.globals_changed())
    seen = student.probe(common_probes.settings_left, name=name, arguments=list(arguments))
    assert_shared_unchanged(seen["changed"])
    if seen["same again"]:
        raise Mismatch(
            "after other numbers were written into the same tensors, the result is still that of the old ones",
            mistake="A result is kept, and given again for the same tensors, whatever is in them by then.",
        )
