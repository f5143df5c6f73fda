"""You initialise a copy; the model that was passed stays as it was."""

import copy


def init_weights(model):
    for module in copy.deepcopy(model).modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
