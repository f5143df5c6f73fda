"""A copy of the model is exported, so the model itself is not touched; the size is found dynamic by itself."""

import copy


def export_onnx(model, path, example):
    dynamic = {0: torch.export.Dim.AUTO}
    torch.onnx.export(copy.deepcopy(model).eval(), example, path, dynamo=True, dynamic_shapes=[dynamic])
