"""Hidden checks of 03_modules, in notebook order.

A network's expected output is computed from its own parameters, found by their shapes: names, the order in which layers
are made and how they are put together are the student's business.
"""

import math
from collections import Counter
from itertools import pairwise, permutations

import probes
import torch
from torch import nn
from torch.nn import functional as F

from autograder.expect import (
    Mismatch,
    assert_close,
    assert_equal,
    assert_tensor,
    assert_type,
    assert_unchanged,
    check,
)

EXACT = {"rtol": 0, "atol": 0}
# Sums of up to some thousand float32 products of order 1, in any order and on any kernel, are right to some 1e-5; a
# layer that is missing, misplaced or of another kind changes the first digit.
NETWORK = {"rtol": 1e-3, "atol": 2e-4}


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shape, rng, dtype=torch.float32):
    return torch.randn(shape, generator=rng, dtype=dtype)


def assert_attempted(result, shape, what="the result"):
    """Enough of an answer for another side of it to be judged, so that a mistake in the values costs its own check."""
    try:
        assert_tensor(result, shape=shape, what=what)
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    if result.detach().unique().numel() < 2:
        raise Mismatch(f"this could not be judged: all values of {what} are equal")


def network(student, name, *args, **kwargs):
    """A module of the student's class."""
    module = getattr(student, name)(*args, **kwargs)
    if not isinstance(module, nn.Module):
        raise Mismatch(f"{name} is not a subclass of nn.Module")
    return module


def in_words(shapes):
    return ", ".join(f"{shape}" if number == 1 else f"{number} of {shape}" for shape, number in sorted(shapes.items()))


def assert_parameters(module, expected, what="the module"):
    """The module's parameters have these shapes, in any order, and are to be trained."""
    actual, wanted = Counter(tuple(p.shape) for p in module.parameters()), Counter(expected)
    if not actual:
        raise Mismatch(f"{what} has no parameters: parameters() does not find your layers")
    parts = [(wanted - actual, "lacks"), (actual - wanted, "has what it must not have:")]
    problems = [f"{word} {in_words(shapes)}" for shapes, word in parts if shapes]
    if problems:
        raise Mismatch(f"the shapes of the parameters are not those of the layers: {what} {' and '.join(problems)}")
    if not all(p.requires_grad for p in module.parameters()):
        raise Mismatch(f"some parameters of {what} do not require grad, so they would never be trained")


def linear_shapes(*sizes):
    """The shapes of the parameters of Linear layers between neighbours."""
    pairs = [[(after, before), (after,)] for before, after in pairwise(sizes)]
    return [shape for pair in pairs for shape in pair]


def by_shape(module):
    found = {}
    for parameter in module.parameters():
        found.setdefault(tuple(parameter.shape), []).append(parameter)
    return found


def layers(module, *shapes):
    """The weight of each shape and the bias that belongs to it; None for a missing bias, which costs its own check."""
    found = by_shape(module)
    pairs = []
    for shape in shapes:
        weights, biases = found.get(shape, []), found.get(shape[:1], [])
        if len(weights) != 1:
            count = len(weights) or "none"
            raise Mismatch(f"this could not be judged: of parameters of shape {shape} there must be one, not {count}")
        pairs.append((weights[0], biases[0] if len(biases) == 1 else None))
    return pairs


def chain(module, *sizes):
    """The Linear layers between neighbours of distinct sizes."""
    return layers(module, *zip(sizes[1:], sizes[:-1], strict=True))


def filled(pairs, rng):
    """Give layers random weights that keep the signal's size, and biases large enough to be seen."""
    with torch.no_grad():
        for weight, bias in pairs:
            weight.copy_(normal(*weight.shape, rng=rng) * (2 / weight[0].numel()) ** 0.5)
            if bias is not None:
                bias.copy_(normal(*bias.shape, rng=rng) / 2)
    return pairs


def exact(pairs):
    """Copies in float64 that know nothing of the module."""
    return [tuple(None if p is None else p.detach().double().requires_grad_() for p in pair) for pair in pairs]


def dense(x, pairs, activation=F.relu):
    """Linear layers with an activation between them."""
    for weight, bias in pairs[:-1]:
        x = activation(F.linear(x, weight, bias))
    return F.linear(x, *pairs[-1])


def assert_output(module, oracle, x, pairs, what="the result"):
    with torch.no_grad():
        actual = module(x)
        assert_close(actual, oracle(x.double(), exact(pairs)).to(x.dtype), what=what, **NETWORK)


def gradients(module, oracle, x, pairs, rng):
    """Yield a name, the gradient as the module gives it, and as it must be: of the input and of each parameter."""
    x = x.clone().requires_grad_()
    copies = exact(pairs)
    exact_x = x.detach().double().requires_grad_()
    expected = oracle(exact_x, copies)
    y = module(x)
    assert_tensor(y, shape=expected.shape)
    if not y.requires_grad:
        raise Mismatch("the result does not remember how it was made, so no gradient can flow back")
    upstream = normal(*expected.shape, rng=rng)
    names = {id(parameter): name for name, parameter in module.named_parameters()}
    own = [p for pair in pairs for p in pair if p is not None]
    theirs = [p for pair in copies for p in pair if p is not None]
    frozen = [names[id(p)] for p in own if not p.requires_grad]
    if frozen:
        raise Mismatch(f"no gradient can flow back to {frozen[0]}: it does not require grad")
    grads = torch.autograd.grad(y, [x, *own], upstream, allow_unused=True)
    wanted = torch.autograd.grad(expected, [exact_x, *theirs], upstream.double())
    for name, grad, right in zip(["the input", *(names[id(p)] for p in own)], grads, wanted, strict=True):
        if grad is None:
            raise Mismatch(f"no gradient flows back to {name}")
        yield f"the gradient of {name}", grad, right.float()


def assert_gradients(module, oracle, x, pairs, rng):
    for what, grad, right in gradients(module, oracle, x, pairs, rng):
        assert_close(grad, right, what=what, **NETWORK)


def assert_gradients_roughly(module, oracle, x, pairs, rng):
    """For networks with thousands of units: of those, one may lie so near 0 that rounding decides whether it is active.

    One unit changes a gradient by up to 15 % of its length; a wrong path back changes all of it.
    """
    for what, grad, right in gradients(module, oracle, x, pairs, rng):
        assert_tensor(grad, shape=right.shape, what=what)
        near = bool((grad - right).norm() <= 0.3 * right.norm())
        assert near, f"{what} is wrong"


def assert_kept(pair, what):
    """Flags by name, before and after."""
    before, after = pair
    for name, flag in before.items():
        if after.get(name) != flag:
            where = f"of {name}" if name else "of the model itself"
            raise Mismatch(f"{what} {where} is not as it was before")


SEEDED = "after your code ran, the next random numbers are the same whatever the seed was before: it sets a seed itself"


def seeds(rng):
    """Two seeds that differ."""
    return [integer(0, 999, rng), integer(1000, 1999, rng)]


def assert_globals_unchanged(student):
    """What all code shares is as it was before the student's functions were called in this check."""
    changed = student.globals_changed()
    if changed:
        raise Mismatch(f"your function changed {' and '.join(changed)}, which all other code shares")


# 1 · simple_network

SIMPLE = [(3, 5, 2), (7, 4, 6), (2, 9, 1)]


@check("simple_network", hint="Layers that are attributes of an nn.Module show in its parameters().")
def test_simple_network_has_two_layers(student, rng):
    """A class whose networks have the weights and biases of two Linear layers of the sizes asked for, and no more."""
    is_class = student.probe(probes.is_module_class, name="SimpleNetwork")
    assert is_class, "SimpleNetwork must be a class, a subclass of nn.Module"
    for sizes in [*SIMPLE, (integer(10, 20, rng), integer(21, 30, rng), integer(2, 9, rng))]:
        module = network(student, "SimpleNetwork", *sizes)
        assert_parameters(module, linear_shapes(*sizes), f"SimpleNetwork{sizes}")


@check("simple_network", weight=2, hint="Write down which values can come out of your last line: is any real number?")
def test_simple_network_output(student, rng):
    """Linear, ReLU, Linear, and nothing after the output layer."""
    for sizes in SIMPLE:
        module = network(student, "SimpleNetwork", *sizes)
        pairs = filled(chain(module, *sizes), rng)
        for n, training in ((6, True), (1, False)):
            assert_output(module.train(training), dense, 2 * normal(n, sizes[0], rng=rng), pairs)


@check("simple_network", hint="nn.Linear looks at the last dimension alone. Does anything in your forward do more?")
def test_simple_network_leading_dimensions(student, rng):
    """Any number of leading dimensions, also none, goes in and comes out."""
    for sizes in SIMPLE:
        module = network(student, "SimpleNetwork", *sizes)
        pairs = filled(chain(module, *sizes), rng)
        for leading in [(), (2, 4), (3, 1, 2)]:
            assert_output(module, dense, normal(*leading, sizes[0], rng=rng), pairs)


@check("simple_network")
def test_simple_network_gradients(student, rng):
    """Gradients flow back to the input, the weights and the biases."""
    for sizes, n in zip(SIMPLE, (4, 1, 6), strict=True):
        module = network(student, "SimpleNetwork", *sizes)
        pairs = filled(chain(module, *sizes), rng)
        assert_gradients(module, dense, normal(n, sizes[0], rng=rng), pairs, rng)


