-- Named queries. `$1` runs on both databases; `{in $1}` is a list that travels as one value; a name with @ is how that one database says
-- it. The id of a message is its conversation/turn/n.

-- name: known_arrivals
select id from arrival where id {in $1};

-- name: conversations
select * from conversation where id {in $1} and erased_at is null;

-- name: latest_conversations
select * from conversation c where c.contact_id {in $1} and c.erased_at is null and not exists (
    select 1 from conversation later where later.contact_id = c.contact_id and later.erased_at is null
      and (later.opened_at, later.ended_at is null, later.id) > (c.opened_at, c.ended_at is null, c.id));

-- name: latest_tickets
select * from ticket t where t.conversation_id {in $1} and not exists (
    select 1 from ticket later where later.conversation_id = t.conversation_id
      and (later.state <> 'closed', later.opened_at, later.id) > (t.state <> 'closed', t.opened_at, t.id));

-- name: link
insert into identity (channel, kind, lookup, contact_id, sealed_value, linked_at) values ($1, $2, $3, $4, $5, $6)
on conflict (channel, kind, lookup) do update set sealed_value = excluded.sealed_value, linked_at = excluded.linked_at
where identity.contact_id = excluded.contact_id;

-- name: unlink
delete from identity where contact_id = $1 and channel = 'web' and kind = 'cookie';

-- name: forget_words
delete from identity where contact_id = $1 and channel = 'web' and kind = 'words' and not exists (
    select 1 from identity other -- who cannot have the new words keeps the old ones
    where other.channel = 'web' and other.kind = 'words' and other.lookup = $2 and other.contact_id <> $1);

-- name: new_contact
insert into contact (id, created_at) values ($1, $2) on conflict (id) do nothing;

-- name: withdraw
update outbox set because = 'withdrawn', -- what is in flight may arrive; it is not tried again
    state = case when state = 'taken' then 'taken' else 'withdrawn' end, finished = case when state = 'taken' then 0 else 1 end
where conversation_id = $1 and author = 'bot' and turn < $2
  and (state in ('waiting', 'held', 'taken') or (state = 'unknown' and finished = 0));

-- name: release
update outbox set state = 'waiting', finished = 0, released = 1, due_at = null, because = ''
where conversation_id = $1 and (state = 'held' or (state = 'waiting' and because = 'hours'));

-- name: ask_erase
update conversation set erase_asked_at = $2 where id = $1 and erase_asked_at is null;

-- name: count_more
insert into tally (day, what, answer, reader, count) values ($1, $2, $3, $4, $5)
on conflict (day, what, answer, reader) do update set count = tally.count + excluded.count;

-- name: count_less
update tally set count = count - $5 where day = $1 and what = $2 and answer = $3 and reader = $4 and count >= $5;

-- name: tallies
select day, what, answer, reader, count from tally where day >= $1 and day <= $2 and count > 0
order by day, what, answer, reader;

-- name: lose
update outbox set state = 'refused', finished = 1, because = $4, external_id = case when $5 = '' then external_id else $5 end
where conversation_id = $1 and turn = $2 and n = $3 and state <> 'withdrawn' and reported < 2
  and ($5 = '' or external_id in ('', $5));

-- name: settle
update outbox set state = 'sent', finished = 1, because = '', due_at = null, sent_at = coalesce(sent_at, $5), external_id = $4
where conversation_id = $1 and turn = $2 and n = $3 and attempts > 0
  and (state in ('waiting', 'held', 'taken', 'unknown') or (state = 'refused' and external_id <> $4));

-- name: report
update outbox set reported = $4 where conversation_id = $1 and turn = $2 and n = $3 and reported < $4;

-- name: clear_timers @sqlite
delete from timer where (conversation_id, kind) in (
    select t.conversation_id, t.kind from json_each($1) as ended cross join timer t
    where t.conversation_id = ended.value->>0 and t.wait < ended.value->>1 and t.kind not like 'plan:%' and t.kind not like 'term:%');

-- name: clear_timers @postgres
delete from timer t using jsonb_array_elements(cast($1 as jsonb)) as ended
where t.conversation_id = ended.value->>0 and t.wait < cast(ended.value->>1 as bigint) and t.kind not like 'plan:%'
  and t.kind not like 'term:%';

