"""Safety, proved over every path of the book. What each rule means, how it is proved and what it does not prove:
docs/safety-rules.md."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.flow import proof_danger as danger
from bot.flow import proof_help as help_
from bot.flow.book import Book
from bot.flow.codes import problem
from bot.flow.proof_case import Breach, Case

RULES: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    help_.person_is_near,
    help_.numbers_everywhere,
    help_.exit_everywhere,
    danger.imminent_says_a_contact,
    danger.high_says_a_contact,
    danger.two_contacts_at_most,
    danger.first_words_fit,
    danger.every_alarm_can_be_denied,
    danger.tickets_tell_the_hours,
)


def prove(book: Book) -> Iterable[Problem]:
    """Every rule that does not hold, each with the shortest talk that breaks it."""
    case = Case(book)
    for rule in RULES:
        for one in rule(case):
            yield replace(problem(one.mark, one.code, **one.blanks), talk=one.talk)
