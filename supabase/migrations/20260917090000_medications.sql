-- What can be prescribed. Codes are ATC: https://atcddd.fhi.no/atc_ddd_index/
create table public.medications (
  id uuid primary key default gen_random_uuid(),
  code text not null check (code <> ''),
  display text not null unique check (display <> ''),
  -- What one of them is called when it is counted: tablet, capsule, puff.
  dose_unit text not null,
  -- What is handed over: tablets, capsules, inhaler.
  pack_unit text not null,
  active boolean not null default true,
  created_at timestamptz not null default now()
);
create index medications_code_idx on public.medications (code);

revoke all on public.medications from anon, authenticated, service_role;
grant select on public.medications to authenticated;
grant select, insert, update on public.medications to service_role;
alter table public.medications enable row level security;
create policy "signed-in people read the formulary" on public.medications
  for select to authenticated using (active);

create trigger record_change after insert or update or delete on public.medications
  for each row execute function audit.record();
