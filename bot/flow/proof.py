"""Safety, proved over every path of the book. What each rule means, how it is proved and what it does not prove:
docs/safety-rules.md."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.flow import proof_danger as danger
from bot.flow import proof_ends as ends
from bot.flow import proof_help as help_
from bot.flow import proof_privacy as privacy
from bot.flow import proof_profile as profile
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
    privacy.consent_comes_first,
    privacy.a_child_is_not_asked_who_they_are,
    privacy.nothing_personal_in_a_text,
    privacy.nothing_personal_in_a_note,
    privacy.free_words_are_personal,
    profile.profile_questions_change_something,
    profile.profile_questions_say_why,
    profile.one_before_help,
    ends.nobody_is_stuck,
    ends.silence_is_silent,
)


def prove(book: Book, content: str = "content") -> Iterable[Problem]:
    """Every rule that does not hold, each with the shortest talk that breaks it. `content`: the folder of the texts, as
    problems name it."""
    case = Case(book, content)
    for rule in RULES:
        for one in rule(case):
            yield replace(problem(one.mark, one.code, **one.blanks), talk=one.talk)
