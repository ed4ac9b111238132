-- Who can try how often, and which sessions are open. Neither takes a service besides the database: an app that cannot
-- count cannot sign anybody in, and says so.

-- How often something was done in a span of time, such as tries to sign in from an address. What was counted is kept as a
-- hash: these rows tell nobody who tried.
create table private.turns (
  bucket text not null check (bucket <> ''),
  subject bytea not null,
  began timestamptz not null,
  used int not null check (used > 0),
  primary key (bucket, subject, began)
);
create index turns_began_idx on private.turns (began);
alter table private.turns enable row level security;
revoke all on private.turns from public, anon, authenticated, service_role;

-- Counts a turn in each bucket, and answers for how many seconds to wait: 0, or until the longest full one begins again.
-- `turns`: [{"bucket": "sign-in by address", "subject": "192.0.2.1", "at_most": 60, "seconds": 900}, …]. Counted before
-- the work is done, so that many together do not pass together.
create function private.take_turns(turns jsonb) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  turn record;
  span interval;
  start timestamptz;
  count int;
  wait int := 0;
begin
  for turn in
    -- In one order, so that two callers never wait for each other.
    select t.bucket, t.subject, t.at_most, t.seconds
    from jsonb_to_recordset(turns) as t (bucket text, subject text, at_most int, seconds int)
    order by t.bucket, t.subject
  loop
    span := make_interval(secs => turn.seconds);
    start := date_bin(span, clock_timestamp(), 'epoch');
    insert into private.turns as kept (bucket, subject, began, used)
      values (turn.bucket, sha256(convert_to(turn.subject, 'UTF8')), start, 1)
      on conflict (bucket, subject, began) do update set used = kept.used + 1
      returning used into count;
    if count > turn.at_most then
      wait := greatest(wait, ceil(extract(epoch from start + span - clock_timestamp()))::int, 1);
    end if;
    if count = 1 then
      delete from private.turns old where old.began < clock_timestamp() - interval '1 day';
    end if;
  end loop;
  return wait;
end $$;

-- Takes one turn back, in each bucket: a right password is not a try at guessing it.
create function private.return_turns(turns jsonb) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  turn record;
begin
  for turn in
    select t.bucket, t.subject, t.seconds
    from jsonb_to_recordset(turns) as t (bucket text, subject text, seconds int)
    order by t.bucket, t.subject
  loop
    update private.turns kept set used = kept.used - 1
      where kept.bucket = turn.bucket and kept.subject = sha256(convert_to(turn.subject, 'UTF8')) and kept.used > 1
        and kept.began = date_bin(make_interval(secs => turn.seconds), clock_timestamp(), 'epoch');
    if not found then
      delete from private.turns kept
        where kept.bucket = turn.bucket and kept.subject = sha256(convert_to(turn.subject, 'UTF8')) and kept.used = 1
          and kept.began = date_bin(make_interval(secs => turn.seconds), clock_timestamp(), 'epoch');
    end if;
  end loop;
end $$;

-- Only the server calls these, with its secret key: what says whose turn it is (an address, an account) is the server's
-- word, and with it anybody could lock anybody out.
create function public.take_turns(turns text) returns int
  language sql set search_path = '' as $$ select private.take_turns(turns::jsonb) $$;
create function public.return_turns(turns text) returns void
  language sql set search_path = '' as $$ select private.return_turns(turns::jsonb) $$;

-- The Auth server knows each session; what it signed in from it does not know, since the app's server asks for people.
create table private.session_devices (
  session_id uuid primary key,
  profile_id uuid not null references public.profiles (id) on delete cascade,
  device text not null check (length(device) <= 80),
  at timestamptz not null default now()
);
create index session_devices_profile_id_idx on private.session_devices (profile_id);
alter table private.session_devices enable row level security;
revoke all on private.session_devices from public, anon, authenticated, service_role;

create function private.session_id() returns uuid
  language sql stable set search_path = ''
  as $$ select nullif((select auth.jwt()) ->> 'session_id', '')::uuid $$;

-- Whether the session of this request is still one: it was not ended, is at most 12 hours old, and its token was renewed
-- in the last two. A token outlives its session by up to an hour; the rights that the functions below give do not. A token
-- of the project without a session was made with the signing key, by nobody who signed in.
create function private.session_is_open() returns boolean
  language plpgsql stable security definer set search_path = '' as $$
