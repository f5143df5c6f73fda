"""Probes of numpy_bridge: they run beside the student's code, observe, and know no answer."""

import numpy as np
import torch

LAYOUTS = {
    "whole": lambda a: a,
    "transposed": lambda a: a.T,
    "every other row": lambda a: a[::2],
    "one column": lambda a: a[:, :1],
    "one row": lambda a: a[1],
    "three dimensions": lambda a: a[:, None],
}


def write_on_both_sides(student, name, array, layout):
    """Make a tensor from an array, then write into the array and into the tensor, and note what each then shows."""
    own = array.copy()
    array = LAYOUTS[layout](own)
    tensor = getattr(student, name)(array)
    if not isinstance(tensor, torch.Tensor):
        return {"tensor": tensor}
    # Tensors made in inference mode may be written to in inference mode only.
    with torch.inference_mode():
        seen = {"tensor": tensor.clone()}
        _bump(array)
        seen["tensor after a write into the array"] = tensor.clone()
        if tensor.dtype == torch.bool:
            tensor.logical_not_()
        else:
            tensor += 1
    seen["array after both writes"] = array.copy()
    return seen


def _bump(array):
    """Add 1 to every number, turn every bool round."""
    if array.dtype == np.bool_:
        np.logical_not(array, out=array)
    else:
        np.add(array, 1, out=array)


def arrays_of_tensors_in_a_graph(student, x):
    """Convert a leaf that requires grad and a result computed from it, and ask both whether they still do."""
    with torch.enable_grad():
        leaf = x.clone().requires_grad_()
        result = leaf * 2
        return {
            "leaf": student.to_numpy(leaf),
            "result": student.to_numpy(result),
            "leaf requires grad": leaf.requires_grad,
            "result requires grad": result.requires_grad,
        }
