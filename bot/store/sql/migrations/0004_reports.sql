-- What the platform last told of a message: it only ever grows.
alter table outbox add column reported bigint not null default 0; -- 0 nothing, 1 accepted, 2 delivered, 3 read