@check("simple_network", weight=0.5)
def test_simple_network_keeps_its_layers(student, rng):
    """The same input gives the same output twice: the layers are made once, with the network."""
    for sizes in SIMPLE[:2]:
        module = network(student, "SimpleNetwork", *sizes)
        x = normal(6, sizes[0], rng=rng)
        with torch.no_grad():
            first, second = module(x), module(x)
        assert_attempted(first, (6, sizes[-1]))
        assert_close(second, first, **EXACT, what="the result of a second call")


@check(
    "simple_network", weight=0.5, hint="Who calls torch.manual_seed decides on the random numbers of all other code."
)
def test_simple_network_leaves_the_seed(student, rng):
    """Making and calling a network leaves PyTorch's global generator to its owner: nothing seeds it."""
    for sizes in SIMPLE[:2]:
        x = normal(6, sizes[0], rng=rng)
        seen = student.probe(probes.draws_after_making, name="SimpleNetwork", sizes=sizes, x=x, seeds=seeds(rng))
        assert_attempted(seen["output"], (6, sizes[-1]))
        first, second = seen["draws"]
        assert not torch.equal(first, second), SEEDED


# 2 · count_parameters


def assert_counts(student, cases, *options, what="the count of"):
    """Each case is a model in words, the model, and the number of elements."""
    actual = student.probe(probes.results, name="count_parameters", calls=[(model, *options) for _, model, _ in cases])
    for mine, (words, _, right) in zip(actual, cases, strict=True):
        assert_type(mine, int, f"{what} {words}")
        assert_equal(mine, right, f"{what} {words}")


def elements(*shapes):
    return sum(math.prod(shape) for shape in shapes)


@check("count_parameters")
def test_every_element_counts(student, rng):
    """Every element of every parameter counts, of weights and biases, at any depth; the count is a Python int."""
    a, b, c = integer(3, 9, rng), integer(3, 9, rng), integer(3, 9, rng)
    nested = nn.Sequential(nn.Linear(a, b), nn.Sequential(nn.ReLU(), nn.Sequential(nn.Linear(b, b), nn.Linear(b, c))))
    cases = [
        ("a Linear layer", nn.Linear(a, b), elements(*linear_shapes(a, b))),
        ("a convolution without bias", nn.Conv2d(a, b, 3, bias=False), 9 * a * b),
        ("a model with layers at several depths", nested, elements(*linear_shapes(a, b, b, c))),
        ("a model without parameters", nn.Sequential(nn.ReLU(), nn.Flatten()), 0),
    ]
    assert_counts(student, cases)


@check("count_parameters")
def test_parameters_of_other_layers(student, rng):
    """Layers of all kinds count, also parameters that are not called weight or bias."""
    d, n = 2 * integer(2, 5, rng), integer(5, 12, rng)
    cases = [
        ("an Embedding", nn.Embedding(n, d), n * d),
        ("a PReLU", nn.PReLU(n), n),
        ("a LayerNorm", nn.LayerNorm((n, d)), 2 * n * d),
        ("a MultiheadAttention", nn.MultiheadAttention(d, 2), elements((3 * d, d), (3 * d,), (d, d), (d,))),
        ("a GRU", nn.GRU(n, d), elements((3 * d, n), (3 * d, d), (3 * d,), (3 * d,))),
    ]
    assert_counts(student, cases)


@check("count_parameters", hint="Buffers are part of the state and not of what is trained.")
def test_buffers_do_not_count(student, rng):
    """Buffers such as running statistics do not count."""
    d = integer(4, 9, rng)
    cases = [
        ("a BatchNorm1d", nn.BatchNorm1d(d), 2 * d),
        ("a convolution and a BatchNorm2d", nn.Sequential(nn.Conv2d(1, d, 3), nn.BatchNorm2d(d)), 10 * d + 2 * d),
        ("a BatchNorm1d that learns nothing", nn.BatchNorm1d(d, affine=False), 0),
    ]
    assert_counts(student, cases)


@check("count_parameters", hint="One parameter may have several names; two parameters may look alike.")
def test_shared_parameters_count_once(student, rng):
    """A parameter with several names counts once; parameters that merely look alike count each."""
    n, d = integer(10, 20, rng), integer(3, 9, rng)
    tied = nn.ModuleDict({"embed": nn.Embedding(n, d), "middle": nn.Linear(d, d), "out": nn.Linear(d, n)})
    tied["out"].weight = tied["embed"].weight
    layer = nn.Linear(d, d)
    twice = nn.Sequential(layer, nn.ReLU(), layer, nn.Linear(d, n))
    alike = nn.Sequential(nn.Linear(d, d), nn.Linear(d, d), nn.LayerNorm(d), nn.LayerNorm(d))
    with torch.no_grad():
        alike[1].weight.copy_(alike[0].weight)
    cases = [
        ("a model with a tied weight", tied, n * d + d * d + d + n),
        ("a model that uses a layer twice", twice, d * d + d + d * n + n),
        ("a model with layers that look alike", alike, 2 * (d * d + d) + 4 * d),
    ]
    assert_counts(student, cases)


def partly_frozen(rng):
    """Models in words, with how many elements they have in all and to be trained."""
    a, b, c = integer(3, 9, rng), integer(10, 19, rng), integer(20, 29, rng)
    layer_frozen = nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Sequential(nn.Linear(b, c), nn.LayerNorm(c)))
    layer_frozen[0].requires_grad_(False)
    bias_frozen = nn.Sequential(nn.Linear(a, b), nn.Linear(b, c))
    bias_frozen[1].bias.requires_grad_(False)
    whole = elements(*linear_shapes(a, b, c))
    return [
        ("a model with a frozen layer", layer_frozen, whole + 2 * c, elements(*linear_shapes(b, c)) + 2 * c),
        ("a model with a frozen bias", bias_frozen, whole, whole - c),
        ("a frozen layer", nn.Linear(a, c).requires_grad_(False), a * c + c, 0),
        ("a layer of which nothing is frozen", nn.Linear(c, b), c * b + b, c * b + b),
    ]


@check("count_parameters", weight=2)
def test_trainable_only(student, rng):
    """With trainable_only=True, parameters that do not require grad are left out; without it they count."""
    models = partly_frozen(rng)
    trained, all_of_them = [(w, m, few) for w, m, _, few in models], [(w, m, many) for w, m, many, _ in models]
    assert_counts(student, trained, True, what="with trainable_only=True, the count of")
    assert_counts(student, all_of_them, False, what="with trainable_only=False, the count of")
    assert_counts(student, all_of_them)
    words, model, right = trained[0]
    assert_equal(student.count_parameters(model, trainable_only=True), right, f"the count of {words}")


@check("count_parameters", weight=0.5)
def test_counted_model_unchanged(student, rng):
    """The model stays as it was: its values, its mode, and which of its parameters require grad."""
    for _, model, *_ in partly_frozen(rng)[:2]:
        seen = student.probe(probes.counted, model=model)
        judged = isinstance(seen["counts"][0], int) and seen["counts"][0] > 0
        assert judged, "this could not be judged: the count is not a positive integer"
        assert_kept(seen["flags"], "requires_grad")
        assert_kept(seen["modes"], "the mode")
        for name, before in seen["values"][0].items():
            assert_unchanged(seen["values"][1][name], before, f"{name} of the model")


# 3 · arithmetic


def assert_numbers(student, name, calls, modules):
    """The function gives the number of elements of the parameters of real modules."""
    actual = student.probe(probes.results, name=name, calls=calls)
    for mine, module, args in zip(actual, modules, calls, strict=True):
        what = f"{name}({', '.join(map(repr, args))})"
        assert_type(mine, int, what)
        assert_equal(mine, sum(p.numel() for p in module.parameters()), what)


@check("arithmetic", hint="Every output is a sum over all inputs, and has a bias of its own.")
def test_linear_parameters(student, rng):
    """linear_parameters counts the weights, and one bias for each output unless there are none."""
    i, o = integer(3, 9, rng), integer(10, 19, rng)
    calls = [(i, o), (o, i), (i, o, True), (i, o, False), (1, 1), (i, i, False)]
    assert_numbers(student, "linear_parameters", calls, [nn.Linear(*args) for args in calls])
    actual = student.linear_parameters(in_features=o, out_features=i, bias=False)
    assert_equal(actual, i * o, "linear_parameters with bias=False given by name")


@check("arithmetic", hint="Each output channel has one kernel for each input channel, and one number as its bias.")
def test_conv2d_parameters(student, rng):
    """conv2d_parameters counts the kernels, for square and other sizes, and one bias for each output channel."""
    i, o, k = integer(2, 9, rng), integer(10, 19, rng), integer(4, 7, rng)
    calls = [(i, o, 3), (o, i, k), (i, o, (k, 3)), (o, i, (1, k)), (1, o, 1), (i, o, k, False), (o, i, (3, k), False)]
    modules = [nn.Conv2d(*args[:3], bias=len(args) == 3) for args in calls]
    assert_numbers(student, "conv2d_parameters", calls, modules)
    actual = student.conv2d_parameters(in_channels=i, out_channels=o, kernel_size=k, bias=False)
    assert_equal(actual, i * o * k * k, "conv2d_parameters with bias=False given by name")


@check("arithmetic", hint="Which numbers of a BatchNorm layer does the optimizer change, and which only the batches?")
def test_batchnorm_parameters(student, rng):
    """batchnorm_parameters counts what is learned."""
    calls = [(integer(2, 9, rng),), (integer(10, 99, rng),), (1,)]
    assert_numbers(student, "batchnorm_parameters", calls, [nn.BatchNorm1d(*args) for args in calls])


