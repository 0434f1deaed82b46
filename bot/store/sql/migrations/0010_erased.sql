-- A talk that its contact asked to be erased: the wish in the turn that heard it, the deed once nothing of it is on its way.
alter table conversation add column erase_asked_at bigint; -- when; null: nobody asked
alter table conversation add column erased_at bigint; -- its key is gone since then: nothing sealed of it opens
create index conversation_erasing on conversation(erase_asked_at) where erase_asked_at is not null and erased_at is null;
