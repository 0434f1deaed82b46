-- What a talk is about, as a code of content/categories.yaml: of the flow it came from until its counselor chose one.
alter table ticket add column category text not null default '';
alter table ticket add column scheme bigint not null default 0; -- version of the codes it was closed with; 0: nobody chose
-- One chain of who opened, took, gave or changed what: each row holds the keyed hash of the row before it and its own.
create table audit (
    n bigint primary key,           -- 1, 2, 3 … in the order of the chain; of rows from before it, as they were read
    at bigint not null,             -- when
    actor text not null,            -- counselor id; '' the command line
    action text not null,           -- read, claim, close …, a code
    conversation_id text not null,  -- which talk, or ''
    ticket_id text not null,        -- which case, or ''
    purpose text not null,          -- why, a code; of a counselor who was changed, whose record
    prev {BLOB} not null,           -- hash of the row before; 32 zero bytes at the first of the chain
    hash {BLOB} not null            -- of this row; empty: older than the chain
);
insert into audit (n, at, actor, action, conversation_id, ticket_id, purpose, prev, hash)
select seq, at, actor, 'read', conversation_id, '', purpose, {NOTHING}, {NOTHING} from reading;
drop table reading;
create index audit_talk on audit(conversation_id, actor, purpose, at);
create table audit_head (
    one bigint primary key,         -- 1: there is one row, and who writes the chain locks it
    n bigint not null,              -- of the last row
    hash {BLOB} not null,           -- of the last row
    seal {BLOB} not null            -- keyed hash of both: nobody without the key makes one for a shorter chain
);
insert into audit_head (one, n, hash, seal) select 1, coalesce(max(n), 0), {NOTHING}, {NOTHING} from audit;
