"""Probes of export_onnx: they run beside the student's code, observe, and know no answer."""

import os
import tempfile
import warnings

import torch
from torch import nn
from torch.nn import functional

from ..common_probes import _watched

# ONNX


class _OwnDropout(nn.Module):
    """Dropout that is no nn.Dropout: what it does depends on its mode alone."""

    def forward(self, given):
        return functional.dropout(given, 0.5, self.training)


def exported(student, model, example, batches, own_dropout=False, dotted=False):
    """export_onnx of a model; what onnxruntime makes of batches, and the model before and after.

    With `own_dropout`, the model ends in a module that is of no class of PyTorch's. A `dotted` path has dots before its
    last one.
    """
    import onnxruntime

    if own_dropout:
        model.append(_OwnDropout().train(model.training))
    before, mode = {k: v.clone() for k, v in model.state_dict().items()}, [part.training for part in model.modules()]
    seen = {"outputs": [], "problem": None}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        place = os.path.join(folder, "v1.2" if dotted else "v1")
        os.mkdir(place)
        path = os.path.join(place, "m.onnx")
        write, seen["settings"] = _watched(student.export_onnx)
        write(model, path, example)
        seen["there"] = os.path.isfile(path)
        seen["mode"] = [mode, [part.training for part in model.modules()]]
        after = model.state_dict()
        seen["weights unchanged"] = before.keys() == after.keys() and all(
            torch.equal(value, after[key]) for key, value in before.items()
        )
        if not seen["there"] or not batches:
            return seen
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = 4
        # Otherwise onnxruntime throws dropout out of the graph, whatever mode the file says.
        settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        onnxruntime.set_seed(0)
        try:
            runner = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
        except Exception as error:
            return seen | {"problem": type(error).__name__}
        for x in batches:
            try:
                (output,) = runner.run(None, {runner.get_inputs()[0].name: x.numpy()})
            except Exception as error:
                seen["outputs"].append(type(error).__name__)
            else:
                seen["outputs"].append(torch.from_numpy(output))
        return seen
