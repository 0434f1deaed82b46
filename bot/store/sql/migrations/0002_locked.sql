-- Whoever holds the phone has to say go on before anything of before is shown to them.
alter table conversation add column locked bigint not null default 0; -- 1 after a long silence or an exit, until go on
-- What the contact's own word led to may leave where something said unasked may not.
alter table outbox add column answers bigint not null default 0; -- 1: an answer
