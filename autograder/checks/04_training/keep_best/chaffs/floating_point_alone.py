"""Only the tensors of floating-point numbers are copied. A model may hold integers, such as the count of batches
that BatchNorm has seen, and these stay those of the last epoch."""


def keep_best(model, train, validate, epochs):
    top, at, kept = -1.0, 0, {}
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > top:
            top, at = accuracy, epoch
            kept = {n: t.detach().clone() for n, t in model.state_dict().items() if torch.is_floating_point(t)}
    model.load_state_dict({**model.state_dict(), **kept})
    return at, top
