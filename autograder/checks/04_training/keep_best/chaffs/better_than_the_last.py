"""Each epoch is compared with the one before it. After a bad one, a middling one is kept: the best of all so far is
what it has to beat."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state, previous = 0, -1.0, None, -1.0
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > previous:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = copy.deepcopy(model.state_dict())
        previous = accuracy
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy
