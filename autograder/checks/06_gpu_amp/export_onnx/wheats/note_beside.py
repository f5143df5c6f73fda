"""One file for graph and weights, and a note beside it that says what the batches look like."""

from pathlib import Path


def export_onnx(model, path, example):
    mode = model.training
    try:
        model.eval()
        shapes = ({0: torch.export.Dim.DYNAMIC},)
        torch.onnx.export(model, (example,), path, dynamo=True, dynamic_shapes=shapes, external_data=False)
    finally:
        model.train(mode)
    Path(path).with_suffix(".txt").write_text(f"batches of shape N x {list(example.shape[1:])}\n")
