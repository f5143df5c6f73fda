"""The file that the exporter puts beside the other one is gone: removed, or left behind where the other was moved from.
Without it the weights are missing, and nobody can read the model."""


def export_onnx(model, path, example):
    import os

    was_training = model.training
    model.eval()
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
    model.train(was_training)
    if os.path.exists(path + ".data"):
        os.remove(path + ".data")
