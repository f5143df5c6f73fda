"""Inference mode, and a context manager of one's own for the mode."""

from contextlib import contextmanager


@contextmanager
def evaluating(model):
    was_training = model.training
    try:
        yield model.eval()
    finally:
        if was_training:
            model.train()


def predict(model, x):
    with evaluating(model) as quiet, torch.inference_mode():
        logits = quiet(x)
        return nn.functional.softmax(logits, dim=-1).clone()
