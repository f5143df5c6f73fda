"""How the checks of 03_modules judge gradients: against the right ones, or, where values are wrong, against their own.

Wrong values cost their share in a check of values. Here they cost nothing more: a network that answers something else
can still carry gradients back to all of its parameters.
"""

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, mistakes

from .common import NETWORK, exact, normal


def no_graph(what="the input"):
    """What a result is that remembers nothing of an input that requires grad."""
    text = "the result does not remember how it was made, so no gradient can flow back"
    return Mismatch(text, mistake=mistakes.no_gradient(what))


def quoted(module):
    """The names of a module's parameters by their id, in quotes: whoever compares messages passes over what is quoted,
    because students choose names."""
    return {id(parameter): f"`{name}`" for name, parameter in module.named_parameters()}


def gradients(module, oracle, x, pairs, rng):
    """Yield a name, the gradient as the module gives it, and as it must be: of the input and of each parameter."""
    x = x.clone().requires_grad_()
    copies = exact(pairs)
    exact_x = x.detach().double().requires_grad_()
    expected = oracle(exact_x, copies)
    y = module(x)
    assert_tensor(y, shape=expected.shape)
    if not y.requires_grad:
        raise no_graph()
    upstream = normal(*expected.shape, rng=rng)
    names = quoted(module)
    own = [p for pair in pairs for p in pair if p is not None]
    theirs = [p for pair in copies for p in pair if p is not None]
    frozen = [names[id(p)] for p in own if not p.requires_grad]
    if frozen:
        text = f"no gradient can flow back to {frozen[0]}: it does not require grad"
        raise Mismatch(text, mistake="Some parameters are frozen: they do not require grad.")
    grads = torch.autograd.grad(y, [x, *own], upstream, allow_unused=True)
    wanted = torch.autograd.grad(expected, [exact_x, *theirs], upstream.double())
    words = ["the input", *(names[id(p)] for p in own)]
    assert_all_reached(grads, words)
    for name, grad, right in zip(words, grads, wanted, strict=True):
        yield f"the gradient of {name}", grad, right.float()


def assert_all_reached(grads, words, zeros=True):
    """A gradient flows back to each of these; with `zeros`, one of zeros will do.

    Where the path is cut tells one mistake from another.
    """
    reached = [grad is not None and (zeros or float(grad.norm()) > 0) for grad in grads]
    if not all(reached):
        first = reached.index(False)
        mistake = no_path(words[first]) if grads[first] is None else None
        raise Mismatch(f"no gradient flows back to {words[first]}", shows=reached, mistake=mistake)


def assert_reached(module, x, pairs):
    """Gradients flow back to the input and to all parameters, in a mode in which their values are not judged.

    Hundreds of values come through each layer: by chance, none arrives in less than 1e-9 of cases.
    """
    x = x.clone().requires_grad_()
    y = module(x)
    assert_tensor(y)
    if not y.requires_grad:
        raise no_graph()
    names = quoted(module)
    own = [p for pair in pairs for p in pair if p is not None]
    grads = torch.autograd.grad(y, [x, *own], torch.ones_like(y), allow_unused=True)
    assert_all_reached(grads, ["the input", *(names[id(p)] for p in own)])


def no_path(word):
    return (
        f"No path leads from the result back to {word}: it has no part in the result, or the graph is cut by "
        "`detach()`, `.data`, `no_grad()`, or a new tensor made of old values."
    )


def has_right_values(module, oracle, x, pairs):
    """Whether gradients can be held against the right ones; wrong values have cost their share in another check."""
    with torch.no_grad():
        y, expected = module(x), oracle(x.double(), exact(pairs))
    atol = NETWORK["atol"] * max(1.0, float(expected.abs().max()))
    alike = isinstance(y, torch.Tensor) and y.shape == expected.shape
    return alike and torch.allclose(y.double(), expected, NETWORK["rtol"], atol)


def assert_own_gradients(module, x, pairs, rng):
    """Every parameter and the input get the gradient of the module's own result, whatever that is.

    Each is moved a little along its gradient; a quarter allows for what float32 and the corners of ReLU make of that.
    """
    x = x.clone().requires_grad_()
    names = quoted(module) | {id(x): "the input"}
    tensors = [x, *(p for pair in pairs for p in pair if p is not None)]
    y = module(x)
    assert_tensor(y)
    if not y.requires_grad:
        raise no_graph()
    upstream = normal(*y.shape, rng=rng)
    size = 0.003 * float(y.detach().norm() * upstream.norm())
    grads = torch.autograd.grad(y, tensors, upstream, allow_unused=True)
    assert_all_reached(grads, [names[id(tensor)] for tensor in tensors], zeros=False)
    for tensor, grad in zip(tensors, grads, strict=True):
        step = min(0.01 * float(tensor.detach().norm()), size / float(grad.norm())) * grad / grad.norm()
        with torch.no_grad():
            tensor.add_(step)
            above = (module(x) * upstream).sum()
            tensor.sub_(2 * step)
            below = (module(x) * upstream).sum()
            tensor.add_(step)
        ratio = float((above - below) / (2 * (grad * step).sum()))
        near = abs(ratio - 1) <= 0.25
        assert near, f"the gradient of {names[id(tensor)]} is not that of the result"


def assert_gradients(module, oracle, x, pairs, rng):
    if not has_right_values(module, oracle, x, pairs):
        assert_own_gradients(module, x, pairs, rng)
        return
    for what, grad, right in gradients(module, oracle, x, pairs, rng):
        assert_close(grad, right, what=what, **NETWORK)


def assert_gradients_roughly(module, oracle, x, pairs, rng):
    """For networks with thousands of units: of those, one may lie so near 0 that rounding decides whether it is active.

    One unit changes a gradient by up to 15 % of its length; a wrong path back changes all of it.
    """
    if not has_right_values(module, oracle, x, pairs):
        assert_own_gradients(module, x, pairs, rng)
        return
    for what, grad, right in gradients(module, oracle, x, pairs, rng):
        assert_tensor(grad, shape=right.shape, what=what)
        near = bool((grad - right).norm() <= 0.3 * right.norm())
        assert near, f"{what} is wrong"
