"""Random numbers, scaled and copied into the weights."""


def init_weights(model):
    with torch.no_grad():
        for _, module in model.named_modules():
            if isinstance(module, nn.Linear | nn.Conv2d):
                fan_in = module.weight[0].numel()
                module.weight.copy_(torch.randn(module.weight.shape) * math.sqrt(2 / fan_in))
                if module.bias is not None:
                    module.bias.fill_(0)
