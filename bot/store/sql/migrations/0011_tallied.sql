-- How often something was answered on a day, for the report: nothing here leads to a person, a talk or a word.
create table tally (
    day text not null,              -- local, YYYY-MM-DD
    what text not null,             -- a variable that flows/variables.yaml says is counted
    answer text not null,           -- the key of the choice
    reader text not null,           -- child, parent or unknown
    count bigint not null,
    primary key (day, what, answer, reader)
) {CLUSTERED};
