-- A talk that its counselor holds out to another, why a ticket waits again, and what counselors write to each other.
alter table ticket add column offered_office text not null default ''; -- held out to whoever is there, or to one of them; '' while it is not
alter table ticket add column offered_to text; -- counselor id; null: whoever of the office
alter table ticket add column offered_until bigint; -- the offer ends then
alter table ticket add column offered_note bigint; -- the turn in which its note was written
alter table ticket add column back text not null default ''; -- why it waits again, or came back to who held it out: a code
alter table ticket add column was_with text; -- counselor id: who held it before

create table note (
    conversation_id text not null,
    turn bigint not null,           -- in which it was written
    kind text not null,             -- handover, internal
    author text not null,           -- counselor id
    at bigint not null,             -- when
    sealed_parts {BLOB} not null,   -- JSON: name and text of each part; no contact ever reads it
    primary key (conversation_id, turn)
) {CLUSTERED};
