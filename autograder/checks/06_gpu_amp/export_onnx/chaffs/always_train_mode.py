"""The model is put into train mode afterwards, also if it was in eval mode before."""


def export_onnx(model, path, example):
    model.eval()
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
    model.train()
