"""Hidden checks of count_parameters."""

import math

import torch
from torch import nn

from autograder.expect import assert_equal, assert_type, assert_unchanged, check

from .. import common_probes
from ..common import assert_hooks_and_gradients_kept, assert_kept, assert_state_left, integer, linear_shapes
from . import probes


def assert_counts(student, cases, *options, what="the count of"):
    """Each case is a model in words, the model, and the number of elements."""
    calls = [(model, *options) for _, model, _ in cases]
    actual = student.probe(common_probes.results, name="count_parameters", calls=calls)
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
    # Odd numbers, beyond what float32 and float64 tell from their neighbours; only a model without values is as large.
    if student.probe(probes.counted_on_meta, in_features=a, out_features=b) != elements(*linear_shapes(a, b), (1,)):
        return  # another check asks for such models
    for few, many in [(8193, 2050 + 2 * integer(1, 99, rng)), (2**27 + 1, 2**27 + 2 * integer(1, 99, rng))]:
        count = student.probe(probes.counted_on_meta, in_features=few, out_features=many)
        assert_type(count, int, "the count of a large model")
        assert_equal(count, elements(*linear_shapes(few, many), (1,)), "the count of a large model")


@check("count_parameters")
def test_parameters_of_other_layers(student, rng):
    """Layers of all kinds count, also parameters that are not called weight or bias."""
    d, n = 2 * integer(2, 5, rng), integer(5, 12, rng)
    numbers = nn.ParameterList([torch.ones(()), torch.ones(n)])
    whole = torch.ones(2, n, 3 * d)
    whole_numbers = nn.Parameter(torch.ones(n, dtype=torch.int8), requires_grad=False)
    apart = nn.ParameterList([nn.Parameter(whole[0, :, ::3]), nn.Parameter(whole[1, :, 0])])
    cases = [
        ("an Embedding", nn.Embedding(n, d), n * d),
        ("a PReLU", nn.PReLU(n), n),
        ("a LayerNorm", nn.LayerNorm((n, d)), 2 * n * d),
        ("a GRU", nn.GRU(n, d), elements((3 * d, n), (3 * d, d), (3 * d,), (3 * d,))),
        ("a MultiheadAttention", nn.MultiheadAttention(d, 2), elements((3 * d, d), (3 * d,), (d, d), (d,))),
        ("a list of parameters, one of them without dimensions", numbers, 1 + n),
        ("a Linear layer of float64", nn.Linear(n, d).double(), elements(*linear_shapes(n, d))),
        ("a Linear layer of bfloat16", nn.Linear(n, d).bfloat16(), elements(*linear_shapes(n, d))),
        ("a list of parameters that lie in a larger tensor", apart, n * d + n),
        ("a list with a complex parameter", nn.ParameterList([torch.ones(n, d, dtype=torch.complex64)]), n * d),
        ("a list with a frozen parameter of int8", nn.ParameterList([whole_numbers]), n),
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
    # A buffer may have any name, be in the state dict or not, and lie in a module that is no normalisation.
    for count in student.probe(probes.counted_with_buffers, width=d):
        assert_equal(count, d * d + d, "the count of a Linear layer with buffers of its own")


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
    # Without numbers there is no memory by which parameters could be told apart.
    count = student.probe(probes.counted_without_values, model=alike)
    assert_equal(count, 2 * (d * d + d) + 4 * d, 'the count of a model on the device "meta"')
    count = student.probe(probes.counted_in_one_memory, width=d)
    assert_equal(count, 2 * d * d, "the count of two parameters that have the same memory and are two objects")


def partly_frozen(rng):
    """Models in words, with how many elements they have in all and to be trained."""
    a, b, c = integer(3, 9, rng), integer(10, 19, rng), integer(20, 29, rng)
    layer_frozen = nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Sequential(nn.Linear(b, c), nn.LayerNorm(c)))
    layer_frozen[0].requires_grad_(False)
    bias_frozen = nn.Sequential(nn.Linear(a, b), nn.Linear(b, c))
    bias_frozen[1].bias.requires_grad_(False)
    whole = elements(*linear_shapes(a, b, c))
    tied = nn.ModuleDict({"embed": nn.Embedding(b, a), "middle": nn.Linear(a, a), "out": nn.Linear(a, b)})
    tied["out"].weight = tied["embed"].weight
    tied["middle"].requires_grad_(False)
    tied_and_frozen = nn.ModuleDict({"embed": nn.Embedding(c, a), "out": nn.Linear(a, c)})
    tied_and_frozen["out"].weight = tied_and_frozen["embed"].weight.requires_grad_(False)
    evaluated = nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), nn.Linear(b, c)).eval()
    evaluated[0].bias.requires_grad_(False)
    return [
        ("a model with a frozen layer", layer_frozen, whole + 2 * c, elements(*linear_shapes(b, c)) + 2 * c),
        ("a model with a frozen bias", bias_frozen, whole, whole - c),
        ("a frozen layer", nn.Linear(a, c).requires_grad_(False), a * c + c, 0),
        ("a layer of which nothing is frozen", nn.Linear(c, b), c * b + b, c * b + b),
        ("a model with a tied weight and a frozen layer", tied, a * b + a * a + a + b, a * b + b),
        ("a model whose tied weight is frozen", tied_and_frozen, a * c + c, c),
        ("a model in eval mode", evaluated, whole + 2 * b, whole + 2 * b - b),
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


@check("count_parameters", hint="Does your function keep something from one call to the next?")
def test_counted_again(student, rng):
    """The same model counted again has as many, and what has been frozen meanwhile does not count as trained."""
    for _ in range(2):
        a, b, c = integer(3, 9, rng), integer(10, 19, rng), integer(20, 29, rng)
        first, second = elements(*linear_shapes(a, b)), elements(*linear_shapes(b, c))
        model = nn.Sequential(nn.Linear(a, b), nn.Sequential(nn.ReLU(), nn.Linear(b, c)))
        seen = student.probe(probes.counted_again, model=model)
        moments = [("once", "at first", second + first), ("twice", "a second time", second + first)]
        for moment, words, trained in [*moments, ("frozen", "after a layer has been frozen", second)]:
            assert_equal(seen[moment][0], first + second, f"the count of a model {words}")
            assert_equal(seen[moment][1], trained, f"with trainable_only=True, the count of a model {words}")


@check("count_parameters", weight=0.5, alone=False)
def test_counted_model_unchanged(student, rng):
    """The model stays as it was: its values, its mode, and which of its parameters require grad."""
    models = partly_frozen(rng)
    assert_state_left(student, "count_parameters", [(models[0][1],)], rng)
    assert_counts(student, [(words, model, right) for words, model, right, _ in models[:2]])
    for _, model, *_ in models[:2]:
        list(model.modules())[-1].eval()  # one part, and not the others
        seen = student.probe(probes.counted, model=model)
        judged = isinstance(seen["counts"][0], int) and seen["counts"][0] > 0
        assert judged, "this could not be judged: the count is not a positive integer"
        assert_kept(seen["flags"], "requires_grad")
        assert_kept(seen["modes"], "the mode")
        assert_hooks_and_gradients_kept(seen["hooks and gradients"])
        for name, before in seen["values"][0].items():
            assert_unchanged(seen["values"][1][name], before, f"{name} of the model")
