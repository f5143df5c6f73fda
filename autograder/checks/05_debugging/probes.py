"""Probes of 05_debugging: they build models and optimizers beside the student's code, and watch; no answers."""

import gc
import random
import warnings
import weakref

import numpy as np
import torch
from torch import nn


class _Notes(list):
    """What a model saw. A copy of the model writes into the same notes."""

    def __deepcopy__(self, memo):
        return self


class _Observed(nn.Module):
    """A model that notes at every call in which mode it is and whether a graph is recorded."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.notes = _Notes()

    def forward(self, x):
        output = self.inner(x)
        modes = [part.training for part in self.modules()]
        self.notes.append({"training": all(modes), "partly": any(modes), "graph": output.requires_grad})
        return output


def _observations(model):
    return {
        "calls": len(model.notes),
        "in training mode": sum(note["training"] for note in model.notes),
        "partly in training mode": sum(note["partly"] for note in model.notes),
        "graphs": sum(note["graph"] for note in model.notes),
    }


def _mode(model):
    modes = {part.training for part in model.modules()}
    return "mixed" if len(modes) > 1 else "train" if modes == {True} else "eval"


def _state(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def _gradients(model):
    return {name: None if p.grad is None else p.grad.detach().clone() for name, p in model.named_parameters()}


def _give(model, grads):
    for parameter, grad in zip(model.parameters(), grads, strict=True):
        parameter.grad = None if grad is None else grad.clone()


def loss_and_gradients(student, name, model, x, y, given):
    """A loss, and what its backward leaves in the parameters."""
    before = x.clone(), y.clone()
    loss = getattr(student, name)(model, x, y, **given)
    kept = {"inputs kept": torch.equal(x, before[0]) and torch.equal(y, before[1])}
    if not isinstance(loss, torch.Tensor):
        return {**kept, "loss": loss, "requires grad": False, "gradients": _gradients(model)}
    if loss.requires_grad:
        loss.sum().backward()
    return {**kept, "loss": loss.detach(), "requires grad": loss.requires_grad, "gradients": _gradients(model)}


# 1 · training_loop


def _made(kind, sizes):
    """A module; where its constructor forgot to call nn.Module's, that call is made for it."""
    try:
        return kind(*sizes)
    except AttributeError:
        model = kind.__new__(kind)
        nn.Module.__init__(model)
        model.__init__(*sizes)
        return model


def parameters_found(student, sizes, x):
    """How many numbers PyTorch finds in a Classifier, and what another one says that has been given all of them."""
    model, twin = _made(student.Classifier, sizes).eval(), _made(student.Classifier, sizes).eval()
    twin.load_state_dict(model.state_dict())
    with torch.no_grad():
        logits, of_twin = model(x), twin(x)
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "trainable": sum(p.numel() for p in model.parameters() if p.requires_grad),
        "saved": sum(value.numel() for value in model.state_dict().values()),
        "logits": logits,
        "of the twin": of_twin,
    }


def values_with_dropout(student, dropout, seed, models, calls):
    """How many different logits each of some small Classifiers gives for one point in training mode.

    With one input, one hidden unit and one class, what is dropped shows itself in the number of different answers.
    """
    torch.manual_seed(seed)
    numbers, x = [], torch.ones(1, 1)
    for _ in range(models):
        model = student.Classifier(1, 1, 1, dropout).train()
        with torch.no_grad():
            for p in model.parameters():
                p.copy_(torch.randn(p.shape))
            numbers.append(len({round(model(x).item(), 4) for _ in range(calls)}))
    return numbers


def trained(student, model, x, y, parts, lr, training):
    """Call train once for every number of epochs in `parts`, with gradients cleared in between."""
    model = _Observed(model)
    model.train(training)
    losses = []
    for epochs in parts:
        losses.append(student.train(model, x, y, epochs=epochs, lr=lr))
        model.zero_grad(set_to_none=True)
    return {"losses": losses, "weights": _weights(model.inner), **_observations(model)}


def _weights(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def measured(student, name, model, x, others, training, grads):
    """Call a function that evaluates a model, which comes in one mode or the other and with gradients in it."""
    model = _Observed(model)
    model.train(training)
    next(model.parameters()).requires_grad_(False)  # a frozen weight stays frozen
    trainable = [p.requires_grad for p in model.parameters()]
    _give(model, grads)
    result = getattr(student, name)(model, x, *others)
    needs_grad = isinstance(result, torch.Tensor) and result.requires_grad
    return {
        "result": result.detach() if isinstance(result, torch.Tensor) else result,
        "requires grad": needs_grad,
        "gradients on": torch.is_grad_enabled() and not torch.is_inference_mode_enabled(),
        "mode": _mode(model),
        "state": _state(model.inner),
        "gradients": _gradients(model.inner),
        "trainable": [p.requires_grad for p in model.parameters()] == trainable,
        **_observations(model),
    }


def points_learned(student, x, y, seed):
    """Train a Classifier as the notebook does; return its logits for the same points, in eval mode."""
    torch.manual_seed(seed)
    model = student.Classifier(2, 32, 3)
    losses = student.train(model, x, y)
    model.eval()
    with torch.no_grad():
        return {"losses": losses, "logits": model(x)}


# 4 · frozen_head


class _Pretrained(nn.Module):
    def __init__(self, inputs, width, classes):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(inputs, width), nn.Tanh())
        self.scale = nn.LayerNorm(width)  # neither features nor head, as most networks have
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        return self.head(self.scale(self.features(x)))


