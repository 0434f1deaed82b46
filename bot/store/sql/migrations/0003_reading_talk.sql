-- Who read a talk, found without reading all of the audit.
create index reading_talk on reading(conversation_id, actor, purpose, at);