@check("arithmetic", hint="Every element of the normalized shape has a factor and a shift of its own.")
def test_layernorm_parameters(student, rng):
    """layernorm_parameters takes an int or a tuple, and counts a factor and a shift for each element."""
    a, b, c = integer(2, 9, rng), integer(10, 19, rng), integer(3, 7, rng)
    calls = [(a,), ((b,),), ((a, b),), ((c, a, b),), ((b, 1),)]
    assert_numbers(student, "layernorm_parameters", calls, [nn.LayerNorm(*args) for args in calls])


@check("arithmetic", hint="An embedding is a table with a row for each symbol.")
def test_embedding_parameters(student, rng):
    """embedding_parameters counts the entries of the table."""
    calls = [(integer(10, 99, rng), integer(2, 9, rng)), (integer(2, 5, rng), integer(50, 70, rng)), (1, 1)]
    assert_numbers(student, "embedding_parameters", calls, [nn.Embedding(*args) for args in calls])


@check("arithmetic", hint="How many layers lie between n widths?")
def test_mlp_parameters(student, rng):
    """mlp_parameters adds up the Linear layers between neighbours, for networks of any depth."""
    many = torch.randint(2, 30, (integer(5, 8, rng),), generator=rng).tolist()
    calls = [([784, 128, 10],), ([integer(2, 9, rng), integer(10, 19, rng)],), (many,), (many[::-1],), ([5, 5, 5, 5],)]
    modules = [nn.Sequential(*(nn.Linear(*pair) for pair in zip(c[0], c[0][1:], strict=False))) for c in calls]
    assert_numbers(student, "mlp_parameters", calls, modules)


# 4 · xor_net

XOR = (2, 2, 1)


def dense_tanh(x, pairs):
    return dense(x, pairs, torch.tanh)


@check("xor_net")
def test_xor_net_has_nine_parameters(student):
    """The parameters are those of Linear(2, 2) and Linear(2, 1), nine numbers in all."""
    assert_parameters(network(student, "XORNet"), linear_shapes(*XOR), "XORNet()")


@check("xor_net", weight=2, hint="A logit may be any real number. What lies between the layers?")
def test_xor_net_output(student, rng):
    """Linear, tanh, Linear: one logit for each row, in shape (N, 1), in both modes."""
    for n, training in ((4, True), (1, False), (9, False)):
        module = network(student, "XORNet").train(training)
        pairs = filled(chain(module, *XOR), rng)
        assert_output(module, dense_tanh, 2 * normal(n, 2, rng=rng), pairs)


@check("xor_net")
def test_xor_net_can_solve_xor(student, rng):
    """With the right weights, the logits of (0, 0), (0, 1), (1, 0) and (1, 1) tell exclusive or."""
    module = network(student, "XORNet")
    (w1, b1), (w2, b2) = layers(module, (2, 2), (1, 2))
    if b1 is None or b2 is None:
        raise Mismatch("this could not be judged: the biases are missing")
    sharp = 3 + float(torch.rand((), generator=rng))
    with torch.no_grad():  # two steps, up at 1/2 and at 3/2 of the sum
        w1.copy_(torch.full((2, 2), sharp))
        b1.copy_(sharp * torch.tensor([-0.5, -1.5]))
        w2.copy_(torch.tensor([[4.0, -4.0]]))
        b2.fill_(-4.0)
        logits = module(torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]))
    steps = [math.tanh(sharp * (total - 0.5)) - math.tanh(sharp * (total - 1.5)) - 1 for total in (0, 1, 1, 2)]
    assert_close(logits, 4 * torch.tensor(steps)[:, None], what="the result", **NETWORK)


@check("xor_net")
def test_xor_net_gradients(student, rng):
    """Gradients flow back to the input, the weights and the biases."""
    for n in (4, 1):
        module = network(student, "XORNet")
        pairs = filled(chain(module, *XOR), rng)
        assert_gradients(module, dense_tanh, normal(n, 2, rng=rng), pairs, rng)


# 5 · mlp

DEPTHS = [(4, 7, 3), (6, 2), (3, 8, 5, 9, 2), (2, 6, 4, 3)]


@check("mlp", weight=2, hint="nn.Module sees a layer that is an attribute or lies in an nn.ModuleList, not in a list.")
def test_mlp_layers_are_registered(student, rng):
    """parameters() gives a weight and a bias for each pair of neighbouring sizes, at any depth."""
    for sizes in [*DEPTHS, (integer(10, 15, rng), *[6] * integer(3, 6, rng), 2)]:
        assert_parameters(network(student, "MLP", list(sizes)), linear_shapes(*sizes), f"MLP({list(sizes)})")
    with_dropout = network(student, "MLP", list(DEPTHS[0]), dropout=0.5)
    assert_parameters(with_dropout, linear_shapes(*DEPTHS[0]), "an MLP with dropout")


@check("mlp", weight=2, hint="What follows a hidden layer, and what follows the last one?")
def test_mlp_output(student, rng):
    """ReLU after every hidden layer, nothing after the last, at any depth."""
    for sizes in DEPTHS:
        module = network(student, "MLP", list(sizes)).eval()
        pairs = filled(chain(module, *sizes), rng)
        for leading in [(6,), (1,)]:
            assert_output(module, dense, 2 * normal(*leading, sizes[0], rng=rng), pairs)


@check("mlp")
def test_mlp_leading_dimensions(student, rng):
    """Any number of leading dimensions, also none, goes in and comes out."""
    for sizes in DEPTHS[:3]:
        module = network(student, "MLP", list(sizes)).eval()
        pairs = filled(chain(module, *sizes), rng)
        for leading in [(), (2, 4), (3, 1, 2)]:
            assert_output(module, dense, normal(*leading, sizes[0], rng=rng), pairs)


@check("mlp")
def test_mlp_without_dropout(student, rng):
    """With dropout=0.0, said or not, training mode computes what evaluation mode does."""
    for sizes, options in [(DEPTHS[0], {}), (DEPTHS[2], {"dropout": 0.0}), (DEPTHS[1], {"dropout": 0.5})]:
        # A network without hidden layers has nothing to drop.
        module = network(student, "MLP", list(sizes), **options).train()
        pairs = filled(chain(module, *sizes), rng)
        x = normal(8, sizes[0], rng=rng)
        assert_output(module, dense, x, pairs, "the result in training mode")
        assert_output(module.eval(), dense, x, pairs, "the result in evaluation mode")


WIDTH, ROWS = 80, 200


def transparent(module, first):
    """Set the weights so that the first layer gives the mean of its inputs and the others pass on what they get.

    The inputs are 1. Where some of them are dropped, the means are neither 0 nor those that dropout of means leaves.
    """
    with torch.no_grad():
        for parameter in module.parameters():
            shape = tuple(parameter.shape)
            parameter.zero_()
            if shape[1:] == (first,):
                parameter.fill_(1 / first)
            elif len(shape) == 2:
                parameter.copy_(torch.eye(*shape))
    return torch.ones(ROWS, first)


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
    scaled = bool(torch.isclose(y[~dropped], torch.tensor(1 / kept), rtol=1e-4).all())
    assert scaled, (
        "values that are kept must grow by the factor that keeps their mean, and only hidden values are dropped"
    )
    one_by_one = not bool((dropped == dropped[:1]).all()) and not bool((dropped == dropped[:, :1]).all())
    assert one_by_one, "whole rows or columns are dropped together; every value has its own chance"


@check(
    "mlp", weight=2, hint="Count the places where values are dropped: after which layers, and with which probability?"
)
def test_mlp_dropout_in_training(student, rng):
    """In training mode, dropout acts on the values of every hidden layer, and on nothing else."""
    for hidden, p in [(1, 0.25), (2, 0.4), (3, 0.2)]:
        module = network(student, "MLP", [3, *[WIDTH] * hidden, WIDTH], dropout=p)
        try:
            assert_parameters(module, linear_shapes(3, *[WIDTH] * hidden, WIDTH), "the MLP")
        except Mismatch as problem:
            raise Mismatch(f"this could not be judged: {problem}") from None
        x = transparent(module, 3)
        with torch.no_grad():
            y = module(x)
        assert_tensor(y, shape=(ROWS, WIDTH), dtype=torch.float32)
        assert_dropped(y, p, hidden)


@check("mlp", weight=2, hint="eval() and train() change module.training. Who looks at it in your forward?")
def test_mlp_modes(student, rng):
    """eval() switches dropout off, and train() switches it on again."""
    for sizes in [(4, 40, 3), (3, 30, 20, 2)]:
        module = network(student, "MLP", list(sizes), dropout=0.5)
        pairs = filled(chain(module, *sizes), rng)
        x = normal(20, sizes[0], rng=rng)
        for _ in range(2):
            module.eval()
            assert_output(module, dense, x, pairs, "the result after eval()")
            module.train()
            with torch.no_grad():
                one, other = module(x), module(x)
            assert_attempted(one, (20, sizes[-1]))
            # 30 and more hidden units, each dropped with probability 1/2: alike by chance in less than 1e-9 of cases.
            assert not torch.equal(one, other), "after train(), two passes give the same: dropout does not act"