def prepared(student, sizes, num_classes, lr, seed):
    """Prepare a network for other classes; describe network and optimizer, and take two steps with known gradients."""
    torch.manual_seed(seed)
    network = _Pretrained(*sizes)
    old_head, old = network.head, dict(network.features.named_parameters())
    values = _state(network.features)
    network.features.eval()
    result = student.prepare(network, num_classes, lr)
    if not isinstance(result, tuple | list) or len(result) != 2:
        return {"pair": False}
    model, optimizer = result
    if not isinstance(model, nn.Module) or not isinstance(optimizer, torch.optim.Optimizer):
        return {"pair": False}
    held = [id(p) for group in optimizer.param_groups for p in group["params"]]
    own = {name: id(p) for name, p in model.named_parameters()}
    head, kept = getattr(model, "head", None), dict(network.features.named_parameters())
    seen = {
        "pair": True,
        "SGD": isinstance(optimizer, torch.optim.SGD),
        "same model": model is network,
        "held": {name: held.count(number) for name, number in own.items()},
        "others": sum(number not in own.values() for number in held),
        "new head": head is not old_head,
        "linear": isinstance(head, nn.Linear),
        "sizes": [getattr(head, "in_features", None), getattr(head, "out_features", None)],
        "bias": getattr(head, "bias", None) is not None,
        "features kept": kept.keys() == old.keys() and all(kept[name] is old[name] for name in old),
        "features in eval mode": not network.features.training,
        "features trainable": all(p.requires_grad for p in old.values()),
        "features before": values,
        "features after": _state(network.features),
        "logits": model(torch.ones(2, sizes[0])).detach(),
    }
    before, grads = _weights(model), {}
    for name, p in model.named_parameters():
        grads[name] = p.grad = torch.randn(p.shape)
    for _ in range(2):
        optimizer.step()
    return {**seen, "before": before, "grads": {n: g.clone() for n, g in grads.items()}, "after": _weights(model)}


# 8 · clipping


def _criterion(name):
    return {"mse": nn.MSELoss(), "l1": nn.L1Loss(), "cross-entropy": nn.CrossEntropyLoss()}[name]


def clipped(student, model, batches, criterion, lr, momentum, max_norm, grads=None):
    """Take one clipped step on each batch, with some gradients left over from before; weights after every step."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    if grads is not None:
        _give(model, grads)
    results, weights = [], []
    for batch in batches:
        results.append(student.clipped_step(model, tuple(batch), _criterion(criterion), optimizer, max_norm))
        weights.append(_weights(model))
    results = [r.detach() if isinstance(r, torch.Tensor) else r for r in results]
    return {"results": results, "weights": weights, "left": _gradients(model)}


# 9 · growing_memory


class _Token:
    """Something to hold a weak reference to."""


class _Mark(torch.autograd.Function):
    """The identity, with a token that lives as long as the graph does."""

    @staticmethod
    def forward(ctx, value, tokens):
        ctx.token = _Token()
        tokens.append(weakref.ref(ctx.token))
        return value.clone()

    @staticmethod
    def backward(ctx, grad):
        return grad, None


class _Marked(nn.Module):
    """A model that counts, at each call and its own included, how many graphs of its calls are alive."""

    def __init__(self, inner):
        super().__init__()
        self.inner, self.tokens, self.most = inner, [], 0

    def forward(self, x):
        output = _Mark.apply(self.inner(x), self.tokens)
        self.most = max(self.most, self.alive())
        return output

    def alive(self):
        if self.count() > 3:  # what nobody holds but a cycle is not kept
            gc.collect()
        return self.count()

    def count(self):
        return sum(token() is not None for token in self.tokens)


def history_of(student, model, x, y, batch_size, lr, once, training):
    """Train on batches, which can be gone through once only or not, and count the graphs alive meanwhile."""
    model = _Marked(model)
    model.train(training)
    batches = list(zip(x.split(batch_size), y.split(batch_size), strict=True))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = student.train_with_history(model, (batch for batch in batches) if once else batches, optimizer)
    seen = {
        "calls": len(model.tokens),
        "during": model.most,
        "after": model.alive(),
        "mode": _mode(model),
        "weights": _weights(model.inner),
    }
    if isinstance(history, list | tuple):
        history = type(history)(v.detach() if isinstance(v, torch.Tensor) else v for v in history)
    return {**seen, "history": history}


# 11 · device_error


def average_on_accelerator(student, sizes, state, x, upstream, help_with=None, back=False):
    """A PastAverage with given weights on the simulated accelerator; `back` moves it to the CPU again afterwards.

    `help_with` "attributes" moves tensors that are plain attributes of the module, "new tensors" makes the accelerator
    the default for tensors made in forward.
    """
    import simgpu

    model = student.PastAverage(*sizes)
    (layer,) = (part for part in model.modules() if isinstance(part, nn.Linear))
    layer.load_state_dict(state)
    before = model(x).detach().cpu() if back else None
    model.to("simgpu")
    if help_with == "attributes":
        for part in model.modules():
            for name, value in vars(part).items():
                if isinstance(value, torch.Tensor):
                    setattr(part, name, value.to("simgpu"))
    there = x.to("simgpu")
    if help_with == "new tensors":
        with torch.device("simgpu"):
            result = model(there)
    else:
        result = model(there)
    seen = {"device": result.device.type, "result": result.detach().cpu(), "accelerator": simgpu.is_available()}
    seen["parameters"] = sum(p.numel() for p in model.parameters())
    if result.requires_grad:
        result.backward(upstream.to(result.device))
    seen["gradients"] = {n: None if p.grad is None else p.grad.cpu() for n, p in layer.named_parameters()}
    if back:
        result = model.to("cpu")(x)
        seen["before"], seen["after"], seen["last device"] = before, result.detach().cpu(), result.device.type
    return seen


# 12 · late_schedule


def scheduler_for(optimizer, kind):
    schedulers = torch.optim.lr_scheduler
    return {
        "halved": lambda: schedulers.ExponentialLR(optimizer, gamma=0.5),
        "stairs": lambda: schedulers.StepLR(optimizer, step_size=2, gamma=0.1),
        "warm-up": lambda: schedulers.LambdaLR(optimizer, lambda epoch: (epoch + 1) / 5),
    }[kind]()


def fitted(student, model, batches, criterion, lr, kind, epochs):
    """Train with a scheduler; return the rates, the weights, where the scheduler stands and what PyTorch warned of."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    scheduler = scheduler_for(optimizer, kind)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        batches = [tuple(batch) for batch in batches]
        rates = student.fit(model, batches, _criterion(criterion), optimizer, scheduler, epochs)
    return {
        "rates": rates,
        "weights": _weights(model),
        "rate after": optimizer.param_groups[0]["lr"],
        "moved on": scheduler.last_epoch,
        "warned": sum("lr_scheduler.step()" in str(warning.message) for warning in caught),
    }


