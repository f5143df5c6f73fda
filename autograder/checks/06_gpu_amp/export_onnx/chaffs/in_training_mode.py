"""The model is exported in the mode in which it is. In train mode, dropout goes on dropping in the file."""


def export_onnx(model, path, example):
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
