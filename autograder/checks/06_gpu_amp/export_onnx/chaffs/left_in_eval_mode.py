"""The model is left in eval mode. If it is trained further, dropout does nothing any more."""


def export_onnx(model, path, example):
    model.eval()
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