@check("mlp")
def test_mlp_gradients(student, rng):
    """Gradients flow back to the input and to the parameters of all layers."""
    for sizes in DEPTHS[:3]:
        module = network(student, "MLP", list(sizes))
        pairs = filled(chain(module, *sizes), rng)
        assert_gradients(module, dense, normal(5, sizes[0], rng=rng), pairs, rng)


@check("mlp", weight=0.5)
def test_mlp_sizes_unchanged(student):
    """The list of sizes stays as it was."""
    for sizes in DEPTHS:
        seen = student.probe(probes.sizes_after, sizes=list(sizes))
        built = seen["parameters"] > 0
        assert built, "this could not be judged: the MLP has no parameters"
        assert_equal(seen["sizes"], list(sizes), "your input sizes")


# 6 · residual_block


def residual(x, pairs):
    return F.relu(F.linear(F.relu(F.linear(x, *pairs[0])), *pairs[1])) + x


def residual_parameters(student, dim, rng):
    """A block, and the ways in which its four parameters may belong together: their shapes do not tell."""
    module = network(student, "ResidualBlock", dim)
    found = by_shape(module)
    weights, biases = found.get((dim, dim), []), found.get((dim,), [])
    if len(weights) != 2 or len(biases) != 2:
        counts = f"{len(weights)} of shape ({dim}, {dim}) and {len(biases)} of shape ({dim},)"
        raise Mismatch(f"this could not be judged: of parameters there must be two of each shape; there are {counts}")
    filled(list(zip(weights, biases, strict=True)), rng)
    ways = [list(zip(w, b, strict=True)) for w in permutations(weights) for b in permutations(biases)]
    return module, ways


def fitting(module, ways, x):
    """The way that explains the block's output on x, or the first where none does."""
    with torch.no_grad():
        y = module(x)
        for pairs in ways:
            expected = residual(x.double(), exact(pairs)).float()
            if isinstance(y, torch.Tensor) and y.shape == expected.shape and torch.allclose(y, expected, 1e-3, 1e-4):
                return pairs
    return ways[0]


@check("residual_block")
def test_residual_block_has_two_layers(student, rng):
    """The parameters are those of two Linear layers from dim to dim."""
    for dim in (3, 6, integer(8, 20, rng)):
        assert_parameters(network(student, "ResidualBlock", dim), linear_shapes(dim, dim, dim), f"ResidualBlock({dim})")


@check("residual_block", weight=3, hint="Follow a negative entry of x along the shortcut: what may change it?")
def test_residual_block_output(student, rng):
    """Two layers, each followed by ReLU, and x itself added at the end."""
    for dim in (3, 6, 1):
        module, ways = residual_parameters(student, dim, rng)
        x = 2 * normal(7, dim, rng=rng)
        pairs = fitting(module, ways, x)
        for given in (x, normal(dim, rng=rng), normal(2, 3, dim, rng=rng)):
            assert_output(module, residual, given, pairs)


@check("residual_block", weight=2, hint="The backward pass needs intermediate results. Does anything write over them?")
def test_residual_block_gradients(student, rng):
    """Gradients flow back through both paths to the input, and to all parameters."""
    for dim, n in [(3, 4), (6, 2)]:
        module, ways = residual_parameters(student, dim, rng)
        x = normal(n, dim, rng=rng)
        assert_gradients(module, residual, x, fitting(module, ways, x), rng)


@check("residual_block", effects=True, hint="Which operations write into the tensor that forward was given?")
def test_residual_block_input_unchanged(student, rng):
    """x keeps its values."""
    for shape in [(4, 3), (2, 3, 5)]:
        module = network(student, "ResidualBlock", shape[-1])
        x = normal(*shape, rng=rng)
        before = x.clone()
        with torch.no_grad():
            y = module(x)
        assert_unchanged(x, before, "your input x")
        assert_attempted(y, shape)


# 7 · mnist_model

MNIST = (784, 256, 128, 10)


def flat_dense(x, pairs):
    return dense(x.reshape(-1, 784), pairs)


@check("mnist_model", hint="784-256-128-10 with biases has 235,146 parameters.")
def test_mnist_model_parameters(student):
    """The parameters are those of 784-256-128-10, 235,146 numbers in all."""
    assert_parameters(network(student, "MNISTModel"), linear_shapes(*MNIST), "MNISTModel()")


@check("mnist_model", weight=2, hint="A logit may be any real number, and the logits of a row need not add up to 1.")
def test_mnist_model_logits(student, rng):
    """Rows of 784 numbers become 10 logits each: in evaluation mode ReLU after the hidden layers and nothing else."""
    module = network(student, "MNISTModel").eval()
    pairs = filled(chain(module, *MNIST), rng)
    for n in (5, 1):
        assert_output(module, flat_dense, normal(n, 784, rng=rng), pairs, "the result")


@check("mnist_model", weight=2, hint="All dimensions but the first belong to one image.")
def test_mnist_model_takes_images(student, rng):
    """Images of shape (N, 1, 28, 28) give the logits of their 784 pixels, also a single image."""
    module = network(student, "MNISTModel").eval()
    pairs = filled(chain(module, *MNIST), rng)
    for n in (4, 1):
        assert_output(module, flat_dense, normal(n, 1, 28, 28, rng=rng), pairs, "the result")


@check("mnist_model", weight=2, hint="After which layers are values dropped, how often, and in which mode?")
def test_mnist_model_dropout(student, rng):
    """In training mode a fifth of the values of both hidden layers is dropped; eval() switches that off."""
    module = network(student, "MNISTModel")
    chain(module, *MNIST)
    x = transparent(module, 784)
    with torch.no_grad():
        y = module(x)
        assert_tensor(y, shape=(ROWS, 10), dtype=torch.float32)
        assert_dropped(y, 0.2, 2)
        still = module.eval()(x)
        assert_close(still, torch.ones(ROWS, 10), what="the result after eval()", **NETWORK)
        assert_dropped(module.train()(x), 0.2, 2)


@check("mnist_model")
def test_mnist_model_gradients(student, rng):
    """Gradients flow back to the image and to the parameters of all layers."""
    module = network(student, "MNISTModel").eval()
    pairs = filled(chain(module, *MNIST), rng)
    for shape in [(3, 784), (2, 1, 28, 28)]:
        assert_gradients_roughly(module, flat_dense, normal(*shape, rng=rng), pairs, rng)


# 8 · conv_net

CONV = [(32, 1, 3, 3), (64, 32, 3, 3), (128, 3136), (10, 128)]


def convolved(x, pairs):
    for weight, bias in pairs[:2]:
        x = F.max_pool2d(F.relu(F.conv2d(x, weight, bias, padding=1)), 2)
    return dense(x.flatten(1), pairs[2:])


@check("conv_net", hint="Add up each layer by hand: 421,642 in all, of which the convolutions have 18,816.")
def test_conv_net_parameters(student):
    """The parameters are those of the two convolutions and the two Linear layers, 421,642 numbers in all."""
    shapes = [shape for weight in CONV for shape in (weight, weight[:1])]
    assert_parameters(network(student, "ConvNet"), shapes, "ConvNet()")


@check("conv_net", weight=3, hint="Write the shape after each layer beside it, and what follows which layer.")
def test_conv_net_logits(student, rng):
    """Convolution, ReLU and max-pooling twice, then Linear, ReLU, Linear: 10 logits an image, in both modes."""
    module = network(student, "ConvNet")
    pairs = filled(layers(module, *CONV), rng)
    for n, training, mode in ((4, True, "training"), (2, False, "evaluation")):
        x = normal(n, 1, 28, 28, rng=rng)
        assert_output(module.train(training), convolved, x, pairs, f"the result in {mode} mode")


@check("conv_net", weight=2, hint="Which of your lines would be another one for another number of images?")
def test_conv_net_any_batch(student, rng):
    """Batches of any size work, one image included: the result has shape (N, 10)."""
    module = network(student, "ConvNet")
    layers(module, *CONV)
    for n in (1, 3, 17):
        with torch.no_grad():
            y = module(normal(n, 1, 28, 28, rng=rng))
        assert_tensor(y, shape=(n, 10), dtype=torch.float32, what="the result")
        assert_attempted(y, (n, 10))


@check("conv_net", weight=0.5)
def test_conv_net_images_are_independent(student, rng):
    """An image's logits do not depend on the other images of its batch."""
    module = network(student, "ConvNet")
    filled(layers(module, *CONV), rng)
    x = normal(4, 1, 28, 28, rng=rng)
    with torch.no_grad():
        whole, alone = module(x), module(x[2:3])
    assert_attempted(whole, (4, 10))
    assert_attempted(alone, (1, 10))
    assert_close(alone, whole[2:3], what="the result for one image alone", **NETWORK)


@check("conv_net")
def test_conv_net_gradients(student, rng):
    """Gradients flow back to the images and to the parameters of all layers."""
    module = network(student, "ConvNet")
    pairs = filled(layers(module, *CONV), rng)
    assert_gradients_roughly(module, convolved, normal(2, 1, 28, 28, rng=rng), pairs, rng)


# 9 · batchnorm_mlp

NORMED = [(4, 7, 3), (3, 8, 5, 2), (6, 2)]


def batchnorm_shapes(*sizes):
    return linear_shapes(*sizes) + [(width,) for width in sizes[1:-1] for _ in range(2)]


def parts(module):
    """The parameters and buffers of each part, by the names that torch gives them."""
    found = {}
    for name, tensor in [*module.named_parameters(), *module.named_buffers()]:
        owner, _, leaf = name.rpartition(".")
        found.setdefault(owner, {})[leaf] = tensor
    return found.values()


