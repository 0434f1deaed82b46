"""What may not happen to anybody, whatever they do: the laws that every act of a walk is held to, as they are told when
one is broken (bot/engine/trial.py)."""

from bot.flow.codes import Both

UNANSWERED = Both("tidak dijawab", "was not answered")
RAISED = Both("berhenti dengan {error}", "raised {error}")
CROWDED = Both("{number} gelembung berturut-turut", "{number} bubbles in a row")
EMPTY = Both("ada gelembung kosong", "an empty bubble")
HIDDEN = Both("bertanya tanpa tombolnya: {keys}", "asked without its buttons: {keys}")
FELL = Both("tingkat bahaya turun", "the level fell")
LOST = Both("tiketnya hilang", "the ticket was lost")
BROKEN = Both("bot bicara padahal tidak ditanya", "a silence was broken")
NOBODY = Both("konselor tidak dipanggil", "nobody comes")
REFUSED = Both("konselor ditolak: {because}", "a counselor was refused: {because}")
AGAIN = Both("pertanyaan yang sudah lewat dijawab lagi: {arrows}", "a finished question was answered again: {arrows}")
MISSED = Both("tidak lewat {aim}, tetapi {arrows}", "did not walk {aim}, but {arrows}")
OTHER = Both("memilih {arrows}, bukan {named}", "chose {arrows}, not {named}")
LARGE = Both(
    "{letters} huruf, lebih dari yang ditampilkan {channel}", "{letters} letters are more than {channel} shows"
)
HEAVY = Both("lebih dari {most} bita di tombol: {labels}", "more than {most} bytes stand on a button: {labels}")
CUT = Both("label terpotong: {labels}", "a label is not shown whole: {labels}")
SAME = Both("dua tombol terbaca sama: {labels}", "two buttons read the same: {labels}")
