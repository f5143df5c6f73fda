"""The weights are replaced by new Parameters. An optimizer that holds the old ones would train nothing: write the
numbers into the parameters that are there."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            std = math.sqrt(2 / module.weight[0].numel())
            flag = module.weight.requires_grad
            module.weight = nn.Parameter(torch.randn(module.weight.shape) * std, requires_grad=flag)
            if module.bias is not None:
                module.bias = nn.Parameter(torch.zeros(module.bias.shape))
