"""Why these records are taken for one person: side by side, field by field, and what each link rests on, in words."""

from __future__ import annotations

from collections.abc import Mapping

from casework.profile import RecordShown
from casework.why_one_person import Contribution, HeldLink, LinkShown, WhyOne
from explorer.citing import as_of_words, percent
from explorer.markup import Child, Html, joined, table, tag
from explorer.wording import counted, group, say
from explorer.wording.telling import told_date

# Bits of evidence (log2 of the Bayes factor): 7 bits are odds of about 100 to 1, 3 bits of 8 to 1.
STRONG_BITS = 7.0
FAIR_BITS = 3.0
SLIGHT_BITS = 0.3
BAR_PIXELS_PER_BIT = 8
LONGEST_BAR = 130


def introduction(why: WhyOne) -> str:
    """One sentence on how many records stand behind the person."""
    if len(why.records) == 1:
        return say("why.lone", name=why.portrait.name)
    sources = counted("source", why.portrait.certainty.systems)
    return say("why.intro", name=why.portrait.name, records=counted("record", len(why.records)), sources=sources)


def records_table(why: WhyOne) -> Html:
    """Every record a column, every compared field a row, the verdict last."""
    labels = group("field")
    head: list[Child] = [say("why.field"), *(_record_head(record) for record in why.records), say("why.verdict")]
    rows: list[list[Child]] = []
    for compared in why.fields:
        cells = [_cell(compared.field, compared.values.get(record.record)) for record in why.records]
        verdict = tag("span", say(f"why.verdict.{compared.verdict}"), class_=_VERDICT_CLASS[compared.verdict])
        rows.append([tag("b", labels.get(compared.field, compared.field)), *cells, verdict])
    return table(head, rows, say("why.records.caption"))


_VERDICT_CLASS = {"agree": "k-match", "differ": "k-mismatch", "blank": "k-blank"}


def _record_head(record: RecordShown) -> Html:
    return joined((record.record, tag("div", f"{record.agency}, {as_of_words(record.as_of)}", class_="k-quiet")))


def _cell(field: str, value: str | None) -> Child:
    if not value:
        return tag("span", say("why.blank"), class_="k-blank")
    return told_date(value) if field.endswith("_date") else value


def strength(bits: float) -> str:
    """How strongly a comparison speaks, in words.

    Args:
        bits: log2 of the Bayes factor; positive speaks for one person.
    """
    size = abs(bits)
    if size < SLIGHT_BITS:
        return say("why.strength.none")
    degree = "strong" if size >= STRONG_BITS else "fair" if size >= FAIR_BITS else "slight"
    return say(f"why.strength.{'for' if bits > 0 else 'against'}.{degree}")


def link_block(link: LinkShown) -> Html:
    """One link: the two records, how sure, and a bar for every comparison."""
    bases = group("why.basis")
    sure = say("why.link_sure", percent=percent(link.probability), basis=bases.get(link.basis, link.basis))
    return _block(say("why.link", left=link.record_l, right=link.record_r), sure, link.contributions)


def held_block(held: HeldLink) -> Html:
    """One held link: why it was not made."""
    text = say(
        "why.held_text",
        left=held.record_l,
        right=held.record_r,
        percent=percent(held.probability),
        reason=group("why.held_reason").get(held.reason, held.reason),
    )
    return _block(say("why.link", left=held.record_l, right=held.record_r), text, held.contributions)


def _block(title: str, text: str, contributions: tuple[Contribution, ...]) -> Html:
    compared = group("why.compared")
    rows = [_bar(each, compared) for each in contributions]
    head = [say("why.comparison"), say("why.speaks"), ""]
    body = table(head, rows, text) if rows else tag("p", text, class_="k-quiet")
    return tag("section", tag("h3", title), body, class_="k-card")


def _bar(contribution: Contribution, compared: Mapping[str, str]) -> list[Child]:
    width = min(LONGEST_BAR, max(1, round(abs(contribution.weight) * BAR_PIXELS_PER_BIT)))
    name = contribution.comparison.removeprefix("mw_")
    kind = "k-bar" if contribution.weight >= 0 else "k-bar k-bar-against"
    bar = tag("span", class_=kind, style=f"width:{width}px", role="img", aria_label=f"{contribution.weight:+.1f}")
    spoken = tag("span", strength(contribution.weight), class_="k-nowrap")
    return [compared.get(name, name.replace("_", " ")), spoken, bar]
