"""The older exporter, with dynamic_axes."""


def export_onnx(model, path, example):
    mode = model.training
    model.eval()
    try:
        torch.onnx.export(
            model,
            (example,),
            path,
            dynamo=False,
            input_names=["x"],
            output_names=["y"],
            dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}},
        )
    finally:
        model.train(mode)
