"""A copy of the model in eval mode; the model itself is not touched."""

import copy


def predict(model, x):
    with torch.inference_mode():
        return nn.functional.softmax(copy.deepcopy(model).eval()(x), dim=-1)
