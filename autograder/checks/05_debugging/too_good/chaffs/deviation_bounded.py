"""The deviation is not let below a small number. No column of train is constant, and a column may have a small
deviation that is its own."""


def normalize(train, test):
    mean = train.mean(0)
    deviation = torch.clamp(train.std(0, correction=0), min=1e-3)
    return (train - mean).div(deviation), (test - mean).div(deviation)
