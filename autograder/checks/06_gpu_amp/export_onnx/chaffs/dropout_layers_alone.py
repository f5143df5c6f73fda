"""Which layers behave differently in train mode? Those of the class nn.Dropout are not all."""


def export_onnx(model, path, example):
    layers = [m for m in model.modules() if isinstance(m, nn.Dropout)]
    before = [m.training for m in layers]
    for m in layers:
        m.eval()
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: torch.export.Dim("batch")},))
    for m, mode in zip(layers, before):
        m.train(mode)
