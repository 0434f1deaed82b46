-- Work that one process does at a time, and what the commits of its holder are checked by.
create table lease (
    name text primary key,          -- which work
    holder text not null,           -- the process, a random name
    epoch bigint not null,          -- grows when the holder changes
    until bigint not null           -- after this another process may take it
);