def blocks(module, sizes, rng):
    """For each hidden layer (weight, bias, factor, shift, running mean, running variance), then the last layer.

    All get random values. What is missing is None.
    """
    linear, norms = {}, {}
    for part in parts(module):
        weight = part.get("weight")
        if weight is not None and weight.ndim == 2:
            linear.setdefault(tuple(weight.shape), []).append((weight, part.get("bias")))
        elif weight is not None and weight.ndim == 1:
            names = ("weight", "bias", "running_mean", "running_var")
            norms.setdefault(tuple(weight.shape), []).append(tuple(part.get(name) for name in names))
    found = []
    for before, after in pairwise(sizes):
        mine = linear.get((after, before), [])
        if len(mine) != 1:
            raise Mismatch(f"this could not be judged: there must be one Linear layer from {before} to {after}")
        filled(mine, rng)
        if after == sizes[-1]:
            return found, mine[0]
        norm = norms.get((after,), [])
        if len(norm) != 1:
            raise Mismatch(f"this could not be judged: there must be one BatchNorm1d for {after} features")
        with torch.no_grad():
            for tensor, values in zip(norm[0], normed_values(after, rng), strict=True):
                if tensor is not None:
                    tensor.copy_(values)
        found.append((*mine[0], *norm[0]))
    raise AssertionError("sizes end with the output's")


def normed_values(width, rng):
    """A factor, a shift, a running mean and a running variance, all far from those that a new layer has."""
    factor = 0.5 + torch.rand(width, generator=rng)
    factor[::2] *= -1
    return factor, normal(width, rng=rng), normal(width, rng=rng), 0.5 + 2 * torch.rand(width, generator=rng)


def normed(training):
    """Linear, BatchNorm, ReLU for each block, then Linear, in either mode."""

    def oracle(x, pairs):
        *hidden, last = pairs
        for weight, bias, factor, shift, mean, variance in hidden:
            x = F.linear(x, weight, bias)
            if training:
                mean, variance = x.mean(0), x.var(0, correction=0)
            x = F.relu((x - mean) / (variance + 1e-5).sqrt() * factor + shift)
        return F.linear(x, *last)

    return oracle


def trained_parts(hidden, last):
    """What `gradients` differentiates: without the running statistics, which are no parameters."""
    return [*(block[:4] for block in hidden), last]


def normed_in_training(x, pairs):
    *hidden, last = pairs
    return normed(True)(x, [*((*block, None, None) for block in hidden), last])


@check("batchnorm_mlp", hint="How many Linear and how many BatchNorm1d layers does the network have?")
def test_batchnorm_mlp_parameters(student, rng):
    """Every Linear layer has weight and bias, and every hidden one a BatchNorm1d of its own."""
    for sizes in [*NORMED, (integer(10, 15, rng), 9, integer(16, 20, rng), 3, 2)]:
        module = network(student, "BatchNormMLP", list(sizes))
        assert_parameters(module, batchnorm_shapes(*sizes), f"BatchNormMLP({list(sizes)})")


@check("batchnorm_mlp", weight=2, hint="Does the normalisation of one hidden layer know anything of the next one's?")
def test_batchnorm_mlp_norms_of_their_own(student, rng):
    """Hidden layers of equal width have each a BatchNorm1d of their own, with running statistics of its own."""
    width = integer(6, 9, rng)
    for hidden in (2, 3):
        sizes = [5, *[width] * hidden, 2]
        module = network(student, "BatchNormMLP", sizes)
        norms = [part for part in parts(module) if "running_mean" in part and "running_var" in part]
        if len(norms) != hidden:
            found = len(norms) or "none"
            raise Mismatch(f"{hidden} hidden layers need {hidden} normalisations with running statistics, not {found}")
        assert_parameters(module, batchnorm_shapes(*sizes), f"BatchNormMLP({sizes})")


@check(
    "batchnorm_mlp", weight=2, hint="In which order do Linear, BatchNorm1d and ReLU come, and what follows the last?"
)
def test_batchnorm_mlp_in_training(student, rng):
    """In training mode: Linear, normalisation with the batch's statistics, ReLU; the last Linear alone."""
    for sizes in NORMED:
        module = network(student, "BatchNormMLP", list(sizes)).train()
        hidden, last = blocks(module, sizes, rng)
        for n in (9, 16):
            assert_output(module, normed(True), 2 * normal(n, sizes[0], rng=rng) + 1, [*hidden, last])


@check("batchnorm_mlp", hint="What has a BatchNorm1d seen that has just been made, and in which mode is it?")
def test_batchnorm_mlp_begins_fresh(student, rng):
    """A new network is in training mode, and its running statistics are those of new layers: mean 0, variance 1."""
    for sizes in NORMED[:2]:
        module = network(student, "BatchNormMLP", list(sizes))
        fresh = [part for part in parts(module) if "running_mean" in part and "running_var" in part]
        if len(fresh) != len(sizes) - 2:
            raise Mismatch("this could not be judged: every hidden layer needs running statistics")
        for part in fresh:
            untouched = not part["running_mean"].any() and bool((part["running_var"] == 1).all())
            assert untouched, "the running statistics of a new network have moved: something was passed through it"
        training = all(part.training for part in module.modules())
        assert training, "a new network must be in training mode"


@check("batchnorm_mlp", hint="In training mode, BatchNorm1d remembers a moving average of what it saw.")
def test_batchnorm_mlp_running_statistics(student, rng):
    """A pass in training mode moves the running statistics a tenth of the way towards the batch's."""
    for sizes in NORMED[:2]:
        module = network(student, "BatchNormMLP", list(sizes)).train()
        hidden, _ = blocks(module, sizes, rng)
        before = [(block[4], block[5]) for block in hidden]
        if any(tensor is None for pair in before for tensor in pair):
            raise Mismatch("the running statistics are missing")
        before = [(mean.clone(), variance.clone()) for mean, variance in before]
        weight, bias = exact([hidden[0][:2]])[0]
        x = 2 * normal(12, sizes[0], rng=rng) + 1
        with torch.no_grad():
            y = module(x)
            assert_attempted(y, (12, sizes[-1]))
            seen = F.linear(x.double(), weight, bias)
        for block, old in zip(hidden, before, strict=True):
            for now, then in zip(block[4:], old, strict=True):
                assert not torch.equal(now, then), "the running statistics did not move"
        # Only the first layer's batch does not depend on what the other layers did.
        for now, then, batch in zip(hidden[0][4:], before[0], (seen.mean(0), seen.var(0)), strict=True):
            way, moved = batch.float() - then, now - then
            share = float(moved @ way / (way @ way))
            towards = 0 < share <= 1 and bool((moved - share * way).norm() <= 1e-3 * moved.norm())
            assert towards, "the running statistics did not move towards those of the batch"
            a_tenth = abs(share - 0.1) <= 1e-3
            assert a_tenth, "the running statistics moved by another share of the way than with default settings"


@check("batchnorm_mlp", weight=2, hint="In evaluation mode, a row's result does not depend on the other rows.")
def test_batchnorm_mlp_in_evaluation(student, rng):
    """In evaluation mode the running statistics are used, also for a single row, and they stay as they are."""
    for sizes in NORMED:
        module = network(student, "BatchNormMLP", list(sizes)).eval()
        hidden, last = blocks(module, sizes, rng)
        if any(tensor is None for block in hidden for tensor in block[4:]):
            raise Mismatch("the running statistics are missing")
        before = [(block[4].clone(), block[5].clone()) for block in hidden]
        for n in (9, 1):
            assert_output(module, normed(False), 2 * normal(n, sizes[0], rng=rng) + 1, [*hidden, last])
        for block, (mean, variance) in zip(hidden, before, strict=True):
            assert_unchanged(block[4], mean, "the running mean")
            assert_unchanged(block[5], variance, "the running variance")


@check("batchnorm_mlp")
def test_batchnorm_mlp_gradients(student, rng):
    """Gradients flow back to the input and to all parameters, through the batch's statistics."""
    for sizes in NORMED:
        module = network(student, "BatchNormMLP", list(sizes)).train()
        pairs = trained_parts(*blocks(module, sizes, rng))
        x = 2 * normal(8, sizes[0], rng=rng)
        for what, grad, right in gradients(module, normed_in_training, x, pairs, rng):
            # In front of a normalisation a bias has no effect: its gradient is 0 up to rounding.
            scale = max(float(right.abs().max()), 1.0)
            assert_close(grad, right, what=what, rtol=2e-3, atol=1e-3 * scale)


# 10 · normalize

# Where x / std − mean / std is computed, numbers of up to 40 cancel: that leaves 40 units in the last place.
SHIFTED = {"rtol": 1e-4, "atol": 1e-5}
SHIFTED_SLIGHTLY = {"rtol": 1e-12, "atol": 1e-12}  # the same in float64; float32 anywhere on the way leaves 1e-8
SHIFTED_ROUGHLY = {"rtol": 0.03, "atol": 0.4}  # in bfloat16, where the check is about dtypes


def statistics(channels, rng):
    """Means and deviations that float32 holds exactly."""
    mean = torch.randint(-40, 40, (channels,), generator=rng) / 16
    std = torch.randint(4, 40, (channels,), generator=rng) / 16 + torch.arange(channels) / 4
    return mean.tolist(), std.tolist()


