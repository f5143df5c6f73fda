"""The older exporter with names and dynamic axes, as in many tutorials; the mode by its argument."""

import warnings


def export_onnx(model, path, example):
    mode = model.training
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(),
            example,
            path,
            export_params=True,
            do_constant_folding=True,
            input_names=["input"],
            output_names=["output"],
            dynamic_axes={"input": {0: "batch_size"}, "output": {0: "batch_size"}},
            dynamo=False,
        )
    model.train(mode)
