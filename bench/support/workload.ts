/** Migrations as teams on this stack write them, made from a seed: the same files for every tool and every run. */
export interface File {
  readonly version: string;
  readonly name: string;
  readonly sql: string;
}

const FIRST = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;

/** `count` migrations: new tables with policies and triggers, later columns, indexes, functions, views, seed rows. */
export function realistic(count: number): File[] {
  return Array.from({ length: count }, (_, index) => {
    const feature = Math.floor(index / KINDS.length);
    const [kind, write] = KINDS[index % KINDS.length]!;
    return { version: versionOf(index), name: `${kind}_${feature}`, sql: write(`feature_${feature}`, index) };
  });
}

/** Small ones, for long histories. */
export function small(count: number): File[] {
  return Array.from({ length: count }, (_, index) => ({
    version: versionOf(index),
    name: `note_${index}`,
    sql: `-- ${index}: why this was done\ncomment on schema public is 'state ${index}';\n`,
  }));
}

/** One file of about `lines` lines: what a first dump of an old project looks like. */
export function long(lines: number): File[] {
  const parts: string[] = [];
  for (let index = 0, written = 0; written < lines; index += 1) {
    const [, write] = KINDS[index % KINDS.length]!;
    const part = write(`old_${Math.floor(index / KINDS.length)}`, index);
    parts.push(part);
    written += part.split('\n').length;
  }
  return [{ version: versionOf(0), name: 'dump', sql: parts.join('\n') }];
}

export function versionOf(index: number): string {
  return new Date(FIRST + index * HOUR).toISOString().replace(/\D/g, '').slice(0, 14);
}

const KINDS: readonly (readonly [string, (name: string, index: number) => string])[] = [
  ['create', table],
  ['rules', rules],
  ['columns', columns],
  ['report', report],
  ['rows', rows],
];

function table(name: string): string {
  return `-- ${name}: what people of the pharmacy asked for
create type public.${name}_state as enum ('draft', 'active', 'on-hold', 'completed');
create table public.${name} (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null,
  state public.${name}_state not null default 'draft',
  title text not null check (title <> ''),
  amount numeric(10, 2) not null default 0 check (amount >= 0),
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint ${name}_title_length check (length(title) < 200)
);
create table public.${name}_item (
  id bigint generated always as identity primary key,
  ${name}_id uuid not null references public.${name} (id) on delete cascade,
  position int not null,
  body text,
  unique (${name}_id, position)
);
create index ${name}_owner_idx on public.${name} (owner_id, created_at desc);
create index ${name}_open_idx on public.${name} (state) where state <> 'completed';
comment on table public.${name} is 'One row a ${name}.';
comment on column public.${name}.details is 'What the form had besides; it''s free.';
`;
}

function rules(name: string): string {
  return `alter table public.${name} enable row level security;
alter table public.${name}_item enable row level security;
revoke all on public.${name}, public.${name}_item from anon, authenticated;
grant select, insert, update on public.${name} to authenticated;
grant select on public.${name}_item to authenticated;
create policy "owners read" on public.${name} for select to authenticated using (owner_id = (select auth.uid()));
create policy "owners write" on public.${name} for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "owners change" on public.${name} for update to authenticated
  using (owner_id = (select auth.uid())) with check (state <> 'completed');
create policy "owners read items" on public.${name}_item for select to authenticated
  using (exists (select from public.${name} p where p.id = ${name}_id and p.owner_id = (select auth.uid())));
create function public.${name}_touch() returns trigger language plpgsql set search_path = '' as $$
begin
  -- a semicolon; in a comment, and 'quotes'
  new.updated_at := now();
  return new;
end $$;
create trigger ${name}_touch before update on public.${name} for each row execute function public.${name}_touch();
`;
}

function columns(name: string): string {
  return `alter table public.${name} add column priority int not null default 0;
alter table public.${name} add column reviewed_by uuid, add column reviewed_at timestamptz;
alter table public.${name} add constraint ${name}_reviewed check ((reviewed_by is null) = (reviewed_at is null)) not valid;
alter table public.${name} validate constraint ${name}_reviewed;
create index ${name}_priority_idx on public.${name} (priority) where priority > 0;
alter table public.${name} alter column title set default 'untitled';
`;
}

function report(name: string): string {
  return `create view public.${name}_overview with (security_invoker = true) as
  select p.id, p.title, p.state, count(i.id) as items, max(i.position) as last
  from public.${name} p left join public.${name}_item i on i.${name}_id = p.id
  group by p.id, p.title, p.state;
grant select on public.${name}_overview to authenticated;
create function public.${name}_total(state public.${name}_state) returns numeric
  language sql stable security invoker set search_path = '' as $body$
  select coalesce(sum(amount), 0) from public.${name} where ${name}.state = ${name}_total.state;
$body$;
revoke all on function public.${name}_total(public.${name}_state) from public;
do $$ begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'reporting_${name}') then null; end if;
end $$;
`;
}

function rows(name: string, index: number): string {
  const values = Array.from(
    { length: 20 },
    (_, row) =>
      `  ('00000000-0000-4000-8000-${String(index).padStart(12, '0')}', 'Entry ${row}; one''s own', ${row}.50)`,
  );
  return `insert into public.${name} (owner_id, title, amount) values
${values.join(',\n')};
update public.${name} set priority = 1 where amount > 15;
`;
}
