"""Hidden checks of checkpoint."""

import copy

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check, decisive

from ..common import (
    EXACT,
    asking,
    assert_settings_left,
    assert_state,
    classification,
    integer,
    with_batch_norm_and_dropout,
)
from . import probes


def resumed_run(student, rng, kind="adam", before=3, after=3):
    x, y = classification(30, 5, 3, rng)
    model = with_batch_norm_and_dropout(5, 3)
    seed = integer(0, 10**6, rng)
    own = copy.deepcopy(model)
    seen = student.probe(probes.run_resumed, model=model, x=x, y=y, kind=kind, seed=seed, before=before, after=after)
    assert_really_trained(seen["uninterrupted"], own, x, y, kind, seed, before + after)
    return seen


def assert_really_trained(state, model, x, y, kind, seed, epochs):
    """The run that all others are compared with is the one that comes out here, too: it was not made up."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        probes.run_epochs(model, *probes.parts_of(model, kind), x, y, epochs)
    try:
        with decisive():
            # The same steps on the same kind of machine; sums in another order do not grow to this in a few epochs.
            assert_state(state, model.state_dict(), "after a run without a checkpoint", rtol=1e-3, atol=1e-4)
    except AssertionError as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None


@check("checkpoint", weight=2, hint="List everything that the next step depends on. The masks of dropout, for one.")
def test_resumed_equals_uninterrupted(student, rng):
    """A resumed run ends with the weights of the uninterrupted one, bit for bit."""
    for kind in ("adam", "momentum", "each batch"):
        seen = resumed_run(student, rng, kind)
        assert_state(seen["continued"], seen["uninterrupted"], "after the resumed run", **EXACT)


@check("checkpoint", weight=0.5)
def test_model_restored(student, rng):
    """resume gives the model its weights and buffers back."""
    seen = resumed_run(student, rng)
    assert_state(seen["resumed"]["model"], seen["at the checkpoint"]["model"], "after resume", **EXACT)


@check("checkpoint", hint="Momentum and Adam's averages live in the optimizer.")
def test_optimizer_restored(student, rng):
    """resume gives the optimizer its state back: momentum, Adam's averages and its count of steps."""
    for kind in ("adam", "momentum"):
        seen = resumed_run(student, rng, kind)
        mine, right = seen["resumed"]["optimizer"], seen["at the checkpoint"]["optimizer"]
        if mine.keys() != right.keys():
            raise Mismatch(
                "the optimizer has not the state that it had when it was saved",
                mistake="resume does not give the optimizer its state back: averages, momentum, count of steps.",
            )
        for name, value in right.items():
            assert_close(
                mine[name], value, **EXACT, what=f"{name.split('.', 1)[1]} of the optimizer", check_dtype=False
            )


@check("checkpoint")
def test_scheduler_restored(student, rng):
    """resume gives the scheduler its place back, and the optimizer its rate, also where it is stepped each batch."""
    for kind in ("adam", "momentum", "each batch"):
        seen = resumed_run(student, rng, kind)
        mine, right = seen["resumed"], seen["at the checkpoint"]
        assert_equal(mine["scheduler"], right["scheduler"], "the scheduler's place and rate after resume")
        assert_equal(mine["rates"], right["rates"], "the learning rates of the optimizer's groups after resume")


@check("checkpoint", hint="torch.get_rng_state and torch.set_rng_state.")
def test_random_state_restored(student, rng):
    """resume gives torch's global random state back."""
    seen = resumed_run(student, rng)
    same = torch.equal(seen["resumed"]["random"], seen["at the checkpoint"]["random"])
    if not same:
        raise Mismatch(
            "torch's random state after resume is not the one at the checkpoint",
            mistake="After resume, PyTorch's random numbers do not go on where they were at the checkpoint.",
        )


@check("checkpoint", weight=0.75)
def test_epoch_returned(student, rng):
    """resume returns the number of finished epochs that was saved."""
    for before, kind in ((1, "adam"), (4, "adam"), (0, "adam"), (2, "each batch")):
        seen = resumed_run(student, rng, kind, before=before, after=1)
        assert_type(seen["epoch"], int, "what resume returns")
        with asking("`epoch` counts epochs that are done, and the first has the number 0."):
            assert_equal(seen["epoch"], before, "what resume returns")


@check("checkpoint", weight=0.5)
def test_saving_disturbs_nothing(student, rng):
    """A run that saves a checkpoint on its way goes on as if it had not."""
    seen = resumed_run(student, rng)
    assert_type(seen["epoch"], int, "what resume returns")
    assert_state(seen["with a checkpoint"], seen["uninterrupted"], "after a run that saved a checkpoint", **EXACT)
    if not seen["still training"]:
        raise Mismatch("saving changed the mode of the model", mistake="Saving leaves the model in another mode.")
    assert_settings_left(seen["settings"])


@check("checkpoint", weight=0.5, alone=False)
def test_only_data_in_the_file(student, rng):
    """The file holds only tensors, numbers, strings and containers: torch.load reads it with weights_only=True."""
    x, y = classification(30, 5, 3, rng)
    for kind in ("adam", "momentum"):
        seen = student.probe(probes.loads_safely, model=with_batch_norm_and_dropout(5, 3), x=x, y=y, kind=kind)
        if not seen["exists"]:
            text = "save_checkpoint wrote no file to the path"
            raise Mismatch(text, mistake="The checkpoint is not written to the path itself, as it was given.")
        if not seen["safe"]:
            raise Mismatch(
                "torch.load(path, weights_only=True) refuses the file: something in it is more than data",
                mistake="The file holds objects of classes, or is no file of torch.save's; it is to hold data alone.",
            )
        if seen["files"] != 2:
            raise Mismatch(
                "beside the two checkpoints that were saved lie other files, which save_checkpoint left behind",
                mistake="save_checkpoint leaves another file beside the one at the path.",
            )
