-- shiplock: phase=expand
-- The mark of a pharmacy's queue, which its screen asks for every ten seconds, was taken from every active prescription of all
-- pharmacies: at 1,000,000 prescriptions 100,000 of them. Now each pharmacy's are read by the index of its queue. The mark is
-- the same.
create or replace function private.queue_mark_of_mine() returns text
  language sql stable security definer set search_path = ''
  as $$
    select encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(
      p.id, p.updated_at, private.dispensed_quantity(p.id)) order by p.id)::text, ''), 'UTF8')), 'hex')
    from (select distinct o.id from private.organization_ids('pharmacist') as o (id)) as pharmacy
    cross join lateral (
      select q.id, q.updated_at from public.prescriptions q
      where q.status = 'active' and q.dispense_performer_id = pharmacy.id
        and current_date between q.dispense_validity_start and coalesce(q.dispense_validity_end, 'infinity')
      -- Keeps the planner from joining all of them first.
      offset 0
    ) as p
  $$;
