-- Who is at the desk: from the check-in to the check-out. Nothing here leads to who writes to us.
create table shift (
    counselor_id text not null references counselor(id),
    began_at bigint not null,       -- checked in
    office text not null,           -- of the counselor, then
    until bigint not null,          -- over then at the latest: who forgot to check out is not here for ever
    capacity bigint not null,       -- talks at once
    paused_at bigint,               -- on a break since; null: not on a break
    ended_at bigint,                -- checked out; null: not yet
    primary key (counselor_id, began_at)
);
create unique index shift_open on shift(counselor_id) where ended_at is null;
-- A talk whose counselor needs another one to go on with it; counts as long as that counselor holds it.
create table relief (
    ticket_id text primary key,
    counselor_id text not null,     -- who asked
    asked_at bigint not null
);
-- What somebody has carried in a shift, and what a day was like, without reading all tickets there ever were.
create index ticket_carried on ticket(claimed_by, closed_at) where claimed_by is not null and closed_at is not null;
create index ticket_opened on ticket(opened_at);
create index ticket_closed on ticket(closed_at) where closed_at is not null;
create index arrival_claimed on arrival(conversation_id, received_at) where kind = 'Claimed';
