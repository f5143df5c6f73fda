"""A context manager for the mode; sizes by the name of forward's argument; a file written from bytes."""

import contextlib
import io


@contextlib.contextmanager
def evaluating(model):
    modes = {part: part.training for part in model.modules()}
    model.eval()
    try:
        yield model
    finally:
        for part, mode in modes.items():
            part.training = mode


def export_onnx(model, path, example):
    with evaluating(model), torch.no_grad():
        sizes = ({0: torch.export.Dim.DYNAMIC},)
        program = torch.onnx.export(model, (example,), dynamo=True, dynamic_shapes=sizes, verbose=False)
    buffer = io.BytesIO(program.model_proto.SerializeToString())
    with open(path, "wb") as file:
        file.write(buffer.getvalue())
