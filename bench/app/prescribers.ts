import { randomBytes, randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { AppServer, Platform } from '../../test/platform/served.ts';
import { PASSWORD } from '../../test/platform/served.ts';
import { type Browser, formsOf } from '../../test/support/browser.ts';
import { type Figures, figuresOf } from './load.ts';

/** The sample draft that nothing warns of. */
const DRAFT = 'd0000000-0000-4000-8000-000000000007';
const AMARA = 'a0000000-0000-4000-8000-000000000001';
/** A proof of the second factor is good for one signature, and the Auth server counts in seconds. */
const APART_MS = 1_100;

interface Prescriber {
  readonly browser: Browser;
  readonly secret: Secret;
  readonly drafts: readonly string[];
  last: number;
}

/** One more row like the one that has this id, with other values. */
async function copy(
  platform: Platform,
  table: string,
  other: Readonly<Record<string, unknown>>,
  like: string,
): Promise<void> {
  const columns = await platform.sql<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const names = columns.map(({ name }) => name).join(', ');
  const key = table === 'auth.identities' ? 'user_id' : 'id';
  await platform.sql(
    `insert into ${table} (${names})
     select ${names} from (
       select (jsonb_populate_record(one, $1::jsonb)).* from ${table} one where one.${key} = $2
     ) as copied`,
    [JSON.stringify(other), like],
  );
}

/** Prescribers with an authenticator app and drafts of their own: one person signs once a second at most. */
export async function prescribers(
  platform: Platform,
  app: AppServer,
  { people, drafts }: { readonly people: number; readonly drafts: number },
): Promise<Prescriber[]> {
  const made: Prescriber[] = [];
  for (let n = 0; n < people; n++) {
    const [account, practitioner, patient] = [randomUUID(), randomUUID(), randomUUID()];
    const email = `prescriber-${n}@example.test`;
    const secret = new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer });
    await copy(platform, 'auth.users', { id: account, email }, AMARA);
    const identity = { id: randomUUID(), provider_id: account, user_id: account };
    await copy(platform, 'auth.identities', { ...identity, identity_data: { sub: account, email } }, AMARA);
    await platform.sql(
      `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
       values (gen_random_uuid(), $1, 'bench', 'totp', 'verified', now(), now(), $2)`,
      [account, secret.base32],
    );
    await platform.sql(`insert into public.profiles (id, display_name) values ($1, $2)`, [
      account,
      `Bench ${n}`,
    ]);
    await platform.sql(
      `insert into public.practitioners (id, profile_id, given_name, family_name, qualification, registration_number)
       values ($1, $2, 'Bench', $3, 'General practice', $4)`,
      [practitioner, account, String(n), `BENCH-${n}`],
    );
    await platform.sql(
      `insert into public.patients (id, given_name, family_name, birth_date, general_practitioner_id)
       values ($1, 'Bench', $2, '1980-01-01', $3)`,
      [patient, String(n), practitioner],
    );
    const ids = Array.from({ length: drafts }, () => randomUUID());
    for (const id of ids)
      await copy(
        platform,
        'public.prescriptions',
        { id, subject_id: patient, requester_id: practitioner },
        DRAFT,
      );
    // Each from an address of their own, as they would be.
    const browser = app.browser(`198.18.${Math.floor(n / 250)}.${(n % 250) + 1}`);
    const { at } = await browser.signIn(email, PASSWORD);
    if (at !== '/prescriptions') throw new Error(`${email} could not sign in: ${at}`);
    made.push({ browser, secret, drafts: ids, last: 0 });
  }
  return made;
}

/** Each signs each of their drafts: the whole way from the form to the answer, with the code looked at by the Auth server. */
export async function signAll(people: readonly Prescriber[], connections: number): Promise<Figures> {
  const forms: { who: Prescriber; at: string; fields: Readonly<Record<string, string>> }[] = [];
  const most = Math.max(...people.map(({ drafts }) => drafts.length));
  for (let n = 0; n < most; n++)
    for (const who of people) {
      const at = `/prescriptions/${who.drafts[n]}`;
      const page = await who.browser.open(at);
      const form = formsOf(page.text).find(
        ({ fields }) => 'code' in fields && fields['becomes'] === 'active',
      );
      if (!form) throw new Error(`${at} has no form to sign with (HTTP ${page.status})`);
      forms.push({ who, at, fields: form.fields });
    }
  const times: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let form = forms[next++]; form; form = forms[next++]) {
      const { who, at, fields } = form;
      const wait = who.last + APART_MS - Date.now();
      if (wait > 0) await new Promise((later) => setTimeout(later, wait));
      const body = new FormData();
      const code = new TOTP({ secret: who.secret }).generate();
      for (const [name, value] of Object.entries({ ...fields, code })) body.set(name, value);
      const started = performance.now();
      const response = await who.browser.send(at, {
        method: 'POST',
        body,
        headers: { origin: who.browser.origin },
      });
      const text = await response.text();
      times.push(performance.now() - started);
      who.last = Date.now();
      if (response.status !== 303)
        throw new Error(
          `${at} was not signed: HTTP ${response.status} ${/form-error">([^<]+)/.exec(text)?.[1] ?? ''}`,
        );
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  return figuresOf(times, (performance.now() - began) / 1000);
}
