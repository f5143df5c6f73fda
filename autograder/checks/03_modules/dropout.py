"""Where dropout acts in a chain of layers, found by weights that make every layer's part of the result readable."""

from itertools import pairwise

import torch

from autograder.expect import Mismatch, assert_equal, decisive

from .common import chain

ROWS = 1500


def transparent(module, sizes):
    """Set the weights so that each layer passes on what it gets, and adds a block of ones of its own.

    The inputs are 1, and the first block is their mean. So the outputs of a block have gone through the hidden layers
    from its own on, and what is dropped there shows itself: dropped inputs change the mean, neither to 0 nor to what
    dropout of means leaves. Returns the inputs and the width of a block.
    """
    pairs = chain(module, *sizes)
    width = sizes[-1] // len(pairs)
    with torch.no_grad():
        for index, (weight, bias) in enumerate(pairs):
            weight.copy_(torch.eye(*weight.shape))
            if index == 0:
                weight.zero_()[:width] = 1 / sizes[0]
            if bias is not None:
                bias.zero_()[index * width : (index + 1) * width] = float(index > 0)
    return torch.ones(ROWS, sizes[0]), width


# A ratio of two shares of 4,500 and more values that are kept has a standard deviation below 0.011.
RATIO = 0.07
NOTHING = "nothing"


def _word(kept, p):
    """What is dropped where this share is kept. The usual other shares have names: each is a mistake of its own."""
    shares = {NOTHING: 1.0, "p": 1 - p, "1 - p": p, "half": 0.5}
    return next((word for word, share in shares.items() if abs(kept - share) <= RATIO), "another share")


def assert_dropped_after_each(y, width, p, layers):
    """Dropout acts after every hidden layer and not after the output, as the blocks of `transparent` show it."""
    blocks = [y[:, index * width : (index + 1) * width] for index in range(layers)]
    values = torch.cat(blocks[:-1], dim=1)
    zeros = values == 0
    if not zeros.any() and not bool((values == values[:1]).all()):
        raise _never_zero(y)
    if bool((zeros == zeros[:1]).all()) and any(0 < int((block[0] == 0).sum()) < width for block in blocks[:-1]):
        raise _together("columns")  # the shares of a few columns say nothing
    shares = [float((block != 0).double().mean()) for block in blocks] + [1.0]
    words = [_word(share / max(after, 1e-9), p) for share, after in pairwise(shares)]
    wanted = ["p"] * (layers - 1) + [NOTHING]
    # Dropped inputs change the mean that the first block is: it tells who drops too early from who drops too little.
    early = ["before the first layer"] if words != wanted and _uneven(blocks[0]) else []
    try:
        with decisive():  # what is judged here is told in words of its own
            assert_equal(words + early, wanted, "the list of what is dropped after each layer")
    except Mismatch:
        wrong = next(index for index, word in enumerate(words) if word != ("p" if index < layers - 1 else NOTHING))
        where = f"hidden layer {wrong + 1} of {layers - 1}" if wrong < layers - 1 else "the output layer"
        amount = {NOTHING: "nothing is dropped", "p": "values are dropped"}.get(
            words[wrong], "another share is dropped"
        )
        mistake = f"In training mode, {amount} after {where}."
        raise Mismatch(f"in training mode, {amount} after {where}", mistake=mistake) from None
    assert_dropped(blocks[0], p, layers - 1)
    assert_scaled(blocks, p)


def assert_scaled(blocks, p):
    """What is kept has grown once for each dropout on its way, block by block."""
    sizes = [float(block[block != 0].median()) for block in blocks]
    for index, (size, after) in enumerate(pairwise([*sizes, 1.0])):
        grown = size / (after or 1.0)
        if abs(grown * (1.0 if index == len(blocks) - 1 else 1 - p) - 1) > 1e-3:
            raise _scaled_otherwise(grown, p, f"hidden layer {index + 1}" if index < len(blocks) - 1 else None)


def _scaled_otherwise(grown, p, where):
    """In words, what became of the values that were kept after a hidden layer, or of the outputs."""
    text = "values that are kept must grow by the factor that keeps their mean, and only hidden values are dropped"
    if where is None:
        mistake = "In training mode, what comes out of the last layer is multiplied by some number."
        return Mismatch(text, shows="output", mistake=mistake)
    ways = {"stay as they were": 1.0, "are multiplied by 1 − p": 1 - p, "are divided by p": 1 / p}
    ways["grow twice as they should"] = (1 - p) ** -2
    way = next((way for way, factor in ways.items() if abs(grown / factor - 1) <= 1e-3), "grow by another factor")
    mistake = f"In training mode, the values that are kept after {where} {way}; they are to be divided by 1 − p."
    return Mismatch(text, shows=way, mistake=mistake)


def _uneven(values):
    """Whether values that are not 0 differ."""
    return not _alike(values[values != 0])


def _alike(values):
    return torch.allclose(values, values[:1], rtol=1e-3, atol=0)


def _never_zero(y):
    """Rows that are alike come out different without a zero: it tells nothing of dropout what follows the output."""
    text = "in training mode rows that are alike come out different, and no hidden value arrives as 0"
    for values, name in ((y, "softmax"), (y.exp(), "log-softmax")):
        if bool((values.double().sum(1) - 1).abs().max() < 1e-3):
            return Mismatch(text, shows=name, mistake=f"In training mode, a {name} follows the output layer.")
    either = (
        "In training mode, rows that are alike come out different, and no number in them is 0: either what is dropped "
        "does not become 0, or something that makes 0 another number follows the output layer."
    )
    return Mismatch(text, shows=NOTHING, mistake=either)


def assert_dropped(y, p, times):
    """Where ones went through `times` dropout layers in training mode: zeros as often as that, the rest scaled up.

    Of 2,000 or more values the share of zeros is within 6.5 standard deviations of its mean but for once in 1e10.
    """
    dropped = y == 0
    assert bool(dropped.any()), (
        "no hidden value arrives as 0: nothing is dropped in training mode, or something follows the output"
    )
    kept, n = (1 - p) ** times, y.numel()
    share = float(dropped.double().mean())
    as_often = abs(share - (1 - kept)) <= 6.5 * (kept * (1 - kept) / n) ** 0.5
    assert as_often, "hidden values are not set to 0 with the probability asked for, once after every hidden layer"
    if not _alike(y[~dropped]):
        raise Mismatch("values that are kept must all grow by one factor, and only hidden values are dropped")
    for word, first in (("columns", dropped[:1]), ("rows", dropped[:, :1])):
        if bool((dropped == first).all()):
            raise _together(word)


def _together(word):
    text = f"whole {word} are dropped together; every value has its own chance"
    return Mismatch(text, mistake=f"In training mode, whole {word} of hidden values are dropped together.")
