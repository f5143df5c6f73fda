"""You ask for parameters by the names that the example has. Another architecture has others: which methods of a module
go through all of its tensors?"""


def ema_update(shadow, model, decay):
    with torch.no_grad():
        shadow.weight.lerp_(model.weight, 1 - decay)
        shadow.bias.lerp_(model.bias, 1 - decay)
        shadow.running_mean.copy_(model.running_mean)
        shadow.running_var.copy_(model.running_var)
        shadow.num_batches_tracked.copy_(model.num_batches_tracked)