def normalized(x, mean, std):
    """Channel by channel in float64."""
    channels = [(x[:, c].double() - m) / s for c, (m, s) in enumerate(zip(mean, std, strict=True))]
    return torch.stack(channels, dim=1).to(x.dtype)


def images(shape, rng):
    return 3 * normal(*shape, rng=rng)


@check("normalize", weight=2, hint="Statistics of shape (C,) line up with the last dimension. Where are the channels?")
def test_every_channel_has_its_own_statistics(student, rng):
    """Each channel is shifted and divided by its own numbers, in any number of channels and of any size."""
    for shape in [(2, 3, 4, 5), (4, 3, 3, 3), (1, 1, 6, 2), (3, 2, 2, 5), (2, 5, 3, 5)]:
        mean, std = statistics(shape[1], rng)
        x = images(shape, rng)
        with torch.no_grad():
            assert_close(network(student, "Normalize", mean, std)(x), normalized(x, mean, std), **SHIFTED)
            result = network(student, "Normalize", tuple(mean), tuple(std)).eval()(x)
            assert_close(result, normalized(x, mean, std), what="the result for tuples, in evaluation mode,", **SHIFTED)


@check("normalize", hint="register_buffer stores a tensor that belongs to the state and is not trained.")
def test_statistics_are_buffers(student, rng):
    """There are no parameters, and the state dict holds mean and std, in PyTorch's default dtype at first."""
    for channels in (3, 4):
        mean, std = statistics(channels, rng)
        module = network(student, "Normalize", mean, std)
        found = len(list(module.parameters()))
        assert found == 0, f"the module has {found} parameters; mean and std are given, not learned"
        stored = Counter(number for value in module.state_dict().values() for number in value.flatten().tolist())
        for values, what in ((mean, "mean"), (std, "std")):
            there = not Counter(values) - stored
            assert there, f"the numbers of {what}, as they were given, are not in the state dict"
        dtypes = {value.dtype for value in module.state_dict().values() if value.is_floating_point()}
        default = dtypes == {torch.get_default_dtype()}
        assert default, "the buffers of a new module are not in PyTorch's default dtype"


@check("normalize", weight=2, hint="What load_state_dict brings along is what forward must use.")
def test_loading_a_state_dict_brings_the_statistics(student, rng):
    """A module that loads another's state dict normalises as that one."""
    for channels in (3, 1):
        (mean, std), (other_mean, other_std) = statistics(channels, rng), statistics(channels, rng)
        x = images((2, channels, 4, 3), rng)
        module, other = network(student, "Normalize", mean, std), network(student, "Normalize", other_mean, other_std)
        state = module.state_dict()
        assert state, "the state dict is empty"
        other.load_state_dict(state)
        with torch.no_grad():
            assert_close(other(x), normalized(x, mean, std), what="the result after load_state_dict", **SHIFTED)


@check("normalize", hint=".to() and .double() take along what is registered with the module.")
def test_statistics_move_with_the_module(student, rng):
    """After .to(dtype), images of that dtype give a result of that dtype, as precise as it allows."""
    mean, std = statistics(3, rng)
    x = images((2, 3, 4, 5), rng)
    fine = x.double() + 1e-9 * normal(*x.shape, rng=rng, dtype=torch.float64)  # float32 cannot hold these
    for given, tolerance in [(fine, SHIFTED_SLIGHTLY), (x.to(torch.bfloat16), SHIFTED_ROUGHLY)]:
        dtype = given.dtype
        module = network(student, "Normalize", mean, std).to(dtype)
        with torch.no_grad():
            result = module(given)
        expected = normalized(given, mean, std)
        assert_close(result, expected, what=f"the result after .to({dtype})", **tolerance)
    module = network(student, "Normalize", mean, std).double()
    held = [value.dtype for value in module.state_dict().values() if value.is_floating_point()]
    kept = bool(held) and all(dtype == torch.float64 for dtype in held)
    assert kept, "after .double() the state dict holds no float64 numbers"


@check("normalize", hint="A buffer takes no gradient. Does that hold for the images, too?")
def test_gradients_reach_the_images(student, rng):
    """Gradients flow back to the images, channel by channel."""
    for shape in [(2, 3, 4, 5), (1, 2, 3, 3)]:
        mean, std = statistics(shape[1], rng)
        x = images(shape, rng).requires_grad_()
        y = network(student, "Normalize", mean, std)(x)
        assert_attempted(y, shape)
        assert y.requires_grad, "the result does not remember how it was made, so no gradient can flow back"
        upstream = normal(*shape, rng=rng)
        (grad,) = torch.autograd.grad(y, x, upstream, allow_unused=True)
        if grad is None:
            raise Mismatch("no gradient flows back to x")
        assert_close(grad, normalized(upstream, [0.0] * shape[1], std), what="the gradient of x", **SHIFTED)


@check("normalize", effects=True)
def test_images_unchanged(student, rng):
    """x keeps its values."""
    mean, std = statistics(3, rng)
    for shape in [(2, 3, 4, 3), (1, 3, 3, 3)]:
        x = images(shape, rng)
        before = x.clone()
        module = network(student, "Normalize", mean, std)
        with torch.no_grad():
            y = module(x)
        assert_unchanged(x, before, "your input x")
        assert_attempted(y, shape)


# 11 · init_weights


def initialised(student, model):
    seen = student.probe(probes.initialised, model=model)
    if not any(not torch.equal(seen["before"][name], after) for name, after in seen["after"].items()):
        raise Mismatch("nothing in the model has changed")
    return seen


def assert_kaiming(weight, fan_in, what):
    """Normal with mean 0 and std sqrt(2/fan_in). Each bound is six standard deviations and more of what it bounds, so a
    right answer fails with probability below 1e-8; fan-out or a missing factor 2 are wrong by 40 % and more."""
    n, std = weight.numel(), math.sqrt(2 / fan_in)
    w = weight.double()
    spread = abs(float(w.std(correction=0)) / std - 1) <= 6 / math.sqrt(2 * n)
    assert spread, f"the standard deviation of {what} is not that of Kaiming's normal initialisation"
    centred = abs(float(w.mean())) <= 6 * std / math.sqrt(n)
    assert centred, f"the mean of {what} is not 0"
    if n >= 10_000:
        # Beyond two standard deviations lie 4.55 % of a normal distribution and nothing of a uniform one.
        share = float((w.abs() > 2 * std).double().mean())
        shaped = abs(share - 0.0455) <= 6 * math.sqrt(0.0455 * 0.9545 / n)
        assert shaped, f"the values of {what} are not normally distributed"


@check(
    "init_weights", weight=2, hint="Which distribution is it, and what is fan_in? It counts the inputs of one output."
)
def test_linear_weights_are_kaiming_normal(student, rng):
    """The weights of Linear layers get mean 0 and the deviation sqrt(2/fan_in), normally distributed."""
    wide, narrow = integer(250, 300, rng), integer(60, 90, rng)
    model = nn.Sequential(nn.Linear(narrow, wide), nn.ReLU(), nn.Linear(wide, narrow, bias=False))
    seen = initialised(student, model)["after"]
    assert_kaiming(seen["0.weight"], narrow, f"the weight of a Linear layer from {narrow} to {wide}")
    assert_kaiming(seen["2.weight"], wide, f"the weight of a Linear layer from {wide} to {narrow}")


@check("init_weights", weight=2, hint="How many numbers does one output of a convolution add up?")
def test_convolution_weights_are_kaiming_normal(student, rng):
    """The weights of Conv2d layers too, where fan_in counts the input channels and the kernel's elements."""
    few, many = integer(6, 9, rng), integer(50, 60, rng)
    model = nn.Sequential(nn.Conv2d(few, many, (3, 5)), nn.Conv2d(many, few, 3), nn.Conv2d(few, many, 7, bias=False))
    seen = initialised(student, model)["after"]
    for name, fan_in in (("0", 15 * few), ("1", 9 * many), ("2", 49 * few)):
        weight = seen[f"{name}.weight"]
        assert_kaiming(weight, fan_in, f"the weight of shape {tuple(weight.shape)} of a Conv2d layer")


@check("init_weights")
def test_biases_are_zero(student, rng):
    """The biases of Linear and Conv2d layers become 0."""
    a, b = integer(5, 9, rng), integer(10, 15, rng)
    models = [nn.Sequential(nn.Conv2d(a, b, 3), nn.Flatten(), nn.Linear(b, a)), nn.Linear(a, b)]
    for model in models:
        seen = initialised(student, model)["after"]
        for name, value in seen.items():
            if name.endswith("bias"):
                assert_close(value, torch.zeros(value.shape), **EXACT, what=f"the bias {name}")


@check("init_weights", hint="children() stops at the first level. What does modules() give?")
def test_layers_at_any_depth(student, rng):
    """Layers are found at any depth, the model itself included, and each gets numbers of its own."""
    d = integer(50, 60, rng)
    inner = nn.ModuleDict({"a": nn.Linear(d, d), "b": nn.ModuleList([nn.Linear(d, d), nn.Tanh()])})
    nested = initialised(student, nn.Sequential(nn.Sequential(nn.Sequential(inner), nn.Linear(d, d)), nn.Linear(d, d)))
    weights = [value for name, value in nested["after"].items() if name.endswith("weight")]
    for weight in weights:
        assert_kaiming(weight, d, "the weight of a Linear layer deep in the model")
    same = any(torch.equal(one, other) for i, one in enumerate(weights) for other in weights[:i])
    assert not same, "layers of one shape got the same numbers"
    alone = initialised(student, nn.Linear(d, d))["after"]
    assert_kaiming(alone["weight"], d, "the weight of a model that is a Linear layer")