-- name: clear_timer
delete from timer where conversation_id = $1 and kind = $2 and wait = $3;

-- name: drop_plan
delete from timer where conversation_id = $1 and kind = $2;

-- name: start_timers
update timer set due_at = $5 + after_ms, turn = null, n = null
where conversation_id = $1 and turn = $2 and n = $3 and exists (
    select 1 from outbox o where o.conversation_id = $1 and o.turn = $2 and o.n = $3 and o.state = $4);

-- name: ready
select o.*, m.sealed_text, m.sealed_buttons
from outbox o join message m on m.conversation_id = o.conversation_id and m.turn = o.turn and m.n = o.n
where o.finished = 0 and o.state in ('waiting', 'unknown') and (o.due_at is null or o.due_at <= $1)
  and o.channel = $3 and (o.sender = $4 or o.sends_until <= $1)
  and not exists (select 1 from outbox e where e.conversation_id = o.conversation_id and e.finished = 0
                  and not (e.state = 'waiting' and e.because = 'hours' and e.due_at > $1) -- its hour has not come
                  and (e.turn < o.turn or (e.turn = o.turn and e.n < o.n)))
  and not exists (select 1 from conversation c join conversation b on b.contact_id = c.contact_id -- the talk before it
                  join outbox e on e.conversation_id = b.id and e.finished = 0
                  where c.id = o.conversation_id and (b.opened_at, b.ended_at is null, b.id) < (c.opened_at, c.ended_at is null, c.id)
                  and not (e.state = 'waiting' and e.because = 'hours' and e.due_at > $1))
order by o.created_at, o.turn, o.n limit $2;

-- name: take
update outbox set state = 'taken', attempts = attempts + 1, sender = $3, sends_until = $4
where finished = 0 and conversation_id {in $1} and conversation_id || '/' || turn || '/' || n {in $2}
  and state in ('waiting', 'unknown') and (due_at is null or due_at <= $5) and (sender = $3 or sends_until <= $5)
  and (author <> 'counselor' or $7 = 0 or exists ( -- judged on a talk that has not grown since: they may have left
      select 1 from conversation c where c.id = outbox.conversation_id and c.id || '/' || c.version {in $6}))
returning conversation_id || '/' || turn || '/' || n as id;

-- name: mark
update outbox set sent_at = coalesce($6, sent_at), external_id = case when $7 = '' then external_id else $7 end, due_at = $9,
    state = case when because = 'withdrawn' and $4 in ('waiting', 'unknown') then 'withdrawn' else $4 end,
    finished = case when because = 'withdrawn' then 1 else $5 end,
    because = case when because = 'withdrawn' and $4 in ('waiting', 'unknown') then because else $8 end
where conversation_id = $1 and turn = $2 and n = $3 and state in ('waiting', 'unknown', 'taken')
  and (state <> 'taken' or $4 = 'sent' or sender = $11) -- what another process has in flight is not ours to judge
  and (cast($10 as bigint) is null or exists (
      select 1 from conversation c where c.id = outbox.conversation_id and c.version = cast($10 as bigint)));

-- name: in_flight_too_long
select distinct conversation_id from outbox
where finished = 0 and state = 'taken' and sends_until <= $1 and not conversation_id || '/' || turn || '/' || n {in $2};

-- name: recover
update outbox set state = case when because = 'withdrawn' then 'withdrawn' else 'unknown' end,
    because = case when because = 'withdrawn' then because else 'stopped in flight' end,
    finished = case when because = 'withdrawn' or (author = 'counselor' and channel <> 'web') then 1 else 0 end
where finished = 0 and state = 'taken' and sends_until <= $1 and not conversation_id || '/' || turn || '/' || n {in $2}
returning conversation_id, turn, n;

-- name: leave @postgres
with ours as (
    select conversation_id, turn, n from outbox
    where finished = 0 and sender = $1 and state <> 'taken' and sends_until > 0 for update skip locked)
