"""validate is called a second time for the best epoch. It may be slow, and need not answer the same."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = -1, -1.0, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, validate()
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy
