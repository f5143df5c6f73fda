"""Writing into a parameter that requires grad is recorded for autograd, which refuses. Initialisation is not part of
any calculation: say so."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            module.weight.normal_(0, math.sqrt(2 / module.weight[0].numel()))
            if module.bias is not None:
                module.bias.zero_()