@check(
    "init_weights", hint="Ask what kind of layer a parameter belongs to, not how many dimensions or which name it has."
)
def test_other_layers_untouched(student, rng):
    """The parameters and buffers of all other layers stay as they were."""
    d = integer(4, 9, rng)
    norms = [nn.BatchNorm1d(d), nn.LayerNorm(d), nn.BatchNorm2d(d)]
    others = [nn.Embedding(30, d), nn.PReLU(d), nn.GRU(d, d), nn.Conv1d(d, d, 3), nn.ConvTranspose2d(d, 2, 3)]
    model = nn.Sequential(nn.Linear(d, d), nn.Sequential(*norms, *others[:2]), *others[2:])
    with torch.no_grad():
        for norm in norms:
            for tensor in norm.parameters():
                tensor.copy_(normal(*tensor.shape, rng=rng))
    seen = initialised(student, model)
    for name, before in seen["before"].items():
        if not name.startswith("0."):
            assert_unchanged(seen["after"][name], before, f"{name} of a layer that is neither Linear nor Conv2d")


@check("init_weights")
def test_model_is_changed_in_place(student, rng):
    """The parameters stay the same objects, frozen ones stay frozen, modes stay, and the result is None."""
    model = nn.Sequential(nn.Linear(5, 6), nn.Sequential(nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3)))
    model[0].weight.requires_grad_(False)
    model[1].eval()
    seen = initialised(student, model)
    changed = not torch.equal(seen["after"]["0.weight"], seen["before"]["0.weight"])
    assert changed, "this could not be judged: the weight of a Linear layer has not changed"
    same = seen["same objects"]
    assert same, "the parameters are other objects now: an optimizer would hold the old ones"
    assert_kept(seen["flags"], "requires_grad")
    assert_kept(seen["modes"], "the mode")
    nothing = seen["returned"] == "NoneType"
    assert nothing, "init_weights must return None: it changes the model"


@check("init_weights", hint="Whose random numbers do your weights come from, and whose do they change?")
def test_drawn_from_the_global_generator(student, rng):
    """The weights come from PyTorch's global generator, and nothing seeds it."""
    model = nn.Sequential(nn.Linear(6, 7), nn.Conv2d(2, 3, 3))
    one, other = seeds(rng)
    seen = student.probe(probes.draws_after_initialising, model=model, seeds=[one, other, one])
    first, second, again = seen["states"]
    for name in ("0.weight", "1.weight"):
        drawn = not torch.equal(first[name], model.state_dict()[name])
        assert drawn, "this could not be judged: the weight of a layer has not changed"
        assert not torch.equal(first[name], second[name]), "the weights are the same whatever the seed was before"
        assert torch.equal(first[name], again[name]), "the weights are not drawn from PyTorch's global generator"
    assert not torch.equal(*seen["draws"][:2]), SEEDED


# 12 · weights_file

FORMATS = {"torch": "weights.pt", "safetensors": "weights.safetensors"}


def a_model(rng, width=6):
    """A model with parameters and buffers, none of them as a new model has them; some frozen, some in eval mode."""
    model = nn.Sequential(
        nn.Conv2d(1, width, 3), nn.BatchNorm2d(width), nn.Sequential(nn.Flatten(), nn.Linear(width, 3))
    )
    with torch.no_grad():
        for tensor in [*model.parameters(), *model.buffers()]:
            if tensor.is_floating_point():
                tensor.copy_(normal(*tensor.shape, rng=rng).abs() + 0.1)
            else:
                tensor.fill_(integer(3, 99, rng))
    model[0].weight.requires_grad_(False)
    model[1].eval()
    return model


def state_of(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def assert_same_state(actual, expected, what):
    assert_type(actual, dict, what)
    for names, verb in ((expected.keys() - actual.keys(), "lacks"), (actual.keys() - expected.keys(), "has besides:")):
        if names:
            raise Mismatch(f"{what} {verb} {', '.join(sorted(names))}")
    for name, value in expected.items():
        assert_close(actual[name], value, **EXACT, what=f"{name} in {what}")


def assert_loaded(seen, state, what="the model after load_weights"):
    if seen["problem"] is not None:
        raise Mismatch(f"load_weights raised {seen['problem']} for a file that fits")
    assert_same_state(seen["state"], state, what)


def assert_loads(student, model, state, name):
    """load_weights works on a file that fits, so that what it refuses says something."""
    seen = student.probe(probes.weights_loaded, model=model, state=state, name=name)
    names = dict(model.named_parameters())
    if seen["problem"] is not None or any(not torch.equal(seen["state"][key], state[key]) for key in names):
        raise Mismatch("this could not be judged: load_weights does not load a file that fits")


@check(
    "weights_file", weight=2, hint="A state dict is what goes into the file: names and tensors, nothing that is code."
)
def test_file_holds_the_state_dict(student, rng):
    """save_weights writes the state dict and nothing else, for any path that does not end in .safetensors."""
    for name in ("weights.pt", "some.folder/deeper/model.bin", "a.safetensors.folder/weights"):
        model = a_model(rng)
        seen = student.probe(probes.file_written, model=model, name=name)
        there = seen["there"]
        assert there, "there is no file at the path"
        if not isinstance(seen["torch"], dict):
            raise Mismatch(f"torch.load(path, weights_only=True) {seen['torch']}")
        assert_same_state(seen["torch"], state_of(model), "the file")


@check("weights_file", weight=2, hint="The safetensors package has save_file and load_file for PyTorch.")
def test_safetensors_file(student, rng):
    """For a path that ends in .safetensors, save_weights writes that format, buffers included."""
    for name in ("weights.safetensors", "folder.pt/model.safetensors"):
        model = a_model(rng)
        seen = student.probe(probes.file_written, model=model, name=name)
        there = seen["there"]
        assert there, "there is no file at the path"
        if not isinstance(seen["safetensors"], dict):
            raise Mismatch("the file is not in the safetensors format")
        assert_same_state(seen["safetensors"], state_of(model), "the file")


@check("weights_file", weight=2)
def test_load_fills_the_model(student, rng):
    """load_weights fills a model from a file of either format, buffers too, whoever wrote the file."""
    for name in ("weights.pt", "weights.safetensors", "a.safetensors.folder/model.bin", "folder.pt/w.safetensors"):
        model, state = a_model(rng), state_of(a_model(rng))
        assert_loaded(student.probe(probes.weights_loaded, model=model, state=state, name=name), state)


@check("weights_file")
def test_there_and_back(student, rng):
    """What save_weights wrote, load_weights reads."""
    for name in (*FORMATS.values(), "folder/weights.pth"):
        model, other = a_model(rng), a_model(rng)
        seen = student.probe(probes.there_and_back, model=model, other=other, name=name)
        assert_loaded(seen, state_of(model))


@check("weights_file", weight=2)
def test_flags_and_modes_stay(student, rng):
    """Saving leaves the model alone; loading leaves requires_grad, modes and the parameter objects as they were."""
    for name in FORMATS.values():
        model, state = a_model(rng), state_of(a_model(rng))
        saved = student.probe(probes.file_written, model=model, name=name)
        there = saved["there"]
        assert there, "this could not be judged: there is no file at the path"
        for key, before in saved["values"][0].items():
            assert_unchanged(saved["values"][1][key], before, f"{key} of the saved model")
        loaded = student.probe(probes.weights_loaded, model=model, state=state, name=name)
        if loaded["problem"] is not None or all(torch.equal(loaded["state"][k], state_of(model)[k]) for k in state):
            raise Mismatch("this could not be judged: load_weights changes nothing in the model")
        for seen, verb in ((saved, "saving"), (loaded, "loading")):
            assert_kept(seen["flags"], f"after {verb}, requires_grad")
            assert_kept(seen["modes"], f"after {verb}, the mode")
        same = loaded["same objects"]
        assert same, "the parameters are other objects after loading: an optimizer would hold the old ones"


def misfits(rng):
    """State dicts that do not fit a_model, in words: other shapes, a name missing, one too many, another name."""
    state = state_of(a_model(rng))
    last = list(state)[-1]
    missing = {name: value for name, value in state.items() if name != last}
    return {
        "another shape": state_of(a_model(rng, width=5)),
        "one tensor of another shape": {**state, last: state[last][:1]},  # which would broadcast
        "one tensor's numbers in another shape": {**state, last: state[last][None]},
        "a missing name": missing,
        "a name too many": {**state, "extra": torch.zeros(2)},
        "another name": {**missing, "renamed": state[last].clone()},
    }


@check("weights_file", weight=2, hint="A file that does not fit must not pass in silence.")
def test_a_file_that_does_not_fit_is_an_error(student, rng):
    """load_weights raises where names or shapes do not match."""
    for name in FORMATS.values():
        model = a_model(rng)
        assert_loads(student, a_model(rng), state_of(model), name)
        states = misfits(rng)
        tried = student.probe(probes.each_loaded, model=model, states=list(states.values()), name=name)
        for what, seen in zip(states, tried, strict=True):
            refused = seen["problem"] is not None
            assert refused, f"a file with {what} was loaded without an exception"


@check(
    "weights_file",
    weight=2,
    hint="load_state_dict copies what fits before it raises. How can one know beforehand that a file fits?",
)
def test_a_file_that_does_not_fit_changes_nothing(student, rng):
    """Where load_weights raises, the model is as it was, down to the last number."""
    for name in FORMATS.values():
        model = a_model(rng)
        assert_loads(student, a_model(rng), state_of(model), name)
        before = state_of(model)
        states = misfits(rng)
        tried = student.probe(probes.each_loaded, model=model, states=list(states.values()), name=name)
        for what, seen in zip(states, tried, strict=True):
            if seen["problem"] is None:
                raise Mismatch(f"this could not be judged: a file with {what} was loaded without an exception")
            for key, value in before.items():
                assert_unchanged(seen["state"][key], value, f"after an exception for {what}, {key} of the model")


@check("weights_file", weight=4, hint="Unpickling runs what the file asks for, unless only weights are allowed.")
def test_malicious_files_are_refused(student, rng):
    """A file with code in it is refused with an exception; the code does not run and the model stays as it was."""
    cases = [("pickle", "w.safetensors"), ("zip", "weights.pt"), ("legacy", "model.bin"), ("pickle", "weights.pth")]
    for kind, name in cases:
        model = a_model(rng)
        before = state_of(model)
        assert_loads(student, a_model(rng), before, name)
        seen = student.probe(
            probes.malicious_file_loaded, model=model, state=state_of(a_model(rng)), kind=kind, name=name
        )
        ran = seen["ran"]
        assert not ran, "loading the file ran the code in it"
        refused = seen["problem"] is not None
        assert refused, "a file with code in it was loaded without an exception"
        for key, value in before.items():
            assert_unchanged(seen["state"][key], value, f"after the exception, {key} of the model")


# 13 · layer_outputs


def two_levels(rng, training=True):
    """A model with parts that have parts, with weights of its own."""
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),
        nn.Sequential(nn.BatchNorm2d(4), nn.Tanh(), nn.Sequential(nn.AvgPool2d(2), nn.Flatten())),
        nn.Linear(36, 5),
    )
    with torch.no_grad():
        for tensor in [*model.parameters(), *model[1][0].buffers()]:
            if tensor.is_floating_point():
                tensor.copy_(normal(*tensor.shape, rng=rng).abs() / 2 + 0.2)
    return model.train(training)


