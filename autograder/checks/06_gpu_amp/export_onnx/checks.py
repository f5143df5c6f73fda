"""Hidden checks of export_onnx."""

import copy

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, check

from ..common import MODE_LEFT, asking, assert_settings_left, filled, integer, normal
from . import probes

# So wide that the exporter puts weights into a file of their own: those of small layers stay in the graph.
WIDE = 64


def export(student, model, example, batches, **how):
    seen = student.probe(probes.exported, model=model, example=example, batches=batches, **how)
    if not seen["there"]:
        raise Mismatch("there is no file at path")
    if seen["problem"] is not None:
        raise Mismatch(f"onnxruntime cannot read the file: {seen['problem']}")
    return seen


def in_eval_mode(model, x):
    with torch.no_grad():
        return copy.deepcopy(model).eval()(x)


def assert_logits(output, model, x):
    if isinstance(output, str):
        raise Mismatch(f"onnxruntime does not run a batch of {len(x)}: {output}. Which sizes does the file allow?")
    assert_close(output, in_eval_mode(model, x), what=f"the output for a batch of {len(x)}", rtol=1e-3, atol=1e-4)


@check("export_onnx", weight=2)
def test_the_file_is_in_eval_mode(student, rng):
    """The file gives the outputs that the model has in eval mode, also where the model is in train mode."""
    side, n = integer(4, 6, rng), integer(3, 5, rng)
    norm = nn.BatchNorm2d(4)
    with torch.no_grad():
        norm.running_mean.copy_(normal(4, rng=rng))
        norm.running_var.copy_(normal(4, rng=rng).square() + 0.5)
    wide = nn.Linear(4 * (side - 2) ** 2, WIDE)
    layers = [nn.Conv2d(1, 4, 3), norm, nn.ReLU(), nn.Flatten(), nn.Dropout(0.5), wide, nn.Linear(WIDE, 3)]
    model, x = nn.Sequential(*layers).train(), normal(n, 1, side, side, rng=rng)
    seen = export(student, model, normal(n, 1, side, side, rng=rng), [x], own_dropout=True)
    with asking("In which mode was the model when the exporter walked through it?"):
        assert_logits(seen["outputs"][0], model, x)


@check("export_onnx", weight=2)
def test_batches_of_any_size(student, rng):
    """The file runs batches of any size, of 1 too, and gives the model's outputs, also where it reshapes them."""
    d, n = integer(3, 6, rng), integer(3, 5, rng)
    layers = [nn.Linear(d, 4), nn.ReLU(), nn.Flatten(), nn.Linear(8, WIDE), nn.Linear(WIDE, 3)]
    model = filled(nn.Sequential(*layers), rng).eval()
    batches = [normal(size_, 2, d, rng=rng) for size_ in (n, 7, 1, 12)]
    seen = export(student, model, normal(n, 2, d, rng=rng), batches)
    for output, x in zip(seen["outputs"], batches, strict=True):
        assert_logits(output, model, x)


@check("export_onnx", alone=False)
def test_the_mode_is_restored(student, rng):
    """The file is at path, with dots or without; the model's mode and all that belongs to it are as they were."""
    for training in (True, False):
        model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.3), nn.Linear(4, 2)).train(training)
        model[0].requires_grad_(False)  # and the others stay as they are, too
        seen = export(student, model, normal(2, 3, rng=rng), [], dotted=training)
        before, after = seen["mode"]
        if before != after:
            words = {True: "train", False: "eval"}
            what = "the model was" if before[0] != after[0] else "all layers were"
            now = f"is in {words[after[0]]} mode" if before[0] != after[0] else "some are in another"
            raise Mismatch(f"{what} in {words[before[0]]} mode, and {now} now", mistake=MODE_LEFT)
        if not seen["weights unchanged"]:
            text = "the model's weights or buffers have changed"
            raise Mismatch(text, mistake="Your function changes weights or buffers of the model and leaves them so.")
        assert_settings_left(seen)