update outbox o set sends_until = 0 from ours
where o.conversation_id = ours.conversation_id and o.turn = ours.turn and o.n = ours.n;

-- name: no_longer_alive @postgres
delete from lease where holder = $1 and name like 'process %';

-- name: external_ids
select external_id from outbox where channel = 'whatsapp' and external_id {in $1} and external_id <> '';

-- name: due_timers
select t.*, c.channel from timer t join conversation c on c.id = t.conversation_id
where t.due_at is not null and t.due_at <= $1 order by t.due_at, t.kind limit $2;

-- name: claim_timers @postgres
with due as (
    select t.conversation_id, t.kind from timer t
    where t.due_at is not null and t.due_at <= $1 and (t.claimed_by = $3 or t.claimed_until <= $1)
    order by t.due_at, t.kind limit $2 for update skip locked)
update timer t set claimed_by = $3, claimed_until = $4 from due join conversation c on c.id = due.conversation_id
where t.conversation_id = due.conversation_id and t.kind = due.kind
returning t.conversation_id, t.kind, t.wait, t.due_at, c.channel;

-- name: alone @postgres
select p.id from conversation c join contact p on p.id = c.contact_id
where c.id {in $1} order by p.id for no key update of p;

-- name: alone_with @postgres
select p.id from contact p join (
    select contact_id as id from conversation where id {in $1} union select unnest(cast($2 as text[]))) as who on who.id = p.id
order by p.id for no key update of p;

-- name: alone_with_addresses @postgres
select count(pg_advisory_xact_lock(one)) from unnest(cast($1 as bigint[])) as one;

-- name: alone_with_words @postgres
select pg_try_advisory_xact_lock($1) as alone;

-- name: lately @postgres
select c.id, array(select m.at from message m where m.conversation_id = c.id and m.n = 0 order by m.turn desc limit $2) as came,
    (select o.created_at from outbox o where o.conversation_id = c.id and o.answers = 1 order by o.turn desc limit 1) as answered
from conversation c where c.id {in $1};

-- name: tell @postgres
select pg_notify('puspaga', $1);

-- name: next_due
select min(at) from (
    select min(due_at) as at from timer where due_at is not null
    union all select min(o.due_at) from outbox o
    where o.finished = 0 and o.due_at is not null and o.state in ('waiting', 'unknown') and o.channel {in $1}
      and not exists (select 1 from outbox e where e.conversation_id = o.conversation_id and e.finished = 0
                      and not (e.state = 'waiting' and e.because = 'hours')
                      and (e.turn < o.turn or (e.turn = o.turn and e.n < o.n)))
) as wanted;

-- name: open_tickets
select t.*, c.channel, c.age_band, c.reader, c.last_in_at, c.key,
    case when c.ended_at is null then c.ended_because else '' end as left_by,
    (select count(*) from outbox o where o.conversation_id = t.conversation_id and o.state = 'held') as held,
    (select count(*) from outbox o where o.conversation_id = t.conversation_id and o.created_at >= t.opened_at
       and o.state = 'refused') as lost,
    (select count(*) from outbox o where o.conversation_id = t.conversation_id and o.created_at >= t.opened_at
       and o.state = 'unknown' and o.finished = 1) as unsure, c.language,
    (select count(*) from ticket p where p.conversation_id = t.conversation_id and p.opened_at < t.opened_at) as before,
    (select count(*) from relief r where r.ticket_id = t.id and r.counselor_id = t.claimed_by) as relief
from ticket t join conversation c on c.id = t.conversation_id where t.state <> 'closed';

-- name: one_ticket
select t.*, c.channel, c.age_band, c.reader, c.last_in_at, c.key,
    case when c.ended_at is null then c.ended_because else '' end as left_by,
    (select count(*) from outbox o where o.conversation_id = t.conversation_id and o.state = 'held') as held,
    (select count(*) from outbox o where o.conversation_id = t.conversation_id and o.created_at >= t.opened_at
       and o.state = 'refused') as lost,
    (select count(*) from outbox o where o.conversation_id = t.conversation_id and o.created_at >= t.opened_at
       and o.state = 'unknown' and o.finished = 1) as unsure, c.language,
    (select count(*) from ticket p where p.conversation_id = t.conversation_id and p.opened_at < t.opened_at) as before,
    (select count(*) from relief r where r.ticket_id = t.id and r.counselor_id = t.claimed_by) as relief
