"""What the probes of several exercises of 06_gpu_amp share: it runs beside the student's code and knows no answer.

A device goes by a name: "cpu", "simgpu" or "cuda", which is the simulated accelerator under its other name. simgpu lies
beside the notebook and is imported where it is used, because this module is read by the grading process, too.
"""

import contextlib

import torch

_simulated = True


@contextlib.contextmanager
def _machine(name):
    """The machine on which a device of this name is at home; gives the module simgpu."""
    import simgpu

    if simgpu._cuda.depth:  # left on by an answer; its mode was taken off when this check began, and only that
        simgpu._cuda.depth = 1
        simgpu._cuda.__enter__()
        simgpu.disable_cuda()
    with simgpu.as_cuda() if name == "cuda" and _simulated else contextlib.nullcontext():
        yield simgpu


def _plain(tensor):
    return tensor.detach().cpu().clone()


def _kept(tensors, copies):
    """Which of the tensors, by name, hold the numbers that they held."""
    return {name: torch.equal(_plain(tensor), copies[name]) for name, tensor in tensors.items()}


def _state(model):
    return {name: _plain(parameter) for name, parameter in model.named_parameters()}


def _mode(model):
    modes = {part.training for part in model.modules()}
    return "train" if modes == {True} else "eval" if modes == {False} else "mixed"


def _settings():
    """What all code shares, by the words a student reads. A seed shows itself here, and drawing does not."""
    return {
        "the seed of PyTorch's random numbers": torch.initial_seed(),
        "the default dtype": torch.get_default_dtype(),
        "the default device": str(torch.get_default_device()),
        "the gradient mode": (torch.is_grad_enabled(), torch.is_inference_mode_enabled()),
        "the precision of float32 products": torch.get_float32_matmul_precision(),
        "the dtype of autocast": [torch.get_autocast_dtype(name) for name in torch._C._autocast_supported_devices()],
        "the cache of autocast": torch.is_autocast_cache_enabled(),
        "the choice of deterministic algorithms": torch.are_deterministic_algorithms_enabled(),
        "the detection of anomalies": torch.is_anomaly_enabled(),
        "the choice of algorithms in cuDNN": (torch.backends.cudnn.benchmark, torch.backends.cudnn.deterministic),
    }


def _owners(values):
    """The modules, optimizers and tensors among arguments, also those that lie in lists."""
    for value in values:
        if isinstance(value, (torch.nn.Module, torch.optim.Optimizer, torch.Tensor)):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from _owners(value)


def _belongings(owner):
    """What belongs to a model, a criterion, an optimizer or a tensor that is handed in, by the words a student reads.

    Neither numbers nor modes: those are judged where they are meant to change, or to stay.
    """
    if isinstance(owner, torch.Tensor):
        learns = (owner.requires_grad, owner.is_leaf and owner.grad is not None)
        return [("the requires_grad or the gradient of a tensor that it gets", learns)]
    if isinstance(owner, torch.optim.Optimizer):
        options = [{**group, "params": [*map(id, group["params"])]} for group in owner.param_groups]
        return [("the options of the optimizer", options), ("the hooks of the optimizer", _hooks(owner))]
    parameters = list(owner.parameters())
    return [
        ("the requires_grad of parameters", [p.requires_grad for p in parameters]),
        ("the hooks of modules or parameters", [_hooks(one) for one in [*owner.modules(), *parameters]]),
        ("what belongs to a module (its layers, its forward, its other attributes)", [*map(_own, owner.modules())]),
    ]


def _own(module):
    own = {name: value for name, value in vars(module).items() if not name.startswith("_") and name != "training"}
    plain = (bool, int, float, str, type(None))
    return {name: value if isinstance(value, plain) else id(value) for name, value in own.items()}, [
        *map(id, [*module._parameters.values(), *module._modules.values()])
    ]


