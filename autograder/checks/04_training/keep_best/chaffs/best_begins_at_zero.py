"""The best accuracy begins at 0, so an epoch with an accuracy of 0 is never kept, not even the first of all."""


def keep_best(model, train, validate, epochs):
    best, best_epoch, state = 0.0, 0, copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        train()
        a = validate()
        if a > best:
            best, best_epoch, state = a, epoch, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return best_epoch, best