from ticket t join conversation c on c.id = t.conversation_id where t.id = $1;

-- name: talk
select m.*, m.conversation_id || '/' || m.turn || '/' || m.n as id, o.because as why, o.attempts,
    case when o.state = 'sent' and o.reported = 2 then 'delivered' when o.state = 'sent' and o.reported = 3 then 'read'
         else o.state end as delivery
from message m left join outbox o on o.conversation_id = m.conversation_id and o.turn = m.turn and o.n = m.n
where m.conversation_id = $1 order by m.turn, m.n;

-- name: keep_note
insert into note (conversation_id, turn, kind, author, at, sealed_parts) values ($1, $2, $3, $4, $5, $6);

-- name: notes
select n.*, c.key from note n join conversation c on c.id = n.conversation_id
where n.conversation_id = $1 and c.erased_at is null and (cast($2 as bigint) is null or n.turn = cast($2 as bigint))
order by n.turn;

-- name: bubbles
select m.*, m.conversation_id || '/' || m.turn || '/' || m.n as id, o.sent_at
from message m left join outbox o on o.conversation_id = m.conversation_id and o.turn = m.turn and o.n = m.n
where m.conversation_id = $1 and ((o.n is null and m.at >= $2) or (o.state = 'sent' and o.sent_at >= $2))
order by coalesce(o.sent_at, m.at), m.turn, m.n;

-- name: addresses
select * from identity where contact_id {in $1} and kind <> 'words' order by linked_at desc;

-- name: identities @sqlite
select i.* from json_each($1) as asked cross join identity i
where i.channel = asked.value->>0 and i.kind = asked.value->>1 and i.lookup = unhex(asked.value->>2);

-- name: identities @postgres
select i.* from jsonb_array_elements(cast($1 as jsonb)) as asked, identity i
where i.channel = asked.value->>0 and i.kind = asked.value->>1 and i.lookup = decode(asked.value->>2, 'hex');

-- name: idle
select t.id from identity i join conversation t on t.contact_id = i.contact_id
where i.channel = 'web' and i.kind = 'cookie' and i.linked_at < $1 and not exists (
    select 1 from conversation c where c.contact_id = i.contact_id and c.last_in_at >= $1);

-- name: unlink_idle
delete from identity where channel = 'web' and kind = 'cookie' and linked_at < $1 and not exists (
    select 1 from conversation c where c.contact_id = identity.contact_id and c.last_in_at >= $1);

-- name: to_erase
select c.id from conversation c
where c.erase_asked_at is not null and c.erase_asked_at <= $1 and c.erased_at is null and c.ended_at is not null
  and not exists (select 1 from ticket t where t.conversation_id = c.id and t.state <> 'closed')
  and (c.erase_asked_at <= $2 or not exists ( -- what was asked first is answered first, but not for ever
      select 1 from outbox o where o.conversation_id = c.id and o.finished = 0
        and not (o.state = 'waiting' and o.because = 'hours')))
order by c.erase_asked_at limit $3;

-- name: keys_to_erase
select id, contact_id, key from conversation where id {in $1} and erased_at is null;

-- name: erase_talk
update conversation set key = $2, sealed_more = $2, erased_at = $3, version = version + 1 where id = $1;

-- name: erase_messages
update message set sealed_text = $2, sealed_buttons = null,
    alarm = '', span_from = null, span_to = null -- a rule is named after the words it hears
where conversation_id = $1;

-- name: erase_notes
update note set sealed_parts = $2 where conversation_id = $1;

-- name: erase_tickets
update ticket set sealed_more = $2, reasons = '[]' where conversation_id = $1;

-- name: erase_timers
delete from timer where conversation_id = $1;

-- name: erase_on_its_way
update outbox set state = 'withdrawn', finished = 1, because = 'erased' where conversation_id = $1 and finished = 0;

-- name: unlink_erased
delete from identity where contact_id = $1 and not exists (
    select 1 from conversation c where c.contact_id = $1 and c.erased_at is null);

