"""The rows go through a buffer of limited size, as those of data sets that do not fit into memory do. Of a longer
table, a row from the end cannot come to the front. Here all rows are at hand."""


def shuffle(x, y, generator, size=1000):
    buffer, order = [], []
    for i in range(len(x)):
        buffer.append(i)
        if len(buffer) == size:
            order.append(buffer.pop(int(torch.randint(len(buffer), (1,), generator=generator))))
    while buffer:
        order.append(buffer.pop(int(torch.randint(len(buffer), (1,), generator=generator))))
    order = torch.tensor(order)
    return x[order], y[order]
