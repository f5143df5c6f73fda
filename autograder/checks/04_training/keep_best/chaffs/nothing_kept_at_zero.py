"""The best accuracy begins at 0, and none that is 0 is above it. If all epochs have an accuracy of 0, there is
nothing to be brought back in the end, and the first of them is the best."""


def keep_best(model, train, validate, epochs):
    top, at, kept = 0, None, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > top:
            top, at, kept = accuracy, epoch, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return at, top
