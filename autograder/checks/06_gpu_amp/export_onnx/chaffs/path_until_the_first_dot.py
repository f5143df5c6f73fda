"""The path is cut at its first dot, to put an ending on. Folders have dots in their names, too: the file is to be where
`path` says."""


def export_onnx(model, path, example):
    training = model.training
    model.eval()
    target = str(path).partition(".")[0] + ".onnx"
    try:
        torch.onnx.export(model, (example,), target, dynamic_shapes=({0: torch.export.Dim("n")},), dynamo=True)
    finally:
        model.train(training)
