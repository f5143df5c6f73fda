"""Gradients are switched off for the export and stay off, for all code that runs later."""


def export_onnx(model, path, example):
    mode = model.training
    torch.set_grad_enabled(False)
    exporting = model.eval()
    torch.onnx.export(exporting, (example,), path, dynamo=True, dynamic_shapes=({0: torch.export.Dim("n")},))
    model.train(mode)
