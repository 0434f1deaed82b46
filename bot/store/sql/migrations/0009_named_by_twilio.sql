-- Only WhatsApp is asked by a platform's name of a message; on Telegram those are small numbers that say nothing alone.
drop index outbox_external;
create index outbox_external on outbox(external_id) where channel = 'whatsapp' and external_id <> '';
