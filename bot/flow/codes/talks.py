"""F182 to F188: what an example says of itself. That it does not come true is F180. F189: what a walk over every arrow
finds (bot/engine/explorer.py)."""

from bot.flow.codes.code import error

CODES = (
    error(
        "F182",
        ("'{name}' bukan hal yang bisa diperiksa di contoh", "'{name}' is nothing that an example can look at"),
        (
            "pakai state, level, ticket dan yang lain, atau variabel dari flows/variables.yaml",
            "use state, level, ticket and the like, or a variable of flows/variables.yaml",
        ),
    ),
    error(
        "F183",
        ("tidak ada antrean '{name}'", "there is no queue '{name}'"),
        ("pakai antrean dari sebuah 'handoff', atau none", "use the queue of a 'handoff', or none"),
    ),
    error(
        "F184",
        ("'{said}' bukan hitungan waktu", "'{said}' is no timer"),
        ("tulis silence 10m, offer 10m, gather 6s, atau none", "write silence 10m, offer 10m, gather 6s, or none"),
    ),
    error(
        "F185",
        ("tidak ada orang bernama '{name}' di contoh ini", "nobody is called '{name}' in this example"),
        ("sebutkan namanya di 'people'", "name them under 'people'"),
    ),
    error(
        "F186",
        ("belum jelas siapa yang melakukan ini", "it is not said who does this"),
        ("tulis '- as: NAMA' di atasnya", "write '- as: NAME' above it"),
    ),
    error(
        "F187",
        ("sudah ada contoh bernama '{name}' di berkas ini", "there is an example named '{name}' in this file already"),
        ("beri nama lain", "give it another name"),
    ),
    error(
        "F188",
        (
            "hanya obrolan web yang dibuka lagi dengan dua kata",
            "only the web chat is opened again by two words",
        ),
        ("tambahkan 'channel: web'", "add 'channel: web'"),
    ),
    error(
        "F189",
        ("di {channel}, kelas {sort}: {said}", "on {channel}, class {sort}: {said}"),
        (
            "obrolan di bawah ini menunjukkannya; perbaiki alurnya di baris ini",
            "the talk below shows it; mend the flow at this line",
        ),
    ),
)
