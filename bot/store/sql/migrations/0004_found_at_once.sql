-- Rows of one talk, its tickets and the timers behind a row are found without reading all that ever was.
create index outbox_talk on outbox(conversation_id, turn, n);
create index ticket_talk on ticket(conversation_id, opened_at);
create index timer_outbox on timer(outbox_id);
