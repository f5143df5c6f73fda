"""Hidden checks of checkpoint."""

import copy

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check

from ..common import (
    asking,
    assert_settings_left,
    assert_state,
    classification,
    integer,
    state_of,
    with_batch_norm_and_dropout,
)
from . import probes

# The run that nobody interrupts is gone through here, on the same machine and in float64: it differs by the last digits
# at most, and what is forgotten, or kept in float32, makes a difference of 1e-8 and more.
AS_HERE = {"rtol": 1e-9, "atol": 1e-10}


def resumed_run(student, rng, kind="adam", before=3, after=3):
    """A run that is saved, and resumed from its file by another model; under `right`, what was to be seen.

    What comes after the checkpoint is told once the file is there: nothing in the student's process has ever held what
    the resumed run must come to.
    """
    x, y = classification(30, 5, 3, rng)
    model, seed = with_batch_norm_and_dropout(5, 3), integer(0, 10**6, rng)
    run = {"x": x, "y": y, "kind": kind, "seed": seed, "before": before, "after": after}
    saved = student.probe(probes.run_saved, model=copy.deepcopy(model), **run)
    right = straight_run(copy.deepcopy(model), **run)
    rest = classification(30, 5, 3, rng)
    other = copy.deepcopy(model)
    with torch.no_grad():
        for parameter in other.parameters():
            parameter.add_(0.5)
    again = {"x": rest[0], "y": rest[1], "kind": kind, "seed": seed + 1, "after": after}
    seen = student.probe(probes.run_resumed, model=other, **again, file=saved["file"])
    right["continued"] = straight_run(model, **run, rest=rest)["end"]
    return {**seen, "saved": saved, "right": right}


def straight_run(model, x, y, kind, seed, before, after, rest=None):
    """The same without a checkpoint: what there is where it would be saved, and the state in the end."""
    parts = probes.parts_of(model, kind)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        probes.run_epochs(model, *parts, x, y, before)
        found = probes.described(model, *parts)
        probes.run_epochs(model, *parts, *(rest or (x, y)), after)
    return {"checkpoint": found, "end": state_of(model)}


@check("checkpoint", weight=2, hint="List everything that the next step depends on. The masks of dropout, for one.")
def test_resumed_equals_uninterrupted(student, rng):
    """A resumed run ends with the weights of the uninterrupted one, bit for bit."""
    for kind in ("adam", "momentum", "each batch"):
        seen = resumed_run(student, rng, kind)
        assert_state(seen["continued"], seen["right"]["continued"], "after the resumed run", **AS_HERE)


@check("checkpoint", weight=0.5)
def test_model_restored(student, rng):
    """resume gives the model its weights and buffers back."""
    seen = resumed_run(student, rng)
    assert_state(seen["resumed"]["model"], seen["right"]["checkpoint"]["model"], "after resume", **AS_HERE)


@check("checkpoint", hint="Momentum and Adam's averages live in the optimizer.")
def test_optimizer_restored(student, rng):
    """resume gives the optimizer its state back: momentum, Adam's averages and its count of steps."""
    for kind in ("adam", "momentum"):
        seen = resumed_run(student, rng, kind)
        mine, right = seen["resumed"]["optimizer"], seen["right"]["checkpoint"]["optimizer"]
        if mine.keys() != right.keys():
            raise Mismatch(
                "the optimizer has not the state that it had when it was saved",
                mistake="resume does not give the optimizer its state back: averages, momentum, count of steps.",
            )
        for name, value in right.items():
            assert_close(
                mine[name], value, **AS_HERE, what=f"{name.split('.', 1)[1]} of the optimizer", check_dtype=False
            )


@check("checkpoint")
def test_scheduler_restored(student, rng):
    """resume gives the scheduler its place back, and the optimizer its rate, also where it is stepped each batch."""
    for kind in ("adam", "momentum", "each batch"):
        seen = resumed_run(student, rng, kind)
        mine, right = seen["resumed"], seen["right"]["checkpoint"]
        assert_equal(mine["scheduler"], right["scheduler"], "the scheduler's place and rate after resume")
        assert_equal(mine["rates"], right["rates"], "the learning rates of the optimizer's groups after resume")
        if mine["momenta"] != right["momenta"]:
            raise Mismatch(
                "after resume, the momentum in the optimizer's groups is not the one at the checkpoint. "
                "A scheduler may change more than rates",
                mistake="Of the optimizer's groups the rates alone come back, and not the momentum, which some "
                "schedulers change, too.",
            )


@check("checkpoint", hint="torch.get_rng_state and torch.set_rng_state.")
def test_random_state_restored(student, rng):
    """resume gives torch's global random state back."""
    seen = resumed_run(student, rng)
    same = torch.equal(seen["resumed"]["random"], seen["right"]["checkpoint"]["random"])
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
    """A run that saves a checkpoint on its way goes on as if it had not, and resume leaves the model in train mode."""
    seen = resumed_run(student, rng)
    assert_type(seen["epoch"], int, "what resume returns")
    saved = seen["saved"]
    assert_state(saved["end"], seen["right"]["end"], "after a run that saved a checkpoint", **AS_HERE)
    if not saved["modes kept"]:
        mistake = "Saving leaves the model, or a part of it, in another mode."
        raise Mismatch("saving changed the mode of the model or of a part of it", mistake=mistake)
    if not saved["gradients kept"]:
        text = "saving changed the gradients that lay in the model"
        raise Mismatch(text, mistake="Saving takes the gradients away that lay in the model.")
    if not seen["modes kept"]:
        mistake = (
            "resume leaves the model, or a part of it, in eval mode: a run that goes on trains without dropout then."
        )
        raise Mismatch("after resume, a model that was just built is not in train mode any more", mistake=mistake)
    if not seen["file kept"]:
        text = "after resume, the file of the checkpoint is gone, or another one"
        raise Mismatch(text, mistake="resume deletes or changes the file, from which another run may be resumed.")
    assert_settings_left([*saved["settings"], *seen["settings"]])


@check("checkpoint", weight=0.5, alone=False)
def test_only_data_in_the_file(student, rng):
    """One file is written, in place of an older one, of data alone: torch.load reads it with weights_only=True."""
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
        if not seen["replaced"]:
            raise Mismatch(
                "a second checkpoint at the same path did not take the place of the first",
                mistake="A checkpoint is not written where a file lies already: the old one stays.",
            )
        if seen["files"] != 3:
            raise Mismatch(
                "beside the three checkpoints that were saved lie other files, which save_checkpoint left behind",
                mistake="save_checkpoint leaves another file beside the one at the path.",
            )
