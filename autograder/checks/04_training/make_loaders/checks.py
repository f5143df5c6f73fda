"""Hidden checks of make_loaders."""

from itertools import combinations, pairwise

import torch

from autograder.expect import Mismatch, assert_equal, check

from ..common import integer
from . import probes

PASSES = 3  # through each loader, by the probe


def read_orders(student, rng, count=53, fraction=0.2, batch_size=8, seed=None, **in_turn):
    seed = integer(0, 10**6, rng) if seed is None else seed
    items = torch.randperm(10**6, generator=rng)[:count].tolist()  # nobody can name them who was not given them
    seen = student.probe(
        probes.orders,
        items=items,
        val_fraction=fraction,
        batch_size=batch_size,
        seed=seed,
        disturb=integer(0, 10**6, rng),
        **in_turn,
    )
    passes = [len(seen["train"]), len(seen["val"])]
    if passes != [PASSES, PASSES if in_turn.get("validate", True) else 0]:  # of none, nothing would be wrong
        raise Mismatch("this could not be judged: the loaders were not gone through as often as was asked for")
    index_of = {item: index for index, item in enumerate(items)}
    for name in ("train", "val"):
        if not all(item in index_of for epoch in seen[name] for item in flat(epoch)):
            text = "a loader gives items that are not in the data set"
            raise Mismatch(text, mistake="The loaders do not give the data set's own items.")
        seen[name] = [[[index_of[item] for item in batch] for batch in epoch] for epoch in seen[name]]
    return seen


def flat(epoch):
    return [item for batch in epoch for item in batch]


def assert_plausible(seen):
    """Loaders that give something in training and validation, so that another side of them can be judged."""
    some = all(len(set(flat(epoch))) > 1 for name in ("train", "val") for epoch in seen[name])
    assert some, "this could not be judged: a loader gives hardly any items"


@check("make_loaders", weight=1.5)
def test_disjoint_and_complete(student, rng):
    """Every item is in the training or in the validation set, none in both, and none comes twice in an epoch."""
    # The last: the sizes of the equal items below, so that what is wrong there alone is a matter of their being equal.
    for count, fraction, batch_size in [(53, 0.2, 8), (40, 0.5, 10), (31, 0.1, 4), (30, 0.3, 4)]:
        seen = read_orders(student, rng, count, fraction, batch_size)
        assert_plausible(seen)
        for train, val in zip(seen["train"], seen["val"], strict=True):
            if set(flat(train)) & set(flat(val)):
                text = "some items are in the training and in the validation set"
                raise Mismatch(text, mistake="Some items are trained on and validated on: the two parts overlap.")
            if len(flat(train) + flat(val)) != len(set(flat(train) + flat(val))):
                raise Mismatch("some items come twice in one epoch", mistake="Some items come twice in an epoch.")
            missing = count - len(set(flat(train) + flat(val)))
            if missing:
                raise Mismatch(
                    f"{missing} of {count} items are in neither set, or not given to anybody",
                    mistake="Items are lost, in the split or with the last batch.",
                )
        same = all(len({frozenset(flat(epoch)) for epoch in seen[name]}) == 1 for name in ("train", "val"))
        if not same:
            text = "a later epoch has other items than the first"
            raise Mismatch(text, mistake="The items of a part change from pass to pass.")
    items = torch.randint(10, 15, (30,), generator=rng).tolist()  # many are equal, and each of them counts
    seen = student.probe(probes.orders, items=items, val_fraction=0.3, batch_size=4, seed=1, disturb=1)
    given = sorted(flat(seen["train"][0]) + flat(seen["val"][0]))
    if given != sorted(items):
        raise Mismatch(
            "where items are equal, some of them are lost, or come twice: which number an item has tells them apart",
            mistake="Of items that are equal some are lost, or come more than once.",
        )


@check("make_loaders", weight=0.75)
def test_size_of_the_validation_set(student, rng):
    """round(val_fraction * N) items are kept for validation."""
    # An odd number of items, halved: to round the other part gives another size.
    seed = integer(0, 10**6, rng)  # the same for all: what is kept of a call by its seed does not fit the next
    for count, fraction in [(53, 0.2), (47, 0.3), (101, 0.25), (29, 0.1), (90, 0.25), (53, 0.5), (31, 0.5)]:
        seen = read_orders(student, rng, count, fraction, seed=seed)
        assert_plausible(seen)
        assert_equal(
            len(flat(seen["val"][0])), round(fraction * count), f"the size of validation, {fraction} of {count}"
        )


