"""Cuts a statement down while two engines still answer it differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engine_gate.statement import Barrier, Branch, Column, Match, Question, Statement, Step, Verbatim, variables

Differs = Callable[[Question], bool]
MOST_TRIES = 200


def shrunk(question: Question, differs: Differs, *, tries: int = MOST_TRIES) -> Question:
    """The smallest question found that still differs; the question itself where nothing can be left out.

    Args:
        question: One that differs.
        differs: Whether a question differs.
        tries: How often to ask at most.
    """
    left = tries

    def still(candidate: Question) -> bool:
        nonlocal left
        left -= 1
        return left >= 0 and differs(candidate)

    smallest, going_on = _fewer_sets(question, still), True
    while going_on and left > 0:
        candidates = (replace(smallest, statement=one) for one in smaller(smallest.statement))
        found = next((one for one in candidates if still(one)), None)
        going_on = found is not None
        smallest = found or smallest
    return _fewer_sets(smallest, still)


def _fewer_sets(question: Question, still: Differs) -> Question:
    """One set of parameters if one will do, otherwise as many as it takes in their order."""
    for one in question.sets if len(question.sets) > 1 else ():
        if still(replace(question, sets=(one,))):
            return replace(question, sets=(one,))
    place = 0
    while len(question.sets) > 1 and place < len(question.sets):
        fewer = replace(question, sets=question.sets[:place] + question.sets[place + 1 :])
        if still(fewer):
            question = fewer
        else:
            place += 1
    return question


def smaller(statement: Statement) -> Iterator[Statement]:
    """Statements with one part left out, and with it what hung on that part; large parts first."""
    if isinstance(statement, Verbatim):
        return
    candidates = [*_cut(statement)]
    for candidate in candidates:
        if candidate.size < statement.size and not candidate.faults():
            yield candidate


def _cut(statement: Statement) -> Iterator[Statement]:
    branches = statement.branches
    if len(branches) > 1:
        for place in range(len(branches)):
            yield replace(statement, branches=branches[:place] + branches[place + 1 :])
    for place, branch in enumerate(branches):
        for cut in _cut_branch(branch):
            yield _with_branch(statement, place, _mended(cut))
    if statement.window:
        yield replace(statement, window="")
    if statement.order and not statement.window:
        yield replace(statement, order=())
    # A column goes from all branches at once: they must stay alike.
    names = [column.alias for column in branches[0].columns]
    for name in names if len(names) > 1 else ():
        kept = tuple(
            replace(branch, columns=tuple(one for one in branch.columns if one.alias != name)) for branch in branches
        )
        yield _ordered_by_what_is_there(replace(statement, branches=kept))
    if len(branches) == 1:
        counted = (Column("count(*)", "c0"),)
        yield replace(statement, branches=(replace(branches[0], columns=counted, distinct=False),), order=(), window="")


def _with_branch(statement: Statement, place: int, branch: Branch) -> Statement:
    branches = (*statement.branches[:place], branch, *statement.branches[place + 1 :])
    return _ordered_by_what_is_there(replace(statement, branches=branches))


def _ordered_by_what_is_there(statement: Statement) -> Statement:
    names = {column.alias for column in statement.branches[0].columns}
    return replace(statement, order=tuple(part for part in statement.order if part.split(" ")[0] in names))


def _cut_branch(branch: Branch) -> Iterator[Branch]:
    for place in reversed(range(len(branch.steps))):
        without = branch.steps[:place] + branch.steps[place + 1 :]
        if without:
            yield replace(branch, steps=without)
    for place, step in enumerate(branch.steps):
        for cut in _cut_step(step):
            yield replace(branch, steps=(*branch.steps[:place], cut, *branch.steps[place + 1 :]))
    if branch.distinct:
        yield replace(branch, distinct=False)


def _cut_step(step: Step) -> Iterator[Step]:
    if isinstance(step, Match):
        if step.hops:
            yield replace(step, hops=step.hops[:-1], path="")
        for place in range(len(step.where)):
            yield replace(step, where=step.where[:place] + step.where[place + 1 :])
        if step.path:
            yield replace(step, path="")
    elif isinstance(step, Barrier):
        if step.made:
            yield replace(step, made=())
        for variable in step.carried if len(step.carried) > 1 else ():
            yield replace(step, carried=tuple(one for one in step.carried if one != variable))


def _mended(branch: Branch) -> Branch:
    """The branch without whatever names a variable that nothing binds any more."""
    steps: list[Step] = []
    scope: set[str] = set()
    for step in branch.steps:
        mended = _mended_step(step, scope)
        if mended is None:
            continue
        steps.append(mended)
        scope = mended.binds if isinstance(mended, Barrier) else scope | mended.binds
    columns = tuple(column for column in branch.columns if variables(column.expression) <= scope)
    if not columns and steps:
        columns = (Column("count(*)", branch.columns[0].alias),)
    return replace(branch, steps=tuple(steps), columns=columns)


def _mended_step(step: Step, scope: set[str]) -> Step | None:
    if isinstance(step, Barrier):
        carried = tuple(one for one in step.carried if one in scope)
        made = tuple(one for one in step.made if variables(one[1]) <= scope)
        return replace(step, carried=carried, made=made) if carried or made else None
    if isinstance(step, Match):
        bound_before = ":" not in step.start
        if (bound_before and not variables(step.start) <= scope) or (bound_before and not step.hops):
            return None
        here = scope | step.binds
        return replace(step, where=tuple(one for one in step.where if variables(one) <= here))
    return step
