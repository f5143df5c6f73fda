"""Probes of constant_family: they run beside the student's code, observe, and know no answer."""

import torch


def family_devices(student, shape, value):
    """The names of the devices of the three tensors made like one on the meta device."""
    family = student.constant_family(torch.empty(shape, device="meta"), value)
    if not isinstance(family, (tuple, list)):
        return []
    return [str(getattr(member, "device", None)) for member in family]


def numbers_written_into(student, x, value):
    """Write another number into each of the three tensors, ask for three again, and return what both families show.

    `first` is None where the result is not a family of tensors with the shape of x.
    """
    first = student.constant_family(x, value)
    if not isinstance(first, (tuple, list)):
        return {"first": None, "second": None}
    if any(not isinstance(member, torch.Tensor) or member.shape != x.shape for member in first):
        return {"first": None, "second": None}
    with torch.inference_mode():  # where tensors may be written to whatever mode they were made in
        for index, member in enumerate(first):
            member[0, 0] = 5 + index
        first = [member.clone() for member in first]
    return {"first": first, "second": student.constant_family(x, value)}
