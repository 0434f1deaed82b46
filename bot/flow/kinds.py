"""Of what sort a danger is that nobody wrote in words: who presses a button is believed by what the button is about."""

from collections.abc import Mapping

from bot.model.message import Kind

KIND_OF: Mapping[str, Kind] = {
    "missing.abduction": Kind.DANGER,
    "missing.lost": Kind.DANGER,
    "missing.runaway": Kind.RUNAWAY,
    "violence.bullying": Kind.BULLYING,
    "violence.marriage": Kind.MARRIAGE,
    "violence.labour": Kind.LABOUR,
    "violence.exploitation": Kind.SEXUAL,
    "violence.emotional": Kind.EMOTIONAL,
    "violence.neglect": Kind.NEGLECT,
    "violence.online_abuse": Kind.ONLINE,
    "violence.online_exploitation": Kind.ONLINE,
    "violence.online_information": Kind.ONLINE,
    "violence.physical": Kind.PHYSICAL,
    "violence.sexual": Kind.SEXUAL,
    "violence.household": Kind.DV,
    "violence.partner": Kind.DV,
    "violence.caregiver": Kind.PARENT_CONTROL,
    "mental.addictive": Kind.SUBSTANCE,
    "mental.selfharm": Kind.SELFHARM,
    "mental.suicidal": Kind.SELFHARM,
    "mental.attempt": Kind.SELFHARM,
    "mental.postnatal": Kind.SELFHARM,
    "mental.distress": Kind.DISTRESS,
    "mental.grief": Kind.DISTRESS,
}
"""Category of content/categories.yaml → kind; those of no danger have none."""


def kinds_of(category: str) -> frozenset[Kind]:
    """None or one."""
    kind = KIND_OF.get(category)
    return frozenset((kind,)) if kind else frozenset()