# 13 · chance_level


def shuffled(student, x, y, seeds, again):
    """Shuffle with a generator for each seed, `again` times in succession; what is drawn leaves notes."""
    states, found = _random_states(), []
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        found.append([student.shuffle(x, y, generator) for _ in range(again)])
    moved = [name for name, state in _random_states().items() if state != states[name]]
    return {"found": found, "moved": moved, "x": x, "y": y}


def _random_states():
    return {
        "PyTorch's random state": torch.default_generator.get_state().numpy().tobytes(),
        "NumPy's random state": repr(np.random.get_state()),
        "Python's random state": repr(random.getstate()),
    }


# 15 · tools


def gradients_reported(student, model, grads):
    """The report on a model with given gradients, as a list of pairs, and whether anything changed."""
    _give(model, grads)
    weights = _weights(model)
    report = student.gradient_report(model)
    seen = {"report": report, "names": [name for name, _ in model.named_parameters()], "mode": _mode(model)}
    seen["order"] = [str(name) for name in report] if isinstance(report, dict) else None
    seen["kept"] = all(torch.equal(value, weights[name]) for name, value in _weights(model).items())
    return {**seen, "left": _gradients(model)}


def finiteness(student, model, spoiled, missing):
    """Put numbers that are not finite into some parameters or gradients, and see what check_finite does.

    `spoiled` lists (name, "value" or "gradient", number); `missing` names parameters without a gradient.
    """
    places = dict(model.named_parameters())
    for name, p in places.items():
        p.grad = None if name in missing else torch.ones_like(p)
    for name, what, number in spoiled:
        if name in places:
            tensor = places[name].data if what == "value" else places[name].grad
            tensor.view(-1)[-1] = number
        else:
            model.get_buffer(name).view(-1)[-1] = number
    try:
        return {"returned": student.check_finite(model), "raised": None, "message": None}
    except Exception as problem:
        if isinstance(problem, NotImplementedError):
            raise
        return {"returned": None, "raised": [kind.__name__ for kind in type(problem).__mro__], "message": str(problem)}


def overfitted(student, model, x, y, criterion, lr, given, training):
    """Train on one batch; return the losses, the weights and the mode."""
    model.train(training)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = student.overfit_one_batch(model, (x, y), _criterion(criterion), optimizer, **given)
    return {"losses": losses, "weights": _weights(model), "buffers": dict(model.named_buffers()), "mode": _mode(model)}


def diagnosed(student, traces):
    """The word for each pair of lists, and whether the lists are as they were."""
    words, changed = [], 0
    for losses, norms in traces:
        mine, others = list(losses), list(norms)
        words.append(student.diagnose(mine, others))
        changed += repr((mine, others)) != repr((list(losses), list(norms)))
    return {"words": words, "changed": changed}


def quiz_answer(student, question):
    """The letter answered to one question, in lower case; None where there is no such answer."""
    answers = getattr(student, "answers", None)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer.strip().lower() if isinstance(answer, str) else answer
