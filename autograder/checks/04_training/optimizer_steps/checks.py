"""Hidden checks of optimizer_steps."""

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_unchanged, check, mistakes

from ..common import asking, assert_settings_left, integer, normal
from . import probes

SHAPES = [(3, 4), (5,), (), (2, 1, 3)]


def leaves(rng, dtype=torch.float64):
    return [normal(*shape, rng=rng, dtype=dtype).requires_grad_() for shape in SHAPES]


def zeros_like(params):
    return [torch.zeros_like(param, requires_grad=False) for param in params]


def new_gradients(params, rng, step):
    """Gradients of very different sizes, so that eps shows, and a limit, too; now and then one of nothing but zeros."""
    sizes = [10.0 ** (4 - 3 * index - step % 3) for index in range(len(params))]
    grads = [normal(*p.shape, rng=rng, dtype=p.dtype) * size for p, size in zip(params, sizes, strict=True)]
    return [torch.zeros_like(g) if index == 1 and step % 4 == 3 else g for index, g in enumerate(grads)]


def assert_followed_by(student, name, optimizer_of, settings, rng, steps=20):
    """The parameters after each of the steps are those of PyTorch's optimizer with the same gradients."""
    params = leaves(rng)
    gradients = [new_gradients(params, rng, step) for step in range(steps)]
    start = [param.detach().clone() for param in params]
    seen = student.probe(probes.steps_taken, name=name, params=start, gradients=gradients, settings=settings)
    if seen["ready-made"]:
        raise Mismatch(
            f"{name} calls what torch.optim is made of; the exercise does without",
            mistake="The work is left to PyTorch's own optimizers: the exercise does without them.",
        )
    optimizer = optimizer_of(params)
    for step, mine in zip(gradients, seen["params"], strict=True):
        for param, grad in zip(params, step, strict=True):
            param.grad = grad.clone()
        optimizer.step()
        for value, param in zip(mine, params, strict=True):
            assert_close(value, param.detach(), what="a parameter after some steps")


LIMITED = (
    "Of large gradients less goes into the state than there is, of small ones all: they are cut off at some limit."
)


def only_the_large_are_too_small(state, right):
    """Whether the state is right but for large gradients, of which it holds too little."""
    wrong = [not torch.allclose(value, one, rtol=1e-6, atol=0) for value, one in zip(state, right, strict=True)]
    return wrong[0] and not wrong[2] and bool((state[0].abs() < right[0].abs()).all())


@check("optimizer_steps", weight=1.5)
def test_sgd_momentum(student, rng):
    """sgd_momentum_step does over 20 steps what torch.optim.SGD with momentum does."""
    for given in ({"momentum": 0.0}, {"momentum": 0.5}, {}):
        settings = {"lr": 0.01 * integer(1, 9, rng), **given}
        expected = {"momentum": 0.9, **settings}
        assert_followed_by(
            student, "sgd_momentum_step", lambda params, e=expected: torch.optim.SGD(params, **e), settings, rng
        )


@check("optimizer_steps", weight=2)
def test_adam(student, rng):
    """adam_step does over 20 steps what torch.optim.Adam does."""
    # Gradients as small as 1e-6 beside eps = 1e-8, and a large eps: where eps stands is worth far more than 1e-9.
    for settings in ({}, {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-4}, {"lr": 0.02, "eps": 1e-6}):
        assert_followed_by(
            student, "adam_step", lambda params, s=settings: torch.optim.Adam(params, **s), settings, rng
        )


@check("optimizer_steps", weight=0.75, hint="t counts from 1: what are the two corrections at t = 1?")
def test_first_step_of_adam(student, rng):
    """The very first step of Adam is one of length lr against the sign of the gradient."""
    start = [param.detach() for param in leaves(rng)]
    gradients = [[normal(*param.shape, rng=rng).sign() * 3 for param in start]]
    settings = {"lr": 0.01}
    seen = student.probe(probes.steps_taken, name="adam_step", params=start, gradients=gradients, settings=settings)
    for value, old, grad in zip(seen["params"][0], start, gradients[0], strict=True):
        # Adam's quotient is 3/(3 + 1e-8): 1 to eight digits.
        assert_close(value, old - 0.01 * grad.sign(), rtol=0, atol=1e-9, what="a parameter after t = 1")


