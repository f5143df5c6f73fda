"""`autograder verify --mutants`: make the mutants of an assignment, try them, and say which survive."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import repeat

from autograder.course import Assignment, Exercise
from autograder.engine.diagnose import reference_answer, variants
from autograder.errors import GradingError
from autograder.validity.dealt_out import worker_pool
from autograder.validity.mutants.equivalents import read_equivalents
from autograder.validity.mutants.kills import Kills, digest
from autograder.validity.mutants.make import Mutant, mutants
from autograder.validity.mutants.memory import MutantMemory
from autograder.validity.mutants.result import ExerciseMutants, MutantsResult, Tried
from autograder.validity.mutants.trial import Outcome, engine_for, outcome

REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which mutants are tried: those of the reference, with `wheats` also theirs; with `kills` those on the list;
    with `sample` as many of them, drawn by the seed."""

    wheats: bool = False
    sample: int | None = None
    kills: Kills | None = None


def verify_mutants(
    assignment: Assignment,
    *,
    choice: Choice = Choice(),
    seed: int = 0,
    jobs: int = 1,
    exercises: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> MutantsResult:
    """Try the mutants of an assignment, or of some `exercises`, in `jobs` processes; what is known is not tried again.

    Raises UserError and GradingError as `Engine` does, and UserError for a reviewed list that cannot be read.
    """
    wanted = assignment.checked_exercises(exercises)
    made = {exercise.id: mutants_of(assignment, exercise, wheats=choice.wheats) for exercise in wanted}
    chosen = _chosen([mutant for each in made.values() for mutant in each], choice, seed)
    outcomes = dict(zip(chosen, _outcomes(assignment, chosen, seed, jobs, progress), strict=True))
    rows = []
    for exercise in wanted:
        listed = read_equivalents(assignment, exercise.id)
        tried = tuple(
            Tried(mutant, outcomes[mutant], listed.reason(mutant), listed.names(mutant))
            for mutant in made[exercise.id]
            if mutant in outcomes
        )
        answers = {REFERENCE, *({mutant.answer for mutant in made[exercise.id]} if choice.wheats else ())}
        stale = tuple(listed.stale(made[exercise.id], answers))
        rows.append(ExerciseMutants(exercise.id, len(made[exercise.id]), tried, stale))
    return MutantsResult(assignment.name, seed, tuple(rows))


def mutants_of(assignment: Assignment, exercise: Exercise, *, wheats: bool) -> list[Mutant]:
    """All mutants of the reference, with `wheats` also theirs: none that is one of the right answers itself."""
    answers = {REFERENCE: reference_answer(assignment, exercise)}
    right = {wheat.name: wheat.source for wheat in variants(assignment, exercise.id, "wheats")}
    known = [*answers.values(), *right.values()]
    found: list[Mutant] = []
    for name, source in (answers | right if wheats else answers).items():
        found += mutants(exercise.id, name, source, known)
        known += [mutant.source for mutant in found if mutant.answer == name] if wheats else []
    return found


def _chosen(all_of_them: list[Mutant], choice: Choice, seed: int) -> list[Mutant]:
    kills = choice.kills
    if kills is not None:
        all_of_them = [mutant for mutant in all_of_them if digest(mutant) in kills.get(mutant.exercise, ())]
    if choice.sample is None or choice.sample >= len(all_of_them):
        return all_of_them
    drawn = set(random.Random(seed).sample(range(len(all_of_them)), choice.sample))
    return [mutant for number, mutant in enumerate(all_of_them) if number in drawn]


def _outcomes(
    assignment: Assignment, chosen: list[Mutant], seed: int, jobs: int, progress: Callable[[str], None]
) -> list[Outcome]:
    memory = MutantMemory(assignment, seed)
    known = [memory.recall(mutant) for mutant in chosen]
    open_ones = [mutant for mutant, found in zip(chosen, known, strict=True) if found is None]
    if jobs <= 1 or len(open_ones) < 2 * jobs:
        fresh = _try_some(assignment, seed, open_ones, progress)
    else:
        shares = [open_ones[start::jobs] for start in range(jobs)]
        with worker_pool(jobs) as pool:
            parts = list(pool.map(_try_some, repeat(assignment), repeat(seed), shares))
        fresh = [parts[number % jobs][number // jobs] for number in range(len(open_ones))]
    tried = iter(fresh)
    return [next(tried) if found is None else found for found in known]


def _try_some(
    assignment: Assignment, seed: int, share: list[Mutant], progress: Callable[[str], None] = lambda line: None
) -> list[Outcome]:
    if not share:
        return []
    memory, found = MutantMemory(assignment, seed), []
    with engine_for(assignment, seed) as engine:
        for mutant in share:
            try:
                result = outcome(engine, mutant)
            except GradingError as error:
                result = Outcome(error=str(error))
            else:
                memory.keep(mutant, result)
            found.append(result)
            if not result.killed:
                progress(f"{mutant.exercise}: {result.error or 'survives'}: {mutant.name}")
    return found
