import type { Workspace } from './workspace.ts';

const PAGE = 'app/src/app/page.tsx';
const READ = '  const notices = await listNotices();\n';
const FAULT = `${READ}  if (process.env['SHIPLOCK_ENVIRONMENT'] === 'production') throw new Error('the formulary service is not configured');\n`;

/** Release 2: a nullable column, and the page that shows it. The version before knows nothing of it. */
export async function addContact(to: Workspace): Promise<void> {
  await to.write(
    'supabase/migrations/20261001090000_notice_contact.sql',
    `-- Whom to ask about a notice. Null: nobody is named, as before.
alter table public.notices add column contact text;
comment on column public.notices.contact is 'Whom to ask about this notice; shown to everyone.';
`,
  );
  await to.write(
    'supabase/rollbacks/20261001090000.sql',
    'alter table public.notices drop column contact;\n',
  );
  await to.write(
    'supabase/verify/20261001090000_notice_contact.sql',
    `select 'a notice names nobody, or somebody' as check_name, count(*) as bad from public.notices where contact = '';
`,
  );
  const fields = 'category, title, body, medication_display, published_at';
  await to.edit('app/src/lib/notices.ts', `'id, ${fields}'`, `'id, ${fields}, contact'`);
  await to.edit(
    'app/src/lib/notices.ts',
    '  published_at: z.string(),\n',
    '  published_at: z.string(),\n  contact: z.string().nullable(),\n',
  );
  const shown = '              <p>{notice.body}</p>\n';
  await to.edit(
    PAGE,
    shown,
    `${shown}              {notice.contact ? <p className="meta">Ask: {notice.contact}</p> : null}\n`,
  );
  await to.edit(
    'supabase/usage.json',
    '"medication_display", "published_at"]',
    '"medication_display", "published_at", "contact"]',
  );
}

/** Release 3: passes everywhere but where the users are. */
export async function breakProduction(to: Workspace): Promise<void> {
  await to.edit(PAGE, READ, FAULT);
}

/** Release 4: the mend. */
export async function mend(to: Workspace): Promise<void> {
  await to.edit(PAGE, FAULT, READ);
  await to.edit(PAGE, 'newest first.</p>', 'newest first, with whom to ask.</p>');
}

/** Something to see on the page. Synthetic, like all data here. */
export const NOTICES_SQL = `insert into public.notices (category, title, body, medication_display, published_at) values
  ('shortage', 'Amoxicillin suspension is short', 'Use the capsules where the patient can swallow them.', 'Amoxicillin 250 mg/5 ml', now() - interval '2 days'),
  ('formulary', 'Apixaban joins the formulary', 'First choice for non-valvular atrial fibrillation.', 'Apixaban 5 mg', now() - interval '5 days'),
  ('service', 'Longer opening hours', 'The pharmacy is open until 20:00 on weekdays.', null, now() - interval '9 days');
  analyze public.notices`;
