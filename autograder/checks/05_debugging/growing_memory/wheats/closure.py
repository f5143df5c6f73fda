"""The optimizer calls a closure and hands back its loss."""


def train_with_history(model, batches, optimizer):
    history = []
    for batch in batches:

        def closure():
            optimizer.zero_grad()
            error = model(batch[0]) - batch[1]
            loss = torch.mean(error * error)
            loss.backward()
            return loss

        history += [float(optimizer.step(closure).detach())]
    return history
