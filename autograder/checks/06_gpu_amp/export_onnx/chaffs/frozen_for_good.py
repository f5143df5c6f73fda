"""Which parameters require gradients is changed for the export, and is not as it was afterwards. Who puts it back?"""


def export_onnx(model, path, example):
    was_training = model.training
    model.eval().requires_grad_(False)
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
    model.train(was_training)
