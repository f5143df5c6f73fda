"""State copied tensor by tensor; the best found by max with a key that prefers the first."""


def keep_best(model, train, validate, epochs):
    history = []
    for epoch in range(epochs):
        train()
        accuracy = float(validate())
        history.append((accuracy, epoch))
        if max(history, key=lambda one: (one[0], -one[1]))[1] == epoch:
            best = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
    accuracy, epoch = max(history, key=lambda one: (one[0], -one[1]))
    model.load_state_dict(best, strict=True)
    return epoch, accuracy
