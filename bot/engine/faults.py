"""What is told of a line of an example that did not come true, in both languages."""

from bot.flow.codes.code import Both, filled

NOTHING = Both("tidak ada", "nothing")
TOLD = {
    "bot": Both("robot tidak mengatakan '{wanted}', tetapi: {said}", "the bot did not say '{wanted}' but: {said}"),
    "not": Both("robot mengatakan '{wanted}': {said}", "the bot said '{wanted}': {said}"),
    "buttons": Both("tombolnya {found}, bukan {wanted}", "the buttons are {found}, not {wanted}"),
    "press": Both("tidak ada tombol '{wanted}'; yang tampil: {found}", "no button '{wanted}'; shown: {found}"),
    "open": Both("tidak ada obrolan yang disimpan dengan dua kata ini", "no talk was kept under these two words"),
    "desk": Both("meja konselor menolak: {because}", "the desk was refused: {because}"),
    "fact": Both("{key} adalah '{found}', bukan '{wanted}'", "{key} is '{found}', not '{wanted}'"),
    "list": Both("{key}: {found}, bukan {wanted}", "{key}: {found}, not {wanted}"),
}


def fault(key: str, /, **blanks: object) -> Both:
    """One sentence, filled."""
    return filled(TOLD[key], blanks)


def joined(faults: list[Both]) -> Both | None:
    """Several in one line; None when there is none."""
    return Both(*("; ".join(one[number] for one in faults) for number in range(2))) if faults else None