-- name: pages_to_close
select distinct c.id, c.contact_id, c.erase_asked_at from conversation c join identity i on i.contact_id = c.contact_id
where c.erase_asked_at is not null and c.erase_asked_at <= $1 and c.erased_at is null and c.last_in_at <= c.erase_asked_at
  and i.channel = 'web' and i.kind = 'cookie' and i.linked_at <= c.erase_asked_at
  and not exists (select 1 from conversation later where later.contact_id = c.contact_id and later.opened_at > c.opened_at);

-- name: close_page
delete from identity where contact_id = $1 and channel = 'web' and kind = 'cookie' and linked_at <= $2;

-- name: counselors
select * from counselor;

-- name: counselor
select * from counselor where lookup = $1;

-- name: invited
select c.* from invite i join counselor c on c.id = i.counselor_id
where i.lookup = $1 and i.used_at is null and i.expires_at > $2;

-- name: void_invites
delete from invite where counselor_id = $1 and used_at is null;

-- name: spend_invite
update invite set used_at = $2 where lookup = $1 and used_at is null and expires_at > $2;

-- name: use_step
update counselor set totp_step = $2 where id = $1 and totp_step < $2;

-- name: session
select s.created_at as began_at, s.seen_at, c.* from session s join counselor c on c.id = s.counselor_id where s.lookup = $1;

-- name: touch_session
update session set seen_at = $2 where lookup = $1;

-- name: close_session
delete from session where lookup = $1;

-- name: close_sessions
delete from session where counselor_id = $1;

-- name: on_duty
select * from shift where ended_at is null and until > $1 order by counselor_id;

-- name: shift
select * from shift where counselor_id = $1 and ended_at is null and until > $2;

-- name: end_shifts
update shift set ended_at = case when until < $2 then until else $2 end where counselor_id = $1 and ended_at is null;

-- name: change_shift
update shift set capacity = $2, paused_at = $3 where counselor_id = $1 and ended_at is null;

-- name: heavy_done
select claimed_by, level, closed_at from ticket where claimed_by {in $1} and closed_at >= $2 and level >= $3;

-- name: ask_relief
insert into relief (ticket_id, counselor_id, asked_at) values ($1, $2, $3)
on conflict (ticket_id) do update set counselor_id = excluded.counselor_id, asked_at = excluded.asked_at;

-- name: drop_relief
delete from relief where ticket_id = $1;

-- name: handled
select t.office, t.level, t.opened_at, t.closed_at, t.outcome,
    (select min(a.received_at) from arrival a where a.conversation_id = t.conversation_id and a.kind = 'Claimed'
       and a.received_at >= t.opened_at) as first_claim
from ticket t where t.opened_at >= $1
union all
select t.office, t.level, t.opened_at, t.closed_at, t.outcome,
    (select min(a.received_at) from arrival a where a.conversation_id = t.conversation_id and a.kind = 'Claimed'
       and a.received_at >= t.opened_at) as first_claim
from ticket t where t.closed_at >= $1 and t.opened_at < $1;

-- name: standing
select id, office, level, opened_at, state, lease_until from ticket where state <> 'closed';

-- name: alerted
select a.* from ticket t cross join alerted a -- in this order: few are open of all that there ever were
where a.ticket_id = t.id and t.state <> 'closed' order by a.ticket_id, a.level, a.rung, a.way;

-- name: raise_alert
insert into alerted (ticket_id, level, rung, way, at, again_at, tries, open_tries)
values ($1, $2, $3, $4, $5, $5, 0, 0) on conflict (ticket_id, level, rung, way) do nothing;

-- name: take_alert
update alerted set tries = tries + 1, open_tries = open_tries + 1, again_at = $6
where ticket_id = $1 and level = $2 and rung = $3 and way = $4 and sent_at is null and again_at <= $5;

-- name: sent_alert
update alerted set sent_at = $5, open_tries = open_tries - 1
where ticket_id = $1 and level = $2 and rung = $3 and way = $4 and sent_at is null;

