-- Whether a pharmacy's queue changed, without anything that is in it: what the screen asks every few seconds does not read a
-- record, and is not noted as a read. It reads the list again, noted, when the mark is another.
create function private.queue_mark_of_mine() returns text
  language sql stable security definer set search_path = ''
  as $$
    select encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(
      p.id, p.updated_at, private.dispensed_quantity(p.id)) order by p.id)::text, ''), 'UTF8')), 'hex')
    from public.prescriptions p
    where p.status = 'active' and p.dispense_performer_id in (select private.organization_ids('pharmacist'))
      and current_date between p.dispense_validity_start and coalesce(p.dispense_validity_end, 'infinity')
  $$;

create function public.queue_mark() returns text
  language sql stable set search_path = ''
  as $$ select private.queue_mark_of_mine() $$;

revoke all on function private.queue_mark_of_mine() from public;
grant execute on function private.queue_mark_of_mine() to authenticated;
revoke all on function public.queue_mark() from public, anon, service_role;
grant execute on function public.queue_mark() to authenticated;