begin
  if private.session_id() is null then
    return true;
  end if;
  return exists (
    select from auth.sessions s
    where s.id = private.session_id() and s.user_id = (select auth.uid())
      and (s.not_after is null or s.not_after > now())
      and s.created_at > now() - interval '12 hours'
      and coalesce(s.refreshed_at at time zone 'UTC', s.created_at) > now() - interval '2 hours'
  );
end $$;

create or replace function private.practitioner_id() returns uuid
  language sql stable security definer set search_path = ''
  as $$
    select p.id from public.practitioners p
    where p.profile_id = (select auth.uid()) and p.active and (select private.session_is_open())
  $$;

create or replace function private.patient_id() returns uuid
  language sql stable security definer set search_path = ''
  as $$
    select p.id from public.patients p
    where p.profile_id = (select auth.uid()) and (select private.session_is_open())
  $$;

create or replace function private.organization_ids(as_role text) returns setof uuid
  language sql stable security definer set search_path = ''
  as $$
    select m.organization_id from public.memberships m
    join public.organizations o on o.id = m.organization_id
    where m.profile_id = (select auth.uid()) and m.role = as_role and m.active and o.active
      and (select private.session_is_open())
  $$;

create function private.note_device(signed_in_from text) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if private.session_id() is null or not private.session_is_open() then
    raise exception 'sign in first' using errcode = 'insufficient_privilege';
  end if;
  insert into private.session_devices (session_id, profile_id, device)
    values (private.session_id(), (select auth.uid()), left(signed_in_from, 80))
    on conflict (session_id) do nothing;
  delete from private.session_devices d
    where d.profile_id = (select auth.uid()) and not exists (select from auth.sessions s where s.id = d.session_id);
end $$;

-- The caller's open sessions, this one first.
create function private.own_sessions() returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.session_is_open() then
    raise exception 'sign in first' using errcode = 'insufficient_privilege';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'device', d.device, 'since', s.created_at,
        'seen', coalesce(s.refreshed_at at time zone 'UTC', s.created_at), 'current', s.id = private.session_id()
      ) order by s.id = private.session_id() desc nulls last, s.created_at desc), '[]')
    from auth.sessions s left join private.session_devices d on d.session_id = s.id
    where s.user_id = (select auth.uid()) and s.created_at > now() - interval '12 hours'
      and coalesce(s.refreshed_at at time zone 'UTC', s.created_at) > now() - interval '2 hours'
  );
end $$;

-- Ends a session of the caller, or without a session all but this one. How many were ended.
create function private.end_own_sessions(session uuid) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  ended int;
begin
  if not private.session_is_open() then
    raise exception 'sign in first' using errcode = 'insufficient_privilege';
  end if;
  with gone as (
    delete from auth.sessions s
    where s.user_id = (select auth.uid())
      and case when session is null then s.id is distinct from private.session_id() else s.id = session end
    returning s.id
  ), forgotten as (
    delete from private.session_devices d using gone where d.session_id = gone.id
  )
  select count(*) into ended from gone;
  return ended;
end $$;

create function public.session_is_open() returns boolean
  language sql stable set search_path = '' as $$ select private.session_is_open() $$;
create function public.note_device(signed_in_from text) returns void
  language sql set search_path = '' as $$ select private.note_device(signed_in_from) $$;
create function public.list_sessions() returns jsonb
  language sql stable set search_path = '' as $$ select private.own_sessions() $$;
create function public.end_sessions(session uuid default null) returns int
  language sql set search_path = '' as $$ select private.end_own_sessions(session) $$;

revoke all on function private.take_turns(jsonb), private.return_turns(jsonb), private.session_id(),
  private.session_is_open(), private.note_device(text), private.own_sessions(), private.end_own_sessions(uuid)
  from public;
grant execute on function private.take_turns(jsonb), private.return_turns(jsonb) to service_role;
grant execute on function private.session_id(), private.session_is_open(), private.note_device(text),
  private.own_sessions(), private.end_own_sessions(uuid) to authenticated;
revoke all on function public.take_turns(text), public.return_turns(text), public.session_is_open(),
  public.note_device(text), public.list_sessions(), public.end_sessions(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.take_turns(text), public.return_turns(text) to service_role;
grant execute on function public.session_is_open(), public.note_device(text), public.list_sessions(),
  public.end_sessions(uuid) to authenticated;
