"""What a run of the gate found, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploy.neo4j.artifacts import CURRENT
from engine_gate.comparing import MODES, Finding, Tally
from engine_gate.gate import LEAST_COMPARED, Outcome

_ROWS_SHOWN = 10


def as_markdown(outcome: Outcome) -> str:
    """The whole report: the verdict first, then the smallest failing query, then the counts."""
    return "\n".join(_lines(outcome)).rstrip() + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    tally, settings = outcome.tally, outcome.settings
    verdict = "passes" if outcome.passed else "**fails**"
    yield f"# Engine gate: {settings.release} {verdict}"
    yield ""
    yield (
        f"Against Neo4j {CURRENT.version}, on {settings.people:,} people, seed {settings.seed}: {tally.statements:,} "
        f"statements in {tally.runs:,} runs, {tally.compared:,} compared, **{tally.wrong:,} wrong**, "
        f"{tally.runs - tally.compared:,} not compared; {outcome.seconds:,.0f} s."
    )
    yield ""
    yield from _why_not(outcome)
    if outcome.smallest is not None:
        yield from _smallest(outcome.smallest)
        yield from _others(outcome)
    yield from _counts(tally)
    yield from _forbidden(outcome)


def _why_not(outcome: Outcome) -> Iterator[str]:
    if outcome.findings:
        yield f"- {len({one.question.statement.text for one in outcome.findings})} statements are answered differently."
    if outcome.tally.share < LEAST_COMPARED:
        yield f"- Only {outcome.tally.share:.1%} of the runs could be compared; {LEAST_COMPARED:.0%} are needed."
    for proof in outcome.stale:
        yield f"- The forbidden form “{proof.form.name}” is said to differ on this release, and does not."
    if not outcome.passed:
        yield ""


def _smallest(finding: Finding) -> Iterator[str]:
    difference, question = finding.difference, finding.question
    asked = question.asked()
    yield "## The smallest query that fails"
    yield ""
    yield f"Asked with {MODES[finding.mode]}. It differs by its {difference.kind}."
    yield from ["", "```cypher", question.statement.text, "```", ""]
    yield "Parameters" + (":" if len(asked) == 1 else ", in the order they were asked:")
    yield ""
    for place, (_, given) in enumerate(asked):
        listed = ", ".join(f"`{name}` = {_value(value)}" for name, value in given.items()) or "none"
        yield f"{place + 1}. {listed}" + (" ← wrong here" if place == finding.place and len(asked) > 1 else "")
    yield ""
    if difference.error:
        yield f"Expected {difference.expected:,} rows; the engine said: {difference.error}"
    else:
        yield f"Rows expected: {difference.expected:,}. Rows got: {difference.got:,}."
    yield ""
    yield from _rows("expected and missing", difference.missing)
    yield from _rows("given and not expected", difference.extra)


def _others(outcome: Outcome) -> Iterator[str]:
    """Other statements cut down, each once: a second fault may hide behind the smallest."""
    assert outcome.smallest is not None
    shown = {outcome.smallest.question.statement.text}
    for finding in outcome.cut_down[1:]:
        text = finding.question.statement.text
        if text not in shown:
            shown.add(text)
            yield f"Also with {MODES[finding.mode]} ({finding.difference.kind}):"
            yield from ["", "```cypher", text, "```", ""]


def _rows(what: str, rows: Sequence[str]) -> Iterator[str]:
    if rows:
        yield f"Rows {what} ({len(rows):,}):"
        yield ""
        yield "```json"
        yield from rows[:_ROWS_SHOWN]
        if len(rows) > _ROWS_SHOWN:
            yield f"… and {len(rows) - _ROWS_SHOWN:,} more"
        yield "```"
        yield ""


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _counts(tally: Tally) -> Iterator[str]:
    yield from ["## Counts", "", "| | runs | wrong |", "|---|--:|--:|"]
    for mode, means in MODES.items():
        yield f"| {means} | {tally.runs // len(MODES):,} | {tally.wrong_by_mode[mode]:,} |"
    for shape, runs in sorted(tally.shapes.items()):
        yield f"| shape: {shape} | {runs:,} | {tally.wrong_by_shape[shape]:,} |"
    yield ""
    yield f"{tally.filled:,} of the {tally.compared:,} runs compared had rows in them."
    for side, count in tally.unknown.items():
        yield f"Not compared because of {side}: {count:,} runs; the first of them:"
        yield from ["", "```cypher", tally.slow[side].statement.text, "```"]
    yield ""


def _forbidden(outcome: Outcome) -> Iterator[str]:
    yield from [
        "## Forms that queries must not use",
        "",
        "| form | differs here | seen | write instead |",
        "|---|---|---|---|",
    ]
    for proof in outcome.proofs:
        differs = "yes" if proof.differs else "no longer"
        yield f"| {proof.form.name} | {differs} | {' '.join(proof.seen.split())[:100]} | {proof.form.instead} |"
