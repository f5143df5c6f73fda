"""The file is made with an example of two dimensions, whatever the model takes. Which example were you given?"""


def export_onnx(model, path, example):
    was_training = model.training
    model.eval()
    batch = torch.export.Dim("batch")
    rows = example.flatten(1)
    try:
        torch.onnx.export(model, (rows,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
    finally:
        model.train(was_training)
