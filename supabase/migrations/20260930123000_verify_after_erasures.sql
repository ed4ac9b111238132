-- Verifying looked through all events of a patient for each erased change: quadratic, so a chain of 100,000 events with one
-- erasure was not verified within minutes. Now each erasure is looked up by whose it is.
create or replace function audit.verify(known_seq bigint default null, known_hash text default null)
  returns table (seq bigint, problem text)
  language sql stable set search_path = ''
  as $$
    with chain as (
      select e as event, e.seq, e.hash, e.prev_hash, audit.event_hash(e) = e.hash as sound,
        lag(e.seq, 1, 0::bigint) over (order by e.seq) as before,
        lag(e.hash, 1, repeat('0', 64)) over (order by e.seq) as before_hash,
        lag(audit.event_hash(e) = e.hash, 1, true) over (order by e.seq) as before_sound
      from audit.events e
    ), erased_patients as materialized (
      select e.patient_id, max(e.seq) as last from audit.events e where e.action = 'erase' group by 1
    ), erased_rows as materialized (
      select e.relation, e.row_id, max(e.seq) as last from audit.events e where e.action = 'erase' group by 1, 2
    )
    select missing, 'deleted' from chain c, generate_series(c.before + 1, c.seq - 1) as missing
    union all
    select missing, 'deleted' from audit.head h,
      generate_series((select coalesce(max(e.seq), 0) + 1 from audit.events e), h.seq) as missing
    union all
    select c.seq, 'altered' from chain c where not c.sound
    union all
    -- Altered together with its own hash: the next event still names the old one.
    select c.before, 'altered' from chain c
    where c.before = c.seq - 1 and c.before_hash <> c.prev_hash and c.sound and c.before_sound
    union all
    select h.seq, 'altered' from audit.head h join audit.events e on e.seq = h.seq where e.hash <> h.hash
      and audit.event_hash(e) = e.hash
    union all
    select e.seq, 'added after the head' from audit.events e, audit.head h where e.seq > h.seq
    union all
    select known_seq, 'not the event that was known' where known_seq > 0 and not exists (
      select from audit.events e where e.seq = known_seq and e.hash = known_hash
    )
    union all
    select e.seq, case when n.id is null then 'contents deleted' else 'contents altered' end
    from audit.events e left join audit.entries n on n.id = e.entry_id
      left join erased_patients p on p.patient_id = e.patient_id
      left join erased_rows r on r.relation = e.relation and r.row_id = e.row_id
    where e.entry_id is not null
      and (n.id is null or audit.content_hash(n) <> e.content_hash)
      and not (
        n.id is not null and n.salt is null
        and coalesce(n.old_row, n.new_row) = '{"erased": true}' and coalesce(n.new_row, n.old_row) = '{"erased": true}'
        -- Erased after this event, not before.
        and coalesce(greatest(p.last, r.last) > e.seq, false)
      )
    union all
    select null, 'an entry without an event: ' || n.id from audit.entries n
    where not exists (select from audit.events e where e.entry_id = n.id)
    order by 1, 2
  $$;
