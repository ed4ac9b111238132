import { randomUUID } from 'node:crypto';
import { ACTIONS, type ActionName, PAGES } from '../../app/src/lib/limits/policy.ts';
import type { Browser } from '../support/browser.ts';
import { type Action, type Answered, asked, opened, originOf, sent } from './ask.ts';

export type Person =
  | 'nobody'
  | 'patient'
  | 'prescriber'
  | 'pharmacist'
  | 'auditor'
  | 'operator'
  | 'administrator';

/**
 * What is to be expected of a route: `still` asks for nothing that can be gone; `open` reads for anybody; `read` and `form`
 * need the database; `factors` is a read that the Auth server answers; `measured` is kept where somebody counts; `stops` also needs that somebody counts, and the Auth
 * server; `sign-in` needs those alone.
 */
export type Kind =
  | 'live'
  | 'ready'
  | 'still'
  | 'open'
  | 'read'
  | 'factors'
  | 'measured'
  | 'form'
  | 'stops'
  | 'sign-in';

export interface Route {
  readonly name: string;
  readonly kind: Kind;
  ask(people: Readonly<Record<Person, Browser>>): Promise<Answered>;
}

const INES = 'c0000000-0000-4000-8000-000000000001';
const HERS = 'd0000000-0000-4000-8000-000000000002';
const DRAFT = 'd0000000-0000-4000-8000-000000000007';
const MEDICATION = '90000000-0000-4000-8000-000000000001';

const page = (name: keyof typeof PAGES, who: Person, kind: Kind, at: string = name): Route => ({
  ...{ name: `page ${name}`, kind },
  ask: (people) => opened(people[who], at),
});

const PAGE_ROUTES: readonly Route[] = [
  page('/', 'nobody', 'open'),
  page('/sign-in', 'nobody', 'still'),
  page('/api-docs', 'nobody', 'still'),
  page('/home', 'patient', 'read'),
  page('/prescriptions', 'patient', 'read'),
  page('/prescriptions/[id]', 'patient', 'read', `/prescriptions/${HERS}`),
  // Asks the Auth server whether she can sign it, and is read without that.
  {
    ...page('/prescriptions/[id]', 'prescriber', 'read', `/prescriptions/${DRAFT}`),
    name: 'page /prescriptions/[id] (draft)',
  },
  page('/prescriptions/new', 'prescriber', 'read'),
  page('/payments', 'patient', 'read'),
  page('/renewals', 'patient', 'read'),
  page('/queue', 'pharmacist', 'read'),
  page('/audit', 'auditor', 'read'),
  page('/flags', 'operator', 'read'),
  page('/ops', 'operator', 'read'),
  page('/second-factor', 'patient', 'factors'),
  page('/sessions', 'patient', 'read'),
];

const get = (path: string, who: Person, kind: Kind, at: string = path): Route => ({
  ...{ name: `GET ${path}`, kind },
  ask: (people) => asked(people[who], at, { headers: { 'sec-fetch-mode': 'cors' } }),
});
const post = (
  path: string,
  who: Person,
  kind: Kind,
  body: URLSearchParams | string,
  headers: (browser: Browser) => Record<string, string> = (browser) => ({ origin: originOf(browser) }),
): Route => ({
  ...{ name: `POST ${path}`, kind },
  ask: (people) => asked(people[who], path, { method: 'POST', body, headers: headers(people[who]) }),
});

const API_ROUTES: readonly Route[] = [
  get('/api/health/live', 'nobody', 'live'),
  get('/api/health/ready', 'nobody', 'ready'),
  get('/api/openapi.json', 'nobody', 'still'),
  get('/api/fhir/metadata', 'nobody', 'still'),
  get('/api/fhir/MedicationRequest', 'patient', 'read'),
  get('/api/fhir/MedicationRequest/{id}', 'patient', 'read', `/api/fhir/MedicationRequest/${HERS}`),
  get('/api/fhir/Patient', 'patient', 'read'),
  post('/api/fhir/Patient/_search', 'patient', 'read', new URLSearchParams({ identifier: 'MRN-1' })),
  get('/api/fhir/Patient/{id}', 'patient', 'read', `/api/fhir/Patient/${INES}`),
  get('/api/fhir/Patient/{id}/$everything', 'patient', 'read', `/api/fhir/Patient/${INES}/$everything`),
  get('/api/warnings', 'prescriber', 'read', `/api/warnings?patient=${INES}&medication=${MEDICATION}`),
  get('/api/queue', 'pharmacist', 'read'),
  get('/audit/export', 'auditor', 'read'),
  {
    ...{ name: 'POST /api/vitals', kind: 'measured' },
    ask: (people) =>
      asked(people.nobody, '/api/vitals', {
        ...{
          method: 'POST',
          headers: { origin: originOf(people.nobody), 'content-type': 'application/json' },
        },
        body: JSON.stringify({ route: '/', vitals: [{ name: 'LCP', value: 900 }] }),
      }),
  },
  // Without Stripe’s signature it is refused before anything is asked.
  post('/api/stripe/webhook', 'nobody', 'still', '{}', () => ({})),
];

const EMPTY = { problem: null, fields: {}, values: {} };
const PASSWORD = 'correct-horse-7-staple';