def _hooks(owner):
    """How many there are of each kind. A tensor's are attributes, too, but not in its `vars`."""
    names = ("_backward_hooks", "_post_accumulate_grad_hooks") if isinstance(owner, torch.Tensor) else vars(owner)
    return {name: len(getattr(owner, name) or ()) for name in names if name.endswith("_hooks")}


def _watched(function):
    """The function, and a list of the settings, and of what belongs to its arguments, that its calls change."""
    changed = []

    def watched(*args, **kwargs):
        owners = list(_owners([*args, *kwargs.values()]))
        before, cudnn = _settings(), torch.backends.cudnn
        owned = [_belongings(owner) for owner in owners]
        try:
            return function(*args, **kwargs)
        finally:
            pairs = [(name, value, before[name]) for name, value in _settings().items()]
            for owner, old in zip(owners, owned, strict=True):
                pairs += [(name, now, then) for (name, now), (_, then) in zip(_belongings(owner), old, strict=True)]
            changed.extend(name for name, now, then in pairs if now != then and name not in changed)
            # The others are put back before each check; these, left as they are, would be so in the next call.
            cudnn.benchmark, cudnn.deterministic = before["the choice of algorithms in cuDNN"]
            torch.set_autocast_cache_enabled(before["the cache of autocast"])

    return watched, changed


def _thawed(call, model):
    """Names the flags of a model where a parameter that is frozen is no more after a call.

    Whether the call gets anywhere does not matter: it trains one layer less.
    """
    frozen = list(model.parameters())[-1:]
    for parameter in frozen:
        parameter.requires_grad_(False)
    with contextlib.suppress(Exception):
        call()
    return ["the requires_grad of parameters"] * any(parameter.requires_grad for parameter in frozen)


def _described(value):
    """A tensor in words and numbers; of anything else, its type."""
    kind = float if isinstance(value, float) else type(value)  # NumPy's float64 is a float
    seen = {"type": kind.__name__}
    if isinstance(value, (bool, int, float)):
        seen["number"] = kind(value)
    if isinstance(value, torch.Tensor):
        seen |= {"shape": tuple(value.shape), "device": value.device.type, "requires_grad": value.requires_grad}
        seen["value"] = _plain(value)
    return seen


def _optimizer(model, choice):
    """With two groups of parameters, as soon as there are two: what is for all of them is not for the first group."""
    kind, options = choice
    first, *others = model.parameters()
    groups = [{"params": [first]}, {"params": others}] if others else [{"params": [first]}]
    return getattr(torch.optim, kind)(groups, **options)


def _leave_gradients(model, size=1.0):
    """Gradients of something before, for whoever forgets to clear them."""
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, size)


# Mixed precision


class _Widened(torch.nn.Module):
    """A model that gives its outputs in float32 also under autocast, as one does that ends in a sum or a norm."""

    def __init__(self, inner):
        super().__init__()
        self.inner, self.training = inner, inner.training

    def forward(self, given):
        return self.inner(given).float()


class _Watched:
    """What a criterion gets, the dtypes of the logits and the targets, and what it gives."""

    def __init__(self, criterion):
        self.logits, self.targets, self.gave = [], [], []
        criterion.register_forward_pre_hook(self._note, with_kwargs=True)
        criterion.register_forward_hook(lambda *_: self.gave.append(_plain(_[-1])))

    def _note(self, _, args, kwargs):
        logits, y = [*args, *kwargs.values()]
        self.logits.append(str(logits.dtype))
        self.targets.append(y)


def _off():
    """Switch autocast off wherever it was left on, so that one check does not see another's traces."""
    for device in ("cpu", "simgpu" if _simulated else "cuda"):
        torch.set_autocast_enabled(device, False)
    torch.clear_autocast_cache()


# On a device that is really there


@contextlib.contextmanager
def as_it_is():
    """Nothing is simulated: the device called "cuda" is CUDA."""
    global _simulated
    _simulated = False
    try:
        yield
    finally:
        _simulated = True
