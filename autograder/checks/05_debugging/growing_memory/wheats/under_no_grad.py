"""The sum is taken under no_grad, with the loss in an array."""


def train_with_history(model, batches, optimizer):
    history = np.zeros(0)
    for x, y in batches:
        prediction = model(x)
        loss = nn.functional.mse_loss(prediction, y)
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.grad = None
        loss.backward()
        optimizer.step()
        history = np.append(history, loss.data.numpy())
    return history.tolist()
