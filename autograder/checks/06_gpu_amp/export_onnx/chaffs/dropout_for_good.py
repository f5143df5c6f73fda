"""You set the dropout layers' p to 0 for the export, and it stays 0: the model is trained without dropout from then on.
Eval mode does what you want, and can be left again."""


def export_onnx(model, path, example):
    mode = model.training
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0
    model.eval()
    torch.onnx.export(model, (example,), path, dynamic_shapes=({0: torch.export.Dim("batch")},))
    model.train(mode)
