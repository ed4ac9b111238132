import { namesOf } from '../../database/sql/definitions.ts';
import { loadParser } from '../../database/sql/parser.ts';
import { count } from '../../present/count.ts';
import { atOnce } from '../../release/at-once.ts';
import type { CheckReport, Finding } from '../../release/ports.ts';

export interface ApiOptions {
  /** The project's URL, `https://<ref>.supabase.co`. */
  readonly url: string;
  /** The publishable (or anon) key: what every browser has. */
  readonly key: string;
  /** Relations of `public` from which the role `anon` must get nothing, by their names in rls.json. */
  readonly closed: readonly Closed[];
  readonly timeoutMs?: number;
  /** supabase-js asks again while PostgREST loads its schema cache, 7 s in all. Default: true. */
  readonly retry?: boolean;
}

interface Closed {
  /** `public.orders` */
  readonly relation: string;
  /** Granted, but no policy lets a row through; otherwise not granted at all. */
  readonly granted: boolean;
}

/** Schemas that no browser may reach, with a relation to ask for. */
const OWN = [
  { schema: 'shiplock', relation: 'release' },
  { schema: 'supabase_migrations', relation: 'schema_migrations' },
] as const;
/** https://docs.postgrest.org/en/stable/references/errors.html: schema not exposed; relation not served. */
const NOT_EXPOSED = 'PGRST106';
export const NOT_SERVED = 'PGRST205';
const DENIED = '42501';
const TIMEOUT_MS = 10_000;

/**
 * Asks the live project's Data API, as any visitor can, whether what must be closed is closed: catalogs say what should
 * hold, the answer of the API is what does. Reads at most a row of each. Not asked without URL and key.
 */
export async function checkApi(options: ApiOptions | undefined): Promise<CheckReport> {
  if (!options) return report('skipped', 'supabase-url and supabase-key are not set');
  const ask = await visitor(options);
  await loadParser();
  const schemas = await asked(OWN, async (own) => judgeSchema(own.schema, await ask(own)));
  const relations = await asked(options.closed, async (closed) => {
    const [schema = '', relation = ''] = namesOf(closed.relation) ?? [];
    return judgeRelation(closed, await ask({ schema, relation }));
  });
  const answers = [...schemas, ...relations];
  const open = answers.flatMap((answer) => (answer.state === 'open' ? [answer.finding] : []));
  const undecided = answers.flatMap((answer) => (answer.state === 'undecided' ? [answer.finding] : []));
  return report(
    open.length > 0 ? 'fail' : undecided.length > 0 ? 'unknown' : 'pass',
    `${count(schemas.length, 'schema')} and ${count(relations.length, 'relation')} requested with the publishable key${undecided.length > 0 ? `, ${undecided.length} undecided` : ''}`,
    [...open, ...undecided],
  );
}

/** In the order of the questions. The project's own users share its connections: few at once. */
async function asked<Of>(all: readonly Of[], judge: (one: Of) => Promise<Judgement>) {
  const answers = new Map<Of, Judgement>();
  await atOnce(all, { most: 4 }, async (one) => {
    answers.set(one, await judge(one));
  });
  return all.flatMap((one) => answers.get(one) ?? []);
}

interface Answer {
  readonly rows: number;
  /** PostgREST's or PostgreSQL's code; undefined where rows came, or nothing that can be read. */
  readonly code: string | undefined;
  readonly status: number;
  readonly message: string;
}

export async function visitor({
  url,
  key,
  timeoutMs = TIMEOUT_MS,
  retry = true,
}: Omit<ApiOptions, 'closed'>) {
  const { createClient } = await import('@supabase/supabase-js');
  const client = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: {
      fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
  });
  return async (of: { readonly schema: string; readonly relation: string }): Promise<Answer> => {
    const { data, error, status } = await client
      .schema(of.schema)
      // supabase-js writes the name into the path as it is.
      .from(encodeURIComponent(of.relation))
      .select('*')
      .limit(1)
      .retry(retry);
    return {
      rows: data?.length ?? 0,
      code: error?.code || undefined,
      status,
      message: error?.message.split('\n')[0] ?? '',
    };
  };
}

type Judgement =
  | { readonly state: 'closed' }
  | { readonly state: 'open' | 'undecided'; readonly finding: Finding };

function judgeSchema(schema: string, answer: Answer): Judgement {
  const object = `schema ${schema}`;
  if (answer.code === NOT_EXPOSED) return { state: 'closed' };
  const served = answer.status === 200 || answer.code === DENIED || answer.code === NOT_SERVED;
  if (!served) return undecided(object, answer);
  const message = "the Data API serves it: remove it from the exposed schemas in the project's API settings";
  return { state: 'open', finding: { object, message } };
}

function judgeRelation({ relation, granted }: Closed, answer: Answer): Judgement {
  if (answer.code === DENIED || answer.code === NOT_SERVED || answer.code === NOT_EXPOSED)
    return { state: 'closed' };
  if (answer.status !== 200) return undecided(relation, answer);
  if (granted && answer.rows === 0) return { state: 'closed' };
  const mend = `revoke select on ${relation} from anon;`;
  const message =
    answer.rows > 0
      ? 'the Data API returns its rows to everybody'
      : 'the Data API lets everybody read it, although it returned no row this time';
  return { state: 'open', finding: { object: relation, message, ...(granted ? {} : { mend }) } };
}

function undecided(object: string, { status, code, message }: Answer): Judgement {
  const why = status > 0 ? `HTTP ${status}${code ? `, ${code}` : ''}: ${message}` : message;
  return {
    state: 'undecided',
    finding: { object, message: `the Data API did not answer the question: ${why}` },
  };
}

const report = (
  outcome: CheckReport['outcome'],
  detail: string,
  findings: CheckReport['findings'] = [],
): CheckReport => ({ check: 'api', outcome, detail, findings });
