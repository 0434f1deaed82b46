-- A row that says what its reader asked to be told at a later moment: it leaves only while that still stands.
alter table outbox add column planned text not null default ''; -- in which variable they asked for it
