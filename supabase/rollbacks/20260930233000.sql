create or replace function private.queue_mark_of_mine() returns text
  language sql stable security definer set search_path = ''
  as $$
    select encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(
      p.id, p.updated_at, private.dispensed_quantity(p.id)) order by p.id)::text, ''), 'UTF8')), 'hex')
    from public.prescriptions p
    where p.status = 'active' and p.dispense_performer_id in (select private.organization_ids('pharmacist'))
      and current_date between p.dispense_validity_start and coalesce(p.dispense_validity_end, 'infinity')
  $$;
