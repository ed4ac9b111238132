-- When a person proved a second factor, and for which signature it was used. What asks for it comes with the contract file
-- `signatures_are_guarded`; until then the release before signs as it did.

-- One proof, one signature: what a stolen session finds already proved signs nothing more.
create table private.used_second_factors (
  profile_id uuid not null references public.profiles (id) on delete cascade,
  proved_at timestamptz not null,
  prescription_id uuid not null references public.prescriptions (id) on delete restrict,
  at timestamptz not null default now(),
  primary key (profile_id, proved_at)
);
create index used_second_factors_prescription_id_idx on private.used_second_factors (prescription_id);
alter table private.used_second_factors enable row level security;
revoke all on private.used_second_factors from anon, authenticated, service_role;

-- The last time at which the session of this request proved a second factor, as its verified token says; else null.
-- https://supabase.com/docs/guides/auth/jwt-fields
create function private.second_factor_at() returns timestamptz
  language sql stable set search_path = ''
  as $$
    select to_timestamp(max((m.proof ->> 'timestamp')::numeric)::double precision)
    from jsonb_array_elements(
      case when jsonb_typeof(auth.jwt() -> 'amr') = 'array' then auth.jwt() -> 'amr' else '[]' end
    ) as m (proof)
    where auth.jwt() ->> 'aal' = 'aal2' and m.proof ->> 'method' in ('totp', 'mfa/phone', 'mfa/webauthn')
  $$;

-- PT403: what PostgREST answers as HTTP 403, with a message that was written for people.
create function private.use_second_factor(for_prescription uuid) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  proved constant timestamptz := private.second_factor_at();
begin
  if proved is null then
    raise exception 'enter a code of your authenticator app to sign' using errcode = 'PT403';
  end if;
  -- A minute ahead: the clocks of the Auth server and of the database.
  if proved not between clock_timestamp() - interval '2 minutes' and clock_timestamp() + interval '1 minute' then
    raise exception 'your code was entered too long ago: enter a new one' using errcode = 'PT403';
  end if;
  insert into private.used_second_factors (profile_id, proved_at, prescription_id)
    values ((select auth.uid()), proved, for_prescription) on conflict do nothing;
  if not found then
    raise exception 'your code was used to sign already: enter a new one' using errcode = 'PT403';
  end if;
end $$;

revoke all on function private.second_factor_at(), private.use_second_factor(uuid) from public;
grant execute on function private.second_factor_at(), private.use_second_factor(uuid) to authenticated;
