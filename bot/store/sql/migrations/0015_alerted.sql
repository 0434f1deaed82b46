-- Which rung of the escalation ladder was raised for a ticket, by which way, and what became of it. No content.
create table alerted (
    ticket_id text not null,
    level bigint not null,          -- of the ticket then: a higher one has a ladder of its own
    rung bigint not null,           -- 1 office, 2 a second one, 3 supervisor and province, 4 duty phone
    way text not null,              -- telegram, telegram-supervisor, email; nobody: skipped
    at bigint not null,             -- raised
    again_at bigint not null,       -- not tried before that
    tries bigint not null,          -- of sending
    open_tries bigint not null,     -- of these, what became of which nobody knows
    sent_at bigint,                 -- the way took it
    held_at bigint,                 -- a counselor had the ticket afterwards
    seen_at bigint,                 -- a counselor said that they look at it
    seen_by text,                   -- who: counselor id
    primary key (ticket_id, level, rung, way)
);