@check("optimizer_steps", alone=False)
def test_state_changed_in_place(student, rng):
    """Parameters and state are changed in place, by the formulas of the statement; the functions return None."""
    # The last is a transposed one: its columns lie one after the other, so a `reshape` of it may be a copy.
    start = [*(param.detach() for param in leaves(rng)), normal(4, 3, rng=rng).t()]
    gradients = [new_gradients(start, rng, step) for step in range(3)]
    for name, settings, decays in [
        ("sgd_momentum_step", {"lr": 0.05}, [(0.9, 1.0, 1)]),
        ("adam_step", {}, [(0.9, 0.1, 1), (0.999, 0.001, 2)]),
    ]:
        seen = student.probe(probes.steps_taken, name=name, params=start, gradients=gradients, settings=settings)
        for state, what, (decay, share, power) in zip(seen["states"], "mv", decays, strict=False):
            right = [torch.zeros_like(param) for param in start]
            for step in gradients:
                right = [decay * old + share * grad**power for old, grad in zip(right, step, strict=True)]
            limited = LIMITED if only_the_large_are_too_small(state, right) else None
            for value, expected in zip(state, right, strict=True):
                called = "a velocity" if name == "sgd_momentum_step" else f"a tensor of {what}"
                with asking("Which tensor does `v = ...` change, and which does `v.mul_(...)`?"):
                    told = f"{called} after three steps"
                    assert_close(value, expected, what=told, atol=1e-18, mistake=limited)
        assert_equal(seen["results"], [None] * 3, f"what three calls of {name} return")
        for value, old in zip(seen["params"][-1], start, strict=True):
            moved = not torch.equal(value, old)
            if not moved and not old.is_contiguous():
                text = f"{name} left a parameter as it was that is not contiguous, such as a transposed one"
                raise Mismatch(text, mistake="A parameter that is not contiguous does not move.")
            assert moved, f"this could not be judged: {name} left a parameter as it was"
        for value, alias in zip(seen["params"][-1], seen["aliases"], strict=True):
            same = torch.equal(value, alias)
            if not same:
                raise Mismatch(
                    f"{name} gave a parameter other memory: who holds a view of it sees the old values",
                    mistake="The parameter gets other memory, as by an assignment to `.data`.",
                )
        for state, aliases in zip(seen["states"], seen["state aliases"], strict=True):
            if not all(torch.equal(value, alias) for value, alias in zip(state, aliases, strict=True)):
                raise Mismatch(
                    f"{name} gave a tensor of its state other memory: who holds a view of it sees the old values",
                    mistake="A tensor of the state gets other memory, as by an assignment to `.data`.",
                )


@check("optimizer_steps", weight=0.5, effects=True, alone=False)
def test_gradients_unchanged(student, rng):
    """The gradients stay as they were, and the parameters stay leaves that require grad."""
    for name in ("sgd_momentum_step", "adam_step"):
        params = leaves(rng)
        # A state as after some steps: added to a gradient in place, one of zeros would leave that as it is.
        state = [[normal(*param.shape, rng=rng) ** 2 for param in params] for _ in range(2)]
        for param in params:
            param.grad = normal(*param.shape, rng=rng)
        grads = [param.grad.clone() for param in params]
        before = [param.detach().clone() for param in params]
        if name == "adam_step":
            student.adam_step(params, *state, 1)
        else:
            student.sgd_momentum_step(params, state[0], 0.1)
        assert_settings_left(student.globals_changed())
        assert_settings_left(student.probe(probes.settings_left, name=name, params=before))
        for param, grad, old in zip(params, grads, before, strict=True):
            if param.grad is None:
                raise Mismatch(f"{name} took away the gradients", mistake="The gradients are cleared by the step.")
            assert_unchanged(param.grad, grad, f"a gradient given to {name}")
            if not param.requires_grad:
                raise Mismatch(
                    f"{name} took away a parameter's requires_grad", mistake=mistakes.switched("a parameter")
                )
            assert not torch.equal(param.detach(), old), "this could not be judged: a parameter is as it was"


@check("optimizer_steps", weight=0.5, effects=True, alone=False)
def test_missing_gradients_skipped(student, rng):
    """A parameter whose .grad is None is skipped, with its state, whatever went before; the others are not."""
    for name in ("sgd_momentum_step", "adam_step"):
        params = leaves(rng)
        states = [zeros_like(params) for _ in range(2)]

        def step(t, missing, name=name, params=params, states=states):
            for index, param in enumerate(params):
                param.grad = None if index == missing else normal(*param.shape, rng=rng)
            if name == "adam_step":
                student.adam_step(params, *states, t)
            else:
                student.sgd_momentum_step(params, states[0], 0.1)

        # First with a state of zeros, then with one that a gradient has left behind: it must rest as well.
        for t, missing in [(1, 1), (2, None), (3, 1)]:
            before = [param.detach().clone() for param in params]
            state_before = [state[1].clone() for state in states]
            step(t, missing)
            for index, param in enumerate(params):
                moved = not torch.equal(param.detach(), before[index])
                if index != missing:
                    if not moved:
                        text = f"{name} skipped a parameter with a gradient"
                        raise Mismatch(text, mistake="Where one parameter has no gradient, others are skipped with it.")
                elif moved:
                    text = f"{name} moved a parameter without a gradient"
                    raise Mismatch(text, mistake="A parameter without a gradient is moved all the same.")
            kept = all(torch.equal(state[1], old) for state, old in zip(states, state_before, strict=True))
            if missing is not None and not kept:
                text = f"{name} changed the state of a parameter without a gradient"
                raise Mismatch(
                    text, mistake="The state of a parameter without a gradient goes on. It is to rest as well."
                )
