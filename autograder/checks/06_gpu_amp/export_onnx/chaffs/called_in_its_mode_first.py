"""The model is called before it is put into eval mode. In train mode a call changes the statistics of batch
normalisation, in the file and in the model."""


def export_onnx(model, path, example):
    was_training = model.training
    model(example)
    model.eval()
    batch = torch.export.Dim("batch")
    torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=({0: batch},), verbose=False)
    model.train(was_training)
