alter table outbox add column reported bigint not null default 0;  -- the most a platform told of it: 1 accepted, 2 delivered, 3 read
