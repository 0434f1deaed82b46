-- What leaves next is found without looking at all that waits: after an hour's outage that may be very many rows.
drop index outbox_open;
create index outbox_open on outbox(channel, created_at, turn, n) where finished = 0;
create index outbox_due on outbox(channel, due_at) where finished = 0 and due_at is not null;
create index outbox_taken on outbox(conversation_id, sends_until) where finished = 0 and state = 'taken';
