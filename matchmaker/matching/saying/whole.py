"""What is said about an answer as a whole: that there are fewer than asked for, that time ended, that nobody counts."""

from collections.abc import Iterator

from matchmaker.language import N_, Message, nN_, nsay, say, together

_FEWER = nN_(
    "Only %(n)s consortium meets the rules and wishes and differs enough from the others.",
    "Only %(n)s consortia meet the rules and wishes and differ enough from each other.",
)


def about(number: int, limit: int, *, complete: bool, bounded: bool, uncounted: bool) -> Iterator[Message]:
    """What must be said of `number` proposals where `limit` were asked for.

    complete: nothing was left out because time ended; bounded: that of one proposal more could be said with more time;
    uncounted: fair exposure was asked for, and nobody counts who was shown.
    """
    if 0 < number < limit and complete:
        yield nsay(*_FEWER, number)
    if not complete and number < limit:
        yield (
            say(N_("Time ended before further consortia were found."))
            if number
            else say(N_("Time ended before a consortium was found or ruled out; smaller ones are found sooner."))
        )
    if bounded:
        yield say(N_("Time ended before everything was looked at, so what is shown may still improve."))
    if uncounted and number:
        yield say(N_("Who was shown how often is not known here, so the wish for fair exposure changes nothing."))


def possible(shown: int, limit: int, *, bounded: bool, uncounted: bool) -> list[Message | None]:
    """Whatever may be said of an answer of which `shown` proposals are there.

    Where one of several asked for is there, it may have been kept alone: more were found, or time ended for another.
    """
    alone = shown == 1 < limit
    numbers = range(1, limit + 1) if alone else (shown,)
    cut = {bounded, bounded or alone}
    return [
        together(said) if said else None
        for number in numbers
        for complete in (True, False)
        for short in sorted(cut)
        for said in [tuple(about(number, limit, complete=complete, bounded=short, uncounted=uncounted))]
    ]
