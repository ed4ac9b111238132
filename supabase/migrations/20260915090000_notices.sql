-- Notices of the pharmacy that everyone may read: shortages, recalls, changes of the formulary, opening hours.
create table public.notices (
  id uuid primary key default gen_random_uuid(),
  category text not null,
  title text not null check (title <> ''),
  body text not null check (body <> ''),
  medication_display text,
  -- Null while it is being written.
  published_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  constraint notices_category_check check (category in ('shortage', 'recall', 'formulary', 'service')),
  constraint notices_expiry_check check (expires_at > published_at)
);
-- The home page reads the newest first.
create index notices_published_at_idx on public.notices (published_at desc) where published_at is not null;

revoke all on public.notices from anon, authenticated, service_role;
grant select on public.notices to anon, authenticated;
grant select, insert, update, delete on public.notices to service_role;

alter table public.notices enable row level security;
create policy "everyone reads published notices" on public.notices
  for select to anon, authenticated
  using (published_at <= now() and (expires_at is null or expires_at > now()));
