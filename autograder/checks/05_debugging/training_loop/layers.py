"""The layers of a Classifier, found by the shapes of its parameters and worked out here."""

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, unhinted

from ..common import normal


def readings(model, inputs, hidden, count):
    """How a Classifier's parameters may be three linear layers; no way where they are put together otherwise.

    A weight may be kept as nn.Linear keeps it or transposed, and neither that of a square one nor which of the two
    biases of the hidden layers is which shows in the shapes.
    """
    found = [p.detach() for p in model.parameters()]
    weights = [
        [p for p in found if p.dim() == 2 and set(p.shape) == {hidden, size}] for size in (inputs, hidden, count)
    ]
    biases = [[p.flatten() for p in found if p.numel() == size and max(p.shape) == size] for size in (hidden, count)]
    if [len(part) for part in weights + biases] != [1, 1, 1, 2, 1] or len(found) != 6:
        return []
    first, square, last = (part[0] for part in weights)
    first, last = (w if w.shape[1] == size else w.t() for w, size in ((first, inputs), (last, hidden)))
    return [
        [(first, biases[0][way]), (middle, biases[0][1 - way]), (last, biases[1][0])]
        for way in (0, 1)
        for middle in (square, square.t())
    ]


def assert_two_hidden_layers(model, x, inputs, hidden, count, rng):
    """In eval mode: linear, ReLU, linear, ReLU, linear, with weights in which every part shows."""
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(normal(*p.shape, rng=rng, dtype=torch.float32) / p.shape[-1] ** 0.5)
    x = torch.cat([x, 300 * x])  # no layer here has an upper limit
    logits, ways = model(x), []
    for layers in readings(model, inputs, hidden, count):
        value = x.double()
        for weight, bias in layers[:-1]:
            value = torch.relu(value @ weight.double().t() + bias.double())
        ways.append((value @ layers[-1][0].double().t() + layers[-1][1].double()).float())
    # Where large numbers add up to a small one, it is as precise as the large ones.
    tolerance = {"rtol": 1e-4, "atol": 1e-6 * max(100.0, float(logits.detach().abs().max()))}
    if ways and not any(torch.allclose(logits, way, **tolerance) for way in ways):
        assert_close(logits, ways[0], **tolerance, what="the matrix of logits in eval mode, for given weights")
    with unhinted():
        assert_tensor(model(x[:1]), shape=(1, count), what="the logits of one row")


def assert_single_units_dropped(model, x):
    """Rows whose logits differ in eval mode differ in training mode, too: none of them has lost all of its units."""
    with torch.no_grad():
        alone, training = (len(model.train(mode)(x).unique(dim=0)) for mode in (False, True))
    if alone == len(x) and training < 0.75 * len(x):  # with a hundred units, half of them dropped, chance does not
        whole = "Dropout takes whole rows: all units of a sample, or none. It is to take single units."
        raise Mismatch("in training mode, many rows have the same logits", mistake=whole)
    assert_kept_are_scaled(model, x.abs())


def assert_kept_are_scaled(model, x):
    """Where nothing is negative, ReLU does nothing, and the mean of the logits is the same in both modes.

    Over the rows of x and a hundred units it is right to a few percent. Not scaled up, half of them make it a quarter.
    """
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(p.abs())
        training, alone = (float(model.train(mode)(x).mean()) for mode in (True, False))
    if training < 0.6 * alone:
        told = "What dropout keeps is not scaled up by 1 / (1 - p), so that a model in training says less than in use."
        raise Mismatch("in training mode, the logits are too small in the mean", mistake=told)
