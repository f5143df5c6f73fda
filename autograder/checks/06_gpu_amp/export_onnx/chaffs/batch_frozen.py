"""The file takes batches of the example's size and no other: nobody said that this dimension may vary."""


def export_onnx(model, path, example):
    was_training = model.training
    model.eval()
    torch.onnx.export(model, (example,), path, dynamo=True, verbose=False)
    model.train(was_training)
