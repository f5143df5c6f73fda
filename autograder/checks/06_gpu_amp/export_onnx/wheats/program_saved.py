"""Traced by torch.export first; the program is saved by its own method."""


def export_onnx(model, path, example):
    training = {module: module.training for module in model.modules()}
    model.eval()
    batch = torch.export.Dim("batch", min=1, max=4096)
    traced = torch.export.export(model, (example,), dynamic_shapes=({0: batch},))
    program = torch.onnx.export(traced, dynamo=True, verbose=False)
    program.save(path)
    for module, mode in training.items():
        module.training = mode
    return program