/** As people send them. What they name does not exist, so that nothing is changed; a signature has a wrong code. */
const FORMS: Readonly<
  Record<
    Exclude<ActionName, 'sign-out'>,
    { who: Person; of: string; fields: () => Record<string, string>; before?: object }
  >
> = {
  'sign-in': {
    ...{ who: 'nobody', of: 'signIn', before: { message: null, email: '' } },
    fields: () => ({ email: 'tom.becker@example.test', password: PASSWORD }),
  },
  'end-sessions': { who: 'auditor', of: 'endSessions', fields: () => ({ session: randomUUID() }) },
  enroll: {
    ...{ who: 'patient', of: 'enroll', before: { problem: null, begun: null } },
    fields: () => ({ factorId: randomUUID(), code: '000000' }),
  },
  'remove-factor': {
    ...{ who: 'patient', of: 'removeFactor', before: { problem: null } },
    fields: () => ({ factorId: randomUUID(), code: '000000' }),
  },
  'create-draft': {
    ...{ who: 'prescriber', of: 'createDraft' },
    fields: () => ({
      ...{ key: randomUUID(), patient: randomUUID(), medication: randomUUID(), pharmacy: randomUUID() },
      ...{ dosage: 'one', dose: '1', times: '1', quantity: '1', repeats: '0', substitution: 'on' },
      ...{ from: '2026-01-01', until: '2026-12-31', substitutionReason: '', note: '' },
    }),
  },
  sign: {
    ...{ who: 'prescriber', of: 'sign' },
    fields: () => ({ key: randomUUID(), prescription: randomUUID(), code: '000000' }),
  },
  'change-status': {
    ...{ who: 'prescriber', of: 'changeStatus' },
    fields: () => ({ key: randomUUID(), prescription: randomUUID(), becomes: 'on-hold', because: 'A test.' }),
  },
  'acknowledge-warning': {
    ...{ who: 'prescriber', of: 'acknowledge' },
    fields: () => ({ key: randomUUID(), prescription: randomUUID(), rule: 'none', because: 'A test.' }),
  },
  dispense: {
    ...{ who: 'pharmacist', of: 'dispense' },
    fields: () => ({ key: randomUUID(), prescription: randomUUID(), quantity: '1', note: '' }),
  },
  'request-renewal': {
    ...{ who: 'patient', of: 'requestRenewal' },
    fields: () => ({ key: randomUUID(), prescription: randomUUID(), message: '' }),
  },
  'answer-renewal': {
    ...{ who: 'prescriber', of: 'answerRenewal' },
    fields: () => ({ key: randomUUID(), request: randomUUID(), answer: 'refuse', because: 'A test.' }),
  },
  pay: { who: 'patient', of: 'pay', fields: () => ({ payment: randomUUID() }) },
  refund: {
    who: 'pharmacist',
    of: 'refund',
    fields: () => ({ payment: randomUUID(), because: 'duplicate' }),
  },
  'set-copayment': {
    ...{ who: 'administrator', of: 'setCopayment' },
    fields: () => ({ pharmacy: randomUUID(), amount: '5.00', currency: 'eur' }),
  },
  'set-flag': {
    ...{ who: 'operator', of: 'setFlag' },
    fields: () => ({ flag: 'no-such-flag', enabled: 'on', default: 'on', rollout: '', because: 'A test.' }),
  },
};

/** The kind of an action follows from what it declares. */
function kindOf(name: ActionName): Kind {
  if (name === 'sign-in') return 'sign-in';
  const policy = ACTIONS[name];
  if (policy.counts === 'nothing') return 'still';
  return policy.withoutCount === 'stops' ? 'stops' : 'form';
}

function actionRoutes(build: ReadonlyMap<string, Action>): Route[] {
  const action = (of: string): Action => {
    const found = build.get(of);
    if (!found) throw new Error(`the build has no Server Action ${of}`);
    return { ...found, page: found.page.replace('[id]', HERS) };
  };
  return (Object.keys(ACTIONS) as ActionName[]).map((name) => ({
    ...{ name: `form ${name}`, kind: kindOf(name) },
    ask: (people) => {
      // Somebody without a session leaves: the others stay signed in for what comes after.
      if (name === 'sign-out')
        return sent(people.nobody, { ...action('signOut'), page: '/sign-in' }, null, null);
      const { who, of, fields, before } = FORMS[name];
      return sent(people[who], action(of), before ?? EMPTY, fields());
    },
  }));
}

/** Every route of the app, as it declares them itself: pages, operations of the document that it serves, actions. */
export function routesOf(of: {
  readonly build: ReadonlyMap<string, Action>;
  readonly operations: readonly string[];
}): readonly Route[] {
  const routes = [...PAGE_ROUTES, ...API_ROUTES, ...actionRoutes(of.build)];
  const names = new Set(routes.map(({ name }) => name));
  const missing = [...of.operations, ...Object.keys(PAGES).map((name) => `page ${name}`)].filter(
    (name) => !names.has(name),
  );
  if (missing.length > 0)
    throw new Error(`nothing asks ${missing.join(', ')}: add it to test/chaos/routes.ts`);
  return routes;
}
