"""In which mode a model takes its steps: by what it was asked in, not by what is left afterwards."""

from autograder.expect import Mismatch


def assert_asked_in_its_mode(seen, training):
    """At every call that was seen, the model was in the mode in which it came, with all of its parts."""
    mode = "train" if training else "eval"
    if set(seen["asked in"]) - {mode}:
        raise Mismatch(
            f"the model came in {mode} mode, and is in another one while it is asked",
            shows=seen["asked in"],
            mistake="The model takes its steps in another mode than the one in which it came.",
        )
