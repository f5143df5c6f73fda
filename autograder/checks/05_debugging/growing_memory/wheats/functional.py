"""torch.func works with plain numbers: the graph of a step is gone when its gradients are there."""


def train_with_history(model, batches, optimizer):
    def loss_of(weights, x, y):
        return nn.functional.mse_loss(torch.func.functional_call(model, weights, (x,)), y)

    history, step = [], torch.func.grad_and_value(loss_of)
    for x, y in batches:
        gradients, loss = step({name: p.detach() for name, p in model.named_parameters()}, x, y)
        for name, p in model.named_parameters():
            p.grad = gradients[name]
        optimizer.step()
        history.append(loss.item())
    return history
