"""Names of flows and variables that the engine itself knows, and the reserved targets."""

from bot.model.message import Level

RESUME = "tempat_tadi"
"""Reserved target: the place that a command, an alarm or a long silence interrupted; the menu when there is none."""
DISPUTE = "bukan_begitu"
"""Reserved target: as RESUME, and the open ticket is marked disputed (law 8)."""
BACK = "satu_mundur"
"""Reserved target: one question back, by the undo log."""
RESERVED = (RESUME, DISPUTE, BACK)
MENU = "perintah/menu"
FAULT = "aman/orang"
RETURN = "perintah/lanjut"
OWN_WORDS = {"kata_keluar": "perintah/keluar", "kata_aman": "perintah/aman"}
"""Variables that hold a word the contact chose, and the flow it opens in any state."""
WELCOME = "sambut"
BROWSE = "pilih/"
"""Flows in which a topic is looked for; whoever writes there instead is led to what they write about."""
NEAR = "pilih/dekat"
"""Where it is not certain what a message is about: the few topics that it may be about are offered."""
LIKELY = "pilih/kira"
"""Where one of them is more likely than not: its tip is told at once, and the others are offered."""
NEARBY = "dekat"
"""The variable that holds the names of what is offered in these two."""
LISTEN = "pilih/dengar"
"""Where somebody who asks to be heard is told who reads, and then to write."""
MOST_CALLS = 8
"""Flows that call one another (flow-language.md)."""
ENTRY = {Level.CONCERN: "aman/dicek", Level.HIGH: "aman/tinggi", Level.IMMINENT: "aman/segera"}
"""Where an alarm leads (architecture.md, Alarms). Who comes there by a press ("Ini darurat") is believed as much."""
TOPIC, GRAVE_TOPIC = "topik", "aman/topik"
"""The flows in which a topic of content/topics is talked about; the second, where it tells of danger."""
CHOSEN = "topik"
"""The variable that holds the name of the topic that is talked about, or of a tip behind TIPS."""
TIPS = "tips/"
TOPICAL = ("anak/", "ortu/")
"""Flows that are about something, as a topic is."""
ABOUT, OTHERS = "tentang", "lain"
"""The variable that says of whose child somebody tells in danger; only of another's is anything kept."""
ADVICE = "saran"
ADVISE = "aman/saran"
"""The variable that holds the name of the topic that was told of in danger, and the flow that says its advice."""
GRAVE = {flow: level for level, flow in ENTRY.items()} | {GRAVE_TOPIC: Level.CONCERN}
"""How grave it is, at the least, where one of these flows begins."""
COMMANDS = "perintah/"
"""Flows that a word opens in any state."""
DANGER = "aman/"
"""Flows to which danger leads; an offer of a person stands in them."""
PERSON = "serah"
"""A wish for a person: whoever enters this flow holds a ticket from then on, whatever it still asks them
(architecture.md, Tickets: a wish for a person opens it at once)."""
