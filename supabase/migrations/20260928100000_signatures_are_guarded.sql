-- shiplock: phase=contract
-- Contract: the release before signs without a code and without asking about warnings. From here on the database refuses
-- both, whichever way a draft becomes active.
create function private.guard_signature() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  -- Which one is on the page; the server's log gets messages, and nothing of what is prescribed.
  if exists (select from private.warnings_on(old) as w where w.severity = 'high' and w.reason is null) then
    raise exception 'prescription % has a severe warning without an answer', old.id using errcode = 'PT409';
  end if;
  -- The service has no second factor, and no person whose signature it could be.
  if (select auth.uid()) is not null then
    perform private.use_second_factor(old.id);
  end if;
  return new;
end $$;
-- Its name comes after `guard_prescription`: what is illegal anyway is refused first.
create trigger guard_signature before update of status on public.prescriptions
  for each row when (old.status = 'draft' and new.status = 'active') execute function private.guard_signature();
revoke all on function private.guard_signature() from public;
