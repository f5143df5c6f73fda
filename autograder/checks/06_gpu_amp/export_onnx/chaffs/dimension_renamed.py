"""The sizes are frozen, and in the file another name is written over that of the batch. Inside, reshapes still say how
many rows the example had."""

import onnx


def export_onnx(model, path, example):
    was_training = model.training
    model.eval()
    torch.onnx.export(model, (example,), path, dynamo=True, external_data=False, verbose=False)
    model.train(was_training)
    proto = onnx.load(path)
    for value in [*proto.graph.input, *proto.graph.output]:
        value.type.tensor_type.shape.dim[0].dim_param = "N"
    onnx.save(proto, path)
