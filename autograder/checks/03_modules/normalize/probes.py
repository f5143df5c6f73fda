"""Probes of normalize: they run beside the student's code, observe, and know no answer."""

import torch


def made_under(student, default, mean, std):
    """The state dict's tensors of a Normalize that is made while PyTorch's default dtype is another."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(default)
    try:
        module = student.Normalize(mean, std)
    finally:
        torch.set_default_dtype(before)
    return [value.clone() for value in module.state_dict().values() if value.is_floating_point()]


def loaded(student, source, target, x):
    """Make two modules, call the second and load the first one's state dict into it; its results before and after.

    All of it happens here, so that a method or a hook of the student's own that loading calls is called.
    """
    module, other = student.Normalize(*source), student.Normalize(*target)
    state = module.state_dict()
    with torch.no_grad():
        before = other(x.clone())
        other.load_state_dict(state)
        return {"names": list(state), "before": before, "after": other(x.clone())}


def moved(student, mean, std, dtype, x):
    """The result of a module that is brought to a dtype here, so that a method of the student's own sees it."""
    with torch.no_grad():
        return student.Normalize(mean, std).to(dtype)(x)


def moved_and_loaded(student, source, target, dtype, x):
    """The result of a module that was brought to a dtype first and got another one's state dict then."""
    module, other = student.Normalize(*source).to(dtype), student.Normalize(*target).to(dtype)
    with torch.no_grad():
        other.load_state_dict(module.state_dict())
        return other(x)


def lists_changed(student, mean, std):
    """Whether a list that a Normalize was made of is another afterwards."""
    given = list(mean), list(std)
    student.Normalize(*given)
    return given != (mean, std)
