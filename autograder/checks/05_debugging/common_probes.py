"""What the probes of several exercises of 05_debugging share: it runs beside the student's code and knows no answer."""

import contextlib
import copy

import torch
from torch import nn
from torch.utils._pytree import tree_leaves


class _Notes(list):
    """What a model saw. A copy of the model writes into the same notes."""

    def __deepcopy__(self, memo):
        return self


_SWITCHED = (nn.modules.dropout._DropoutNd, nn.modules.batchnorm._BatchNorm)  # what training mode makes a difference to


class _Observed(nn.Module):
    """A model that notes at every call in which mode it is and whether a graph is recorded."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.notes = _Notes()

    def forward(self, x):
        output = self.inner(x)
        modes = [part.training for part in self.modules()]
        note = {"training": all(modes), "partly": any(modes), "graph": output.requires_grad}
        note["usual"] = any(part.training for part in self.modules() if isinstance(part, _SWITCHED))
        self.notes.append({**note, "rows": x.shape[:1].numel()})
        return output


def _observations(model):
    return {
        "calls": len(model.notes),
        "in training mode": sum(note["training"] for note in model.notes),
        "partly in training mode": sum(note["partly"] for note in model.notes),
        "usual layers in training mode": sum(note["usual"] for note in model.notes),
        "graphs": sum(note["graph"] for note in model.notes),
        "fewest rows": min((note["rows"] for note in model.notes), default=0),
    }


def _mode(model):
    modes = {part.training for part in model.modules()}
    return "mixed" if len(modes) > 1 else "train" if modes == {True} else "eval"


def _modes_asked_in(model):
    """A list that holds, when all is done, the mode in which the model was at each call."""
    modes = []
    model.register_forward_pre_hook(lambda module, inputs: modes.append(_mode(module)))
    return modes


def _state(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def _gradients(model):
    return {name: None if p.grad is None else p.grad.detach().clone() for name, p in model.named_parameters()}


def _give(model, grads):
    for parameter, grad in zip(model.parameters(), grads, strict=True):
        parameter.grad = None if grad is None else grad.clone()


class _Surroundings:
    """What a function finds and is not asked to change: its input tensors, modules, and what all code shares.

    Of modules, no numbers are looked at here, and modes only with `modes`.

    A seed shows itself in `torch.initial_seed`, while drawing does not: models with dropout may draw.
    """

    def __init__(self, *given, modes=False):
        _as_usual()
        self._modes = modes
        self.modules = [one for one in given if isinstance(one, torch.nn.Module)]
        self.owned = [_belongings(module, modes) for module in self.modules]
        self.tensors = [one for one in given if isinstance(one, torch.Tensor)]
        self.before = [tensor.detach().clone().requires_grad_(tensor.requires_grad) for tensor in self.tensors]
        self.shared = _shared()

    def changed(self):
        """In the words that a student reads."""
        pairs = list(zip(self.tensors, self.before, strict=True))
        alike = all(now.dtype == then.dtype and torch.equal(now, then) for now, then in pairs)
        reshaped = any(now.shape != then.shape for now, then in pairs)
        watched = any(now.requires_grad != then.requires_grad for now, then in pairs)
        how = "the shape of the inputs" if reshaped else "the inputs' requires_grad" if watched else "the inputs"
        inputs = [] if alike and not watched else [how]
        settings = [name for name, value in _shared().items() if value != self.shared[name]]
        for module, then in zip(self.modules, self.owned, strict=True):
            settings += [name for name, value in _belongings(module, self._modes).items() if value != then[name]]
        _as_usual()
        return settings + inputs


def _belongings(module, modes):
    owners = [*module.modules(), *module.parameters()]
    plain = (bool, int, float, str, type(None))
    own = [
        {n: v if isinstance(v, plain) else id(v) for n, v in vars(part).items() if n[0] != "_" and n != "training"}
        for part in module.modules()
    ]
    return {
        "the requires_grad of the model's parameters": [p.requires_grad for p in module.parameters()],
        "the hooks of the model or of its parameters": [_hooks(owner) for owner in owners],
        "what the model or one of its layers does when it is called": own,
        "the mode of the model or of a part of it": [part.training for part in module.modules() if modes],
    }


def _hooks(owner):
    """How many there are of each kind. A tensor's are attributes, too, but not in its `vars`."""
    names = ("_backward_hooks", "_post_accumulate_grad_hooks") if isinstance(owner, torch.Tensor) else vars(owner)
    return {name: len(getattr(owner, name) or ()) for name in names if name.endswith("_hooks")}


def _shared():
    deterministic, cudnn = torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn
    return {
        "the seed of PyTorch's random numbers": torch.initial_seed(),
        "the default dtype": torch.get_default_dtype(),
        "the default device": str(torch.get_default_device()),
        "the gradient mode": (torch.is_grad_enabled(), torch.is_inference_mode_enabled()),
        "autograd's anomaly detection": torch.is_anomaly_enabled(),
        "the choice of deterministic algorithms": (deterministic, cudnn.deterministic, cudnn.benchmark),
        "the precision of matrix products": torch.get_float32_matmul_precision(),
    }


