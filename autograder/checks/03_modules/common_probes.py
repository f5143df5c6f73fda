"""What the probes of several exercises of 03_modules share: it runs beside the student's code and knows no answer."""

import torch


def results(student, name, calls):
    """What a function of the student's returns for each list of arguments."""
    function = getattr(student, name)
    return [function(*args) for args in calls]


def _drawn_after(seed, act):
    """Seed the global generator, act, and draw; what came of it, and the numbers drawn."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return act(), torch.rand(4)


def _settings():
    return {
        "the default dtype": torch.get_default_dtype(),
        "the default device": str(torch.get_default_device()),
        "the gradient mode": (torch.is_grad_enabled(), torch.is_inference_mode_enabled()),
        "the precision of float32 products": torch.get_float32_matmul_precision(),
        "the choice of deterministic algorithms": torch.are_deterministic_algorithms_enabled(),
        "the detection of anomalies": torch.is_anomaly_enabled(),
        "the settings of cuDNN": (torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark),
        "the number of threads": torch.get_num_threads(),
    }


def _changed(before):
    return [key for key, value in _settings().items() if value != before[key]]


def _recording_after(act):
    """What is to be said of a call that switches the recording of gradients on where it was off: a list of what it
    changed. Where it is on, as usually, nobody sees that."""
    with torch.no_grad():
        act()
        return ["the gradient mode"] * torch.is_grad_enabled()


def draws_after_making(student, name, args, x, seeds):
    """Make a network and call it in both modes after each seed; the last output of training mode, what the generator
    gives after each, what changed. Its parameters may begin in any way: it gets others, so that it answers something.

    `shared` says whether two of the networks have a parameter in common, `hooked` whether a call runs a hook.
    """
    make, settings = getattr(student, name), _settings()
    networks, inputs = [], []

    def act():
        made = make(*(list(arg) if isinstance(arg, list) else arg for arg in args))
        networks.append(made)
        fill(made)
        inputs.append(given := x.clone())
        trained = made(given)
        if isinstance(made, torch.nn.Module):
            made.eval()(given)
        return trained

    seen = [_drawn_after(seed, act) for seed in seeds]
    changed = _changed(settings) or _recording_after(act)
    same = [given.shape == x.shape and torch.equal(given, x) and not given.requires_grad for given in inputs]
    changed += ["the input"] * (not all(same))
    output = seen[-1][0]
    output = output.detach() if isinstance(output, torch.Tensor) else output
    first, second, *_ = (_memory(made) for made in networks)
    return {
        "output": output,
        "draws": [draw for _, draw in seen],
        "changed": changed,
        "shared": bool(first & second),
        "hooked": _runs_hooks(networks[-1], x.clone()),
    }


def fill(made):
    """Numbers of both signs, no two alike, for the parameters of a network; none of them drawn."""
    with torch.no_grad():
        for parameter in made.parameters() if isinstance(made, torch.nn.Module) else ():
            parameter.copy_(torch.linspace(-1.0, 1.3, parameter.numel()).view(parameter.shape))


def _memory(made):
    """Where the parameters of a network lie."""
    if not isinstance(made, torch.nn.Module):
        return set()
    return {parameter.untyped_storage().data_ptr() for parameter in made.parameters() if parameter.numel()}


def _runs_hooks(made, x):
    """Whether a forward hook runs when a network is called; what is no network has none that could."""
    if not isinstance(made, torch.nn.Module):
        return True
    ran = []
    handle = made.register_forward_hook(lambda *_: ran.append(True))
    try:
        made(x)
    finally:
        handle.remove()
    return bool(ran)


def draws_after_calling(student, name, calls, seeds):
    """What the generator gives after all calls of a function, for each seed; the settings that the calls changed.

    Every call gets lists of its own, and `lists changed` says whether one of them is another afterwards.
    """
    function, settings, lists = getattr(student, name), _settings(), []

    def act():
        for args in calls:
            given = [list(arg) if isinstance(arg, list) else arg for arg in args]
            function(*given)
            lists.extend(now != then for now, then in zip(given, args, strict=True) if isinstance(then, list))

    draws = [_drawn_after(seed, act)[1] for seed in seeds]
    changed = _changed(settings) or _recording_after(act)
    return {"draws": draws, "changed": changed, "lists changed": any(lists)}


def sizes_after(student, name, sizes):
    """Make a network from a list; the list afterwards, how many parameters the network has, and whether it answers as
    before when its caller has used the list for something else."""
    given = list(sizes)
    made = getattr(student, name)(given)
    seen = {"sizes": list(given), "parameters": sum(p.numel() for p in made.parameters()), "kept": True}
    made.eval()
    x = torch.linspace(-1, 1, 2 * sizes[0]).view(2, sizes[0])
    before = _answer(made, x)
    given[:] = [1]
    after = _answer(made, x)
    if before is not None:  # or something else is wrong with it, and the list is not to blame
        seen["kept"] = after is not None and torch.equal(after, before)
    return seen


def _answer(made, x):
    """What a network answers, or None where it raises."""
    try:
        with torch.no_grad():
            return made(x.clone())
    except Exception:  # whatever a wrong network may raise
        return None


def modes_from_outside(student, name, args, x):
    """What a network answers in evaluation, twice, and for the first two rows alone, and then twice in training: where
    its own eval() and train() are called, and where those of a model are that it is a part of."""
    made = getattr(student, name)(*args)
    seen = []
    with torch.no_grad():
        for switched in (made, torch.nn.Sequential(made)):
            switched.train()
            switched.eval()
            answers = [made(rows.clone()) for rows in (x, x, x[:2])]
            switched.train()
            seen.append([*answers, made(x.clone()), made(x.clone())])
    return seen


def _state(model):
    named = [*model.named_parameters(), *model.named_buffers()]
    return {name: value.detach().clone() for name, value in named}


def _flags(model):
    return {name: parameter.requires_grad for name, parameter in model.named_parameters()}


def _hooks_and_gradients(model):
    """By name, how many hooks a part of the model has, and whether a parameter has a gradient."""
    parts = {name: vars(part) for name, part in model.named_modules()}
    hooks = {name: sum(len(own[kind] or ()) for kind in own if kind.endswith("_hooks")) for name, own in parts.items()}
    return {"hooks": hooks, "gradients": {name: p.grad is not None for name, p in model.named_parameters()}}


def _modes(model):
    return {name: module.training for name, module in model.named_modules()}