-- name: failed_alert
update alerted set open_tries = open_tries - $6, again_at = $5
where ticket_id = $1 and level = $2 and rung = $3 and way = $4 and sent_at is null;

-- name: held_alerts
update alerted set held_at = $2 where ticket_id {in $1} and held_at is null;

-- name: see_alerts
update alerted set seen_at = $2, seen_by = $3 where ticket_id = $1 and seen_at is null;

-- name: read_lately
select 1 as found from audit
where conversation_id = $1 and actor = $2 and purpose = $3 and action = 'read'
  and at > cast($4 as bigint) - cast($5 as bigint) and at <= $4
limit 1;

-- name: audit_head @sqlite
select n, hash from audit_head where one = 1;

-- name: audit_head @postgres
select n, hash from audit_head where one = 1 for update;

-- name: move_audit_head
update audit_head set n = $1, hash = $2, seal = $3 where one = 1;

-- name: audit_end
select n, hash, seal from audit_head where one = 1;

-- name: audit_from
select * from audit where n > $1 and n <= $2 order by n limit $3;

-- name: audit_beyond
select n from audit where n > (select h.n from audit_head h where h.one = 1) order by n limit 1;

-- name: audit_page
select a.* from audit a left join counselor c on c.id = a.actor left join ticket t on t.id = a.ticket_id
where a.n < $1 and (cast($2 as text) = '' or c.office = $2 or t.office = $2) order by a.n desc limit $3;

-- name: keep_place
insert into place (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value;

-- name: place
select value from place where name = $1;

-- name: hold @sqlite
insert into lease as held (name, holder, epoch, until)
values ($1, $2, 1, cast((julianday('now') - 2440587.5) * 86400000 as integer) + $3)
on conflict (name) do update set holder = excluded.holder, until = excluded.until,
    epoch = held.epoch + case when held.holder = excluded.holder then 0 else 1 end
where held.holder = excluded.holder or held.until <= excluded.until - $3
returning epoch;

-- name: hold @postgres
insert into lease as held (name, holder, epoch, until)
values ($1, $2, 1, cast(extract(epoch from clock_timestamp()) * 1000 as bigint) + $3)
on conflict (name) do update set holder = excluded.holder, until = excluded.until,
    epoch = held.epoch + case when held.holder = excluded.holder then 0 else 1 end
where held.holder = excluded.holder or held.until <= excluded.until - $3
returning epoch;

-- name: still_held @sqlite
select epoch from lease where name = $1 and epoch = $2;

-- name: still_held @postgres
select epoch from lease where name = $1 and epoch = $2 for share;

-- name: alive
select count(*) as living from lease -- $1 is a lease that was renewed just now, for $2: that tells the database's hour
where name like 'process %' and until > (select until from lease where name = $1) - $2;

-- name: bury
delete from lease where name like 'process %' and until < (select until from lease where name = $1) - 2 * $2;

-- name: let_go
update lease set until = 0 where name = $1 and epoch = $2;

-- name: stands
select flow, state, fingerprint, voice, resume_flow, resume_state, count(*) as people from conversation c
where ended_at is null and (coalesce(last_in_at, opened_at) >= $1 or exists (
    select 1 from ticket t where t.conversation_id = c.id and t.state <> 'closed'))
group by flow, state, fingerprint, voice, resume_flow, resume_state;

-- name: talks_begun
select channel, reader, age_band, office, level, count(*) as people from conversation
where opened_at >= $1 and opened_at < $2
group by channel, reader, age_band, office, level order by channel, reader, age_band, office, level;

-- name: tickets_opened
select t.office, t.queue, t.level, t.kinds, t.opened_at, t.outcome, t.category, t.scheme,
    (select min(m.at) from message m where m.conversation_id = t.conversation_id and m.author = 'counselor'
       and m.at >= t.opened_at and m.at <= coalesce(t.closed_at, m.at)) as answered_at
from ticket t where t.opened_at >= $1 and t.opened_at < $2 order by t.opened_at, t.id;

-- name: canaries
select key_id, sealed_value from key_canary;

-- name: keep_canary
insert into key_canary (key_id, sealed_value) values ($1, $2) on conflict (key_id) do nothing;
