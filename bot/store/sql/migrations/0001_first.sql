-- Times are milliseconds since 1970 in UTC. `sealed_*` columns hold blobs of bot/vault/envelope.py; everything else is
-- plain on purpose: ids, times, counts, position, level, kinds, office, age band, category, channel, delivery state.

create table contact (
    id text primary key,            -- random
    created_at bigint not null      -- first word ever
);

create table identity (
    channel text not null,          -- telegram, whatsapp, web
    kind text not null,             -- user, phone, bsuid, cookie, words
    lookup {BLOB} not null,         -- keyed hash of the address, to find it by
    contact_id text not null references contact(id),
    sealed_value {BLOB} not null,   -- the address itself, under the house key
    linked_at bigint not null,      -- when it came to mean this contact
    primary key (channel, kind, lookup)
);
create index identity_contact on identity(contact_id);

create table conversation (
    id text primary key,            -- random
    contact_id text not null references contact(id),
    persona_id text,                -- one of the people who share a phone; null until personas exist
    channel text not null,          -- where it happens
    opened_at bigint not null,      -- first word
    version bigint not null,        -- grows with every write; caches and desk forms check it
    wait bigint not null,           -- the number of the open question
    turn bigint not null,           -- turns done
    flow text,                      -- position
    state text,                     -- position
    fingerprint text not null,      -- of the flow the position is in
    resume_flow text,               -- the interrupted place
    resume_state text,              -- the interrupted place
    tries bigint not null,          -- unclear answers to the open question
    level bigint not null,          -- 0 none … 3 imminent; merged by max
    kinds text not null,            -- comma-joined
    voice text not null,            -- bot, waiting, counselor
    reader text not null,           -- unknown, child, parent
    age_band text not null,         -- as in contract.md
    office text not null,           -- which Puspaga
    language text not null,         -- id, en
    own_phone bigint not null,      -- 1: an adult called the phone their own
    reach text not null,            -- may an answer appear on this phone?
    last_in_at bigint,              -- the contact's last word
    honest_at bigint,               -- when the honest line of the queue was last said
    ended_at bigint,                -- null while it lives
    ended_because text not null,    -- berhenti, keluar, silence …
    key {BLOB} not null,            -- data key, wrapped; deleting it erases the conversation
    sealed_more {BLOB} not null     -- variables, recent texts, reach hours
);
create index conversation_contact on conversation(contact_id, opened_at);

create table arrival (
    id text primary key,            -- channel:external id
    conversation_id text,           -- null when it could not be read
    channel text not null,          -- where it came from
    kind text not null,             -- Said, Press …
    received_at bigint not null,    -- when it reached us
    state text not null,            -- done, parked
    because text not null,          -- why parked, a code
    sealed_raw {BLOB}               -- only what could not be read, under the house key
);

create table message (
    id text primary key,            -- conversation/turn/n; also the outbox id and the event id of the web stream
    conversation_id text not null references conversation(id),
    turn bigint not null,           -- which turn
    n bigint not null,              -- 0 the contact's, 1… ours
    author text not null,           -- contact, bot, counselor
    at bigint not null,             -- when it was said or written
    alarm text not null,            -- the rule of the ear that fired on it
    span_from bigint,               -- where in the text
    span_to bigint,                 -- end, exclusive
    sealed_text {BLOB} not null,    -- what was said
    sealed_buttons {BLOB}           -- what could be pressed
);
create index message_conversation on message(conversation_id, turn, n);

create table outbox (
    id text primary key references message(id),
    conversation_id text not null references conversation(id),
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
    finished bigint not null        -- 1: nothing more will be tried; blocks nobody
);
create index outbox_open on outbox(conversation_id, turn, n) where finished = 0;
create index outbox_external on outbox(external_id) where external_id <> '';

create table timer (
    conversation_id text not null references conversation(id),
    kind text not null,             -- silence, offer
    wait bigint not null,           -- the question it belongs to
    after_ms bigint not null,       -- how long
    outbox_id text,                 -- starts when this row is sent; null: started
    due_at bigint,                  -- null until it started
    primary key (conversation_id, kind)
);
create index timer_due on timer(due_at);

create table ticket (
    id text primary key,            -- conversation.turn
    conversation_id text not null references conversation(id),
    office text not null,           -- who is due
    queue text not null,            -- which line
    level bigint not null,          -- as conversation.level, max
    kinds text not null,            -- comma-joined
    opened_at bigint not null,      -- since when they wait
    state text not null,            -- waiting, claimed, offered, closed
    disputed bigint not null,       -- 1: the contact said "bukan begitu"
    introduced bigint not null,     -- 1: the counselor said who they are
    claimed_by text,                -- counselor id
    lease_until bigint,             -- the claim ends then unless renewed
    outcome text not null,          -- code of the close
    closed_at bigint,               -- null while open
    reasons text not null,          -- JSON: rule, level, turn; never content
    sealed_more {BLOB} not null     -- the note, the counselor's shown name
);
create unique index ticket_open on ticket(conversation_id) where state <> 'closed';

create table counselor (
    id text primary key,            -- random
    lookup {BLOB} not null unique,  -- keyed hash of the name, to sign in by
    office text not null,           -- which Puspaga
    roles text not null,            -- comma-joined
    kha_trained_on text not null,   -- ISO date, '' unknown
    checked_on text not null,       -- ISO date of the background check, '' unknown
    totp_step bigint not null,      -- the last used step
    disabled_at bigint,             -- null while active
    sealed_more {BLOB} not null     -- names, profession, password hash, TOTP secret; under the house key
);

create table invite (
    lookup {BLOB} primary key,      -- keyed hash of the link's token
    counselor_id text not null references counselor(id),
    expires_at bigint not null,     -- 24 h after it was made
    used_at bigint                  -- null until used; a link works once
);

create table session (
    lookup {BLOB} primary key,      -- keyed hash of the cookie's token
    counselor_id text not null references counselor(id),
    created_at bigint not null,     -- signed in
    seen_at bigint not null         -- last page
);

create table reading (
    seq {ID},                       -- order of reading
    at bigint not null,             -- when
    actor text not null,            -- counselor id
    conversation_id text not null,  -- which talk was opened
    purpose text not null           -- why, a code
);

create table place (
    name text primary key,          -- telegram.offset
    value bigint not null           -- how far we have read
);

create table key_canary (
    key_id bigint primary key,      -- one byte of the ring
    sealed_value {BLOB} not null    -- opens only with that key
);