def step_by_step(model, x):
    """The outputs of the leaves of nested Sequentials, by name; of a leaf that is used twice the last one."""
    names = {id(module): name for name, module in model.named_modules()}
    outputs = {}

    def walk(part, value):
        for child in part:
            if isinstance(child, nn.Sequential):
                value = walk(child, value)
            else:
                value = outputs[names[id(child)]] = child(value)
        return value

    with torch.no_grad():
        walk(model, x)
    return outputs


def assert_outputs(actual, expected):
    assert_type(actual, dict, "the result")
    missing, extra = sorted(expected.keys() - actual.keys()), sorted(map(str, actual.keys() - expected.keys()))
    if missing or extra:
        lacking = f"lacks {', '.join(map(repr, missing))}" if missing else ""
        spare = f"has {', '.join(map(repr, extra))}, which must not be there" if extra else ""
        raise Mismatch(f"the result {' and '.join(filter(None, (lacking, spare)))}")
    for name, value in expected.items():
        assert_close(actual[name], value, what=f"the output of {name!r}", **NETWORK)


@check(
    "layer_outputs", weight=2, hint="A hook knows its module, not its name. When is the name in your hook looked up?"
)
def test_every_leaf_by_name(student, rng):
    """The result maps the name of every leaf module, at any depth, to its output; containers are not in it."""
    for training in (True, False):
        model, x = two_levels(rng, training), normal(3, 1, 6, 6, rng=rng)
        assert_outputs(student.layer_outputs(model, x), step_by_step(model, x))


@check("layer_outputs", hint="Which module computes what is decided by forward, not by the order of the layers.")
def test_forward_of_its_own(student, rng):
    """It works on models with a forward of their own: another order of the layers, and one that is never called."""
    for n in (5, 1):
        x = normal(n, 3, rng=rng)
        seen = student.probe(probes.outputs_of_branched, x=x)
        state = {name: value.double() for name, value in seen["state"].items()}

        def linear(name, value, state=state):
            return F.linear(value, state[f"{name}.weight"], state[f"{name}.bias"])

        first = linear("first", x.double())
        inner = linear("blocks.0.0", first.tanh())
        outer = linear("blocks.1", inner.sigmoid())
        act = (outer + first.tanh()).tanh()
        expected = {
            "first": first, "act": act, "blocks.0.0": inner, "blocks.0.1": inner.sigmoid(), "blocks.1": outer,
            "last": linear("last", act),
        }  # fmt: skip
        assert_outputs(seen["outputs"], {name: value.float() for name, value in expected.items()})


@check("layer_outputs")
def test_leaf_called_twice_and_leaf_alone(student, rng):
    """A leaf that is called several times is there with its last output; a model that is a leaf has the name ""."""
    tanh = nn.Tanh()
    model, x = nn.Sequential(nn.Linear(4, 3), tanh, nn.Linear(3, 5), tanh), normal(2, 4, rng=rng)
    assert_outputs(student.layer_outputs(model, x), step_by_step(model, x))
    alone = nn.Linear(4, 3)
    with torch.no_grad():
        expected = {"": alone(x)}
    assert_outputs(student.layer_outputs(alone, x), expected)


@check("layer_outputs")
def test_outputs_are_detached(student, rng):
    """The outputs are detached: they keep no graph alive."""
    for shape in [(3, 1, 6, 6), (1, 1, 6, 6)]:
        model, x = two_levels(rng, training=False), normal(*shape, rng=rng)
        outputs = student.layer_outputs(model, x)
        assert_type(outputs, dict, "the result")
        judged = len(outputs) > 2 and all(isinstance(value, torch.Tensor) for value in outputs.values())
        assert judged, "this could not be judged: the result is not a dictionary of tensors"
        attached = any(value.requires_grad for value in outputs.values())
        assert not attached, "some outputs still require grad"
        assert_globals_unchanged(student)


def hooked(student, model, x):
    seen = student.probe(probes.hooked, model=model, x=x)
    if seen["problem"] is not None:
        raise Mismatch(f"this could not be judged: layer_outputs raised {seen['problem']}")
    if not seen["names"]:
        raise Mismatch("this could not be judged: the result is not a dictionary with outputs by name")
    return seen


@check("layer_outputs", weight=2, hint="register_forward_hook returns a handle. What is it for?")
def test_no_hook_is_left(student, rng):
    """Forward hooks collect the outputs; afterwards none of yours is left, and those that were there before are."""
    for training in (True, False):
        seen = hooked(student, two_levels(rng, training), normal(3, 1, 6, 6, rng=rng))
        before, after = seen["hooks"]
        watched = all(seen["during"])
        assert watched, "while the model ran, not every leaf had a forward hook: the outputs came about in another way"
        assert after <= before, "some of your hooks are left on the model"
        stayed = seen["stayed"] and after == before
        assert stayed, "hooks that were there before are gone"


@check("layer_outputs", hint="What runs in Python whether or not an exception was raised?")
def test_no_hook_is_left_after_an_exception(student, rng):
    """Where the forward pass raises, that exception comes out, and no hook is left either."""
    model = two_levels(rng)
    hooked(student, model, normal(3, 1, 6, 6, rng=rng))
    for shape in [(3, 1, 8, 8), (3, 2, 6, 6)]:  # the last layer cannot take the first, no layer the second
        seen = student.probe(probes.hooked, model=model, x=normal(*shape, rng=rng))
        if seen["problem"] is None:
            raise Mismatch("the exception of the forward pass did not come out of layer_outputs")
        assert_equal(seen["problem"], "RuntimeError", "the type of the exception that comes out")
        before, after = seen["hooks"]
        assert after <= before, "after an exception some of your hooks are left on the model"
        stayed = seen["stayed"] and after == before
        assert stayed, "hooks that were there before are gone"


@check("layer_outputs")
def test_one_pass_in_the_mode_that_was(student, rng):
    """The model is called once and its layers keep their modes."""
    for training in (True, False):
        model = two_levels(rng, training)
        model[1][1].train(not training)
        seen = hooked(student, model, normal(3, 1, 6, 6, rng=rng))
        assert_kept(seen["modes"], "the mode")
        once = all(count == 1 for count in seen["calls"])
        assert once, "the layers of the model itself did not run exactly once"


# Quiz


def assert_answered(student, question, letter):
    answer = student.probe(probes.quiz_answer, question=question)
    if answer is None:
        raise Mismatch(f'there is no answer to "{question}" in a dictionary named answers')
    assert_type(answer, str, f"the answer to {question}")
    right = answer == letter
    assert right, "this is not the right answer"


@check("quiz")
def test_question_1(student):
    """Question 1: layers in a list."""
    assert_answered(student, "q1", "c")


@check("quiz")
def test_question_2(student):
    """Question 2: what eval() does."""
    assert_answered(student, "q2", "a")


@check("quiz")
def test_question_3(student):
    """Question 3: what a state dict holds."""
    assert_answered(student, "q3", "d")


@check("quiz")
def test_question_4(student):
    """Question 4: softmax before cross entropy."""
    assert_answered(student, "q4", "b")


@check("quiz")
def test_question_5(student):
    """Question 5: batch normalisation in eval mode."""
    assert_answered(student, "q5", "c")