def _as_usual():
    """PyTorch's settings as at the start: what a call or a cell has left on would hide that the next call does so."""
    torch.set_grad_enabled(True)
    torch.set_anomaly_enabled(False)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.use_deterministic_algorithms(False)
    torch.backends.cudnn.deterministic = torch.backends.cudnn.benchmark = False
    torch.set_float32_matmul_precision("highest")


def _switched_on(call, *models):
    """Names what a caller has switched off and finds on after a call: gradients for all, or of one frozen parameter.

    Whether the call gets anywhere without gradients does not matter: a training step cannot.
    """
    frozen = [parameter for model in models for parameter in list(model.parameters())[-1:]]
    for parameter in frozen:
        parameter.requires_grad_(False)
    with torch.no_grad():
        with contextlib.suppress(Exception):
            call()
        on = ["the gradient mode of a caller who had switched gradients off"] * torch.is_grad_enabled()
    return on + ["the requires_grad of the model's parameters"] * any(parameter.requires_grad for parameter in frozen)


def settings_left(student, name, arguments):
    """What a call changes of what all code shares, by name; and of results, when its tensors hold other numbers."""
    around, function = _Surroundings(), getattr(student, name)
    results = list(filter(torch.is_tensor, tree_leaves(function(*arguments))))
    before, changed = [one.detach().clone() for one in results], around.changed()
    for tensor in arguments:
        tensor.data.square_()
    again = list(filter(torch.is_tensor, tree_leaves(function(*arguments))))
    kept = all(torch.allclose(now, then, 0, 0, equal_nan=True) for now, then in zip(results, before, strict=True))
    changed += [] if kept else ["an earlier result"]
    same = len(again) == len(before) > 0 and all(map(torch.equal, again, before))
    return {"changed": changed + _switched_on(lambda: function(*arguments)), "same again": same}


def loss_and_gradients(student, name, model, x, y, given):
    """A loss, and what its backward leaves in the parameters."""
    around, state, mode = _Surroundings(model, x, y), _state(model), _mode(model)
    _give(model, [torch.ones_like(p) for p in model.parameters()])  # of a loss that somebody adds this one to
    loss = getattr(student, name)(model, x, y, **given)
    same = all(torch.equal(value, state[key]) for key, value in _state(model).items())
    kept = all(p.grad is not None and bool((p.grad == 1).all()) for p in model.parameters())
    more = ["the model's mode"] * (_mode(model) != mode) + ["the model's weights"] * (not same)
    more += ["the gradients that were there"] * (not kept)
    model.zero_grad()
    seen = {"changed": around.changed() + more, "requires grad": isinstance(loss, torch.Tensor) and loss.requires_grad}
    if seen["requires grad"]:
        loss.sum().backward()
    seen |= {"loss": loss.detach() if isinstance(loss, torch.Tensor) else loss, "gradients": _gradients(model)}
    seen["changed"] += _switched_on(lambda: getattr(student, name)(model, x, y, **given), model)
    return seen


def _answers(model):
    """A list that holds, when all is done, what the model answered at each call."""
    answers = []
    model.register_forward_hook(lambda module, inputs, answer: answers.append(answer.detach().clone()))
    return answers


def loss_and_answers(student, name, model, x, y):
    """A loss of a model in training mode, and all that the model answered for it."""
    answers = _answers(model.train())
    loss = getattr(student, name)(model, x, y)
    return {"loss": loss.detach() if isinstance(loss, torch.Tensor) else loss, "answers": answers}


def _weights(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def measured(student, name, model, x, others, training, grads):
    """Call a function that evaluates a model, which comes in one mode or the other and with gradients in it."""
    model = _Observed(model)
    model.train(training)
    next(model.parameters()).requires_grad_(False)  # a frozen weight stays frozen
    trainable = [p.requires_grad for p in model.parameters()]
    _give(model, grads)
    around, copies = _Surroundings(model, x, *others), copy.deepcopy((model.inner, x, others))
    result = getattr(student, name)(model, x, *others)
    needs_grad = isinstance(result, torch.Tensor) and result.requires_grad
    seen = {
        "result": result.detach() if isinstance(result, torch.Tensor) else result,
        "requires grad": needs_grad,
        "gradients on": torch.is_grad_enabled() and not torch.is_inference_mode_enabled(),
        "mode": _mode(model),
        "state": _state(model.inner),
        "gradients": _gradients(model.inner),
        "trainable": [trainable, [p.requires_grad for p in model.parameters()]],
        "changed": around.changed(),
        **_observations(model),
    }
    model, x, others = copies
    with torch.no_grad():  # a caller who has switched gradients off finds them off
        getattr(student, name)(model, x, *others)
        return {**seen, "gradients stay off": not torch.is_grad_enabled()}


def _criterion(name):
    return {"mse": nn.MSELoss(), "l1": nn.L1Loss(), "cross-entropy": nn.CrossEntropyLoss(), "uneven": _uneven}[name]


def _uneven(output, target):
    """A mean distance for which too little costs twice as much as too much: output and target cannot be exchanged."""
    over = output - target
    return torch.maximum(over, -2 * over).mean()
