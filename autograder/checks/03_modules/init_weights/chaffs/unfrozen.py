"""Frozen parameters require grad afterwards; which ones do is none of this function's business."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu").requires_grad_()
            if module.bias is not None:
                nn.init.zeros_(module.bias)
