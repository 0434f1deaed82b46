-- A turn touches as few pages as it can: what belongs to one talk lies together under the talk's own key, and every row is
-- found by that key alone. Messages and their way out are known by conversation, turn and n; their id is derived.

create table sent (
    conversation_id text not null,  -- no foreign key here or below: written in the transaction that writes the talk
    turn bigint not null,           -- order within the conversation
    n bigint not null,              -- order within the turn
    channel text not null,          -- which adapter sends it
    author text not null,           -- bot or counselor
    state text not null,            -- waiting, held, taken, sent, refused, unknown, withdrawn
    created_at bigint not null,     -- when the turn was stored
    due_at bigint,                  -- not before; null: now
    attempts bigint not null,       -- sends begun
    sent_at bigint,                 -- when the platform accepted it
    external_id text not null,      -- the platform's id of it
    because text not null,          -- why held, refused …, a code
    released bigint not null,       -- 1: the contact said go on
    answers bigint not null,        -- 1: an answer to the contact's own word
    finished bigint not null,       -- 1: nothing more will be tried; blocks nobody
    sender text not null,           -- the process that sends it, '' once finished
    sends_until bigint not null,    -- after this any process may
    primary key (conversation_id, turn, n)
) {CLUSTERED};
insert into sent select conversation_id, turn, n, channel, author, state, created_at, due_at, attempts, sent_at, external_id,
    because, released, answers, finished, '', 0 from outbox;
drop table outbox;
alter table sent rename to outbox;
create index outbox_open on outbox(conversation_id, turn, n) where finished = 0;
create index outbox_external on outbox(external_id) where external_id <> '';

create table said (
    conversation_id text not null,
    turn bigint not null,           -- which turn
    n bigint not null,              -- 0 the contact's, 1… ours
    author text not null,           -- contact, bot, counselor
    at bigint not null,             -- when it was said or written
    alarm text not null,            -- the rule of the ear that fired on it
    span_from bigint,               -- where in the text
    span_to bigint,                 -- end, exclusive
    sealed_text {BLOB} not null,    -- what was said
    sealed_buttons {BLOB},          -- what could be pressed
    primary key (conversation_id, turn, n)
) {CLUSTERED};
insert into said select conversation_id, turn, n, author, at, alarm, span_from, span_to, sealed_text, sealed_buttons from message;
drop table message;
alter table said rename to message;

create table clock (
    conversation_id text not null,
    kind text not null,             -- silence, offer
    wait bigint not null,           -- the question it belongs to
    after_ms bigint not null,       -- how long
    turn bigint,                    -- starts when this outbox row is sent; null: started
    n bigint,                       -- the row within its turn
    due_at bigint,                  -- null until it started
    claimed_by text not null,       -- the process that lets it enter, '' nobody yet
    claimed_until bigint not null,  -- after this another one may
    primary key (conversation_id, kind)
) {CLUSTERED};
insert into clock select t.conversation_id, t.kind, t.wait, t.after_ms, o.turn, o.n, t.due_at, '', 0
    from timer t left join outbox o on t.outbox_id = o.conversation_id || '/' || o.turn || '/' || o.n;
drop table timer;
alter table clock rename to timer;
create index timer_due on timer(due_at) where due_at is not null;

create table entered (
    id text not null primary key,   -- channel:external id
    conversation_id text,           -- null when it could not be read
    channel text not null,          -- where it came from
    kind text not null,             -- Said, Press …
    received_at bigint not null,    -- when it reached us
    state text not null,            -- done, parked
    because text not null,          -- why parked, a code
    sealed_raw {BLOB}               -- only what could not be read, under the house key
) {CLUSTERED};
insert into entered select * from arrival;
drop table arrival;
alter table entered rename to arrival;