@check("make_loaders")
def test_batches(student, rng):
    """Training batches hold batch_size items; the last one holds the rest, and is not dropped."""
    for count, batch_size in [(53, 8), (53, 5), (24, 7), (41, 8)]:
        seen = read_orders(student, rng, count, 0.2, batch_size)
        total = count - round(0.2 * count)
        rest = [total % batch_size] if total % batch_size else []
        for epoch in seen["train"]:
            assert_equal(
                [len(batch) for batch in epoch], [batch_size] * (total // batch_size) + rest, "the batch sizes"
            )
        batches = [len(seen["train"][0]), len(seen["val"][0])]
        assert_equal(seen["lengths"], batches, "what len(...) says of the two loaders")
        kept = count - total
        assert_equal(len(flat(seen["val"][0])), kept, "the number of validation items that the loader gives")


@check("make_loaders")
def test_training_shuffled_anew(student, rng):
    """The training loader gives another order every epoch, and the validation loader the same."""
    for count, batch_size in ((53, 8), (80, 8), (53, 64)):  # the last: all in one batch
        seen = read_orders(student, rng, count, batch_size=batch_size)
        assert_plausible(seen)
        orders = [flat(epoch) for epoch in seen["train"]]
        # 42 items or more: two fair shuffles agree with probability 1e-51.
        different = len({tuple(order) for order in orders})
        if different < len(orders):
            raise Mismatch(
                "the training loader gives the same order in two epochs",
                shows=different,
                mistake="An order of the training items comes again in a later epoch.",
            )
        # In fair shuffles about one item in all has the neighbour of another epoch: 20 have with probability 1e-18.
        pairs = [set(pairwise(order)) for order in orders]
        if any(len(one & other) >= 20 for one, other in combinations(pairs, 2)):
            raise Mismatch(
                "in two epochs, many items are followed by the same items",
                mistake="The order of an epoch is made of pieces of another one's: most items have the neighbours that "
                "they had there. A new order is drawn for each epoch.",
            )
        if sorted(orders[0]) in orders:
            text = "the training loader gives the items in order"
            raise Mismatch(text, mistake="The training loader does not shuffle.")
        if len({tuple(flat(epoch)) for epoch in seen["val"]}) > 1:
            text = "the validation loader gives another order in another epoch"
            raise Mismatch(text, mistake="The validation items are shuffled anew in every pass.")


@check("make_loaders")
def test_random_split(student, rng):
    """The split is random: another seed gives another, and validation items come from everywhere."""
    seeds = [integer(0, 10**5, rng) for _ in range(2)]
    found = [read_orders(student, rng, 80, 0.25, seed=seed) for seed in (seeds[0], seeds[0] + 1, seeds[1] + 10**6)]
    sets = [frozenset(flat(seen["val"][0])) for seen in found]
    for seen, chosen in zip(found, sets, strict=True):
        assert_plausible(seen)
        # 20 of 80 items in one half, or every fourth: below 1e-7 for a fair draw.
        spread = 0 < len([item for item in chosen if item < 40]) < len(chosen)
        if not spread:
            text = "the validation items all come from one end of the data set"
            raise Mismatch(text, mistake="The split is not drawn from all items.")
        # Of a block of neighbours that may go on at the other end, or of every so-manieth item, this is 1 or 2. A fair
        # draw has as few with less than 1e-7.
        distances = {b - a for a, b in pairwise(sorted(chosen))}
        if len(distances) < 3:
            raise Mismatch(
                "the validation items lie at equal distances, as a block of neighbours does. Of a data set that is "
                "sorted, such a block holds whole classes back",
                mistake="The validation items are not drawn one by one: they lie at equal distances, as neighbours do.",
            )
    if len(set(sets)) < 3:
        raise Mismatch("another seed gives the same split", mistake="The split does not depend on the seed.")


@check("make_loaders")
def test_seed_decides(student, rng):
    """The same seed gives the same split and the same orders, whatever the global random state is."""
    for seed in (integer(1, 10**6, rng), 0):  # 0 is a seed as any other
        one, other = read_orders(student, rng, seed=seed), read_orders(student, rng, seed=seed)
        assert_plausible(one)
        if set(flat(one["val"][0])) != set(flat(other["val"][0])):
            text = "the same seed gave another split the second time"
            raise Mismatch(text, mistake="Something else than the seed decides the split.")
        if one["train"] != other["train"] or one["val"] != other["val"]:
            text = "the same seed gave other orders the second time"
            raise Mismatch(text, mistake="Something else than the seed decides the orders.")
        other = read_orders(student, rng, seed=seed, validate=False)
        if one["train"] != other["train"]:
            raise Mismatch(
                "the training orders are others if nobody goes through the validation loader in between",
                mistake="Going through the validation loader uses up random numbers of the training loader.",
            )
        other = read_orders(student, rng, seed=seed, others=True)
        if one["train"] != other["train"] or one["val"] != other["val"]:
            raise Mismatch(
                "the split or the orders are others where loaders of another data set were made with the same seed, "
                "before and in between",
                mistake="Something is kept from call to call: making and using other loaders with the same seed "
                "changes the split or the orders.",
            )


@check("make_loaders", weight=0.5, alone=False)
def test_random_state_left_alone(student, rng):
    """Making the loaders leaves the global random state alone."""
    seen = read_orders(student, rng)
    assert_plausible(seen)
    if seen["moved"]:
        what = " and ".join(seen["moved"])
        if seen["fetched"] and seen["moved"] == ["torch's random state"]:
            raise Mismatch(
                f"making the loaders changed {what}: it fetched items, which draw from it, as with a random transform",
                mistake="Items are fetched while the loaders are made. With a random transform that uses up the random "
                "numbers of all other code, and every epoch shows the same pictures.",
            )
        raise Mismatch(
            f"making the loaders changed {what}, which all other code shares",
            mistake=f"Making the loaders changes {what}, and all other code goes on with that.",
        )
