"""Only the model's own flag is put back: `training` of its layers stays as `eval()` has left it. Which method reaches
all of them?"""


def export_onnx(model, path, example):
    was = model.training
    model.eval()
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
    model.training = was
