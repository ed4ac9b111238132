import type { InputName } from '../../../src/runner/inputs.ts';
import type { Trial, Trials } from './trial.ts';
import { COMMIT, PROJECT, type RecordWorld } from './world.ts';

/** Trials of the commands that need a database and nothing else. */
interface RecordTrial extends Trial<RecordWorld> {
  /** In a folder without settings. */
  readonly bare?: true;
}

const NO_SUCH_RELEASE = 'rel_00000000-0000-7000-8000-000000000000';
const CANNOT_CONNECT = /SHIPLOCK_DATABASE/;

const database: RecordTrial = { given: (world) => world.elsewhere, shows: CANNOT_CONNECT };
const environment: RecordTrial = { given: 'elsewhere' };
const codeHost: RecordTrial = { given: 'github-token', shows: /Bearer github-token|token github-token/ };

/** Of commands that read an environment's settings. */
const ofSettings = {
  environment,
  'environment-kind': {
    given: 'production',
    beside: { environment: 'other' },
    bare: true,
    hides: /environment-kind/,
  },
  settings: { given: 'other.yml' },
  'database-url': database,
} satisfies Partial<Record<InputName, RecordTrial>>;

const json = { given: '', shows: /^\s*[[{]/m } as const;
const url = (world: RecordWorld) => world.database.url;
const staging = { environment: 'staging', 'database-url': url } as const;

export const RECORD_TRIALS: Readonly<Record<string, Trials<RecordWorld, RecordTrial>>> = {
  status: {
    usual: { 'database-url': url },
    inputs: {
      environment: { given: 'elsewhere', shows: /environment elsewhere is unknown/ },
      settings: { given: 'other.yml' },
      'database-url': database,
    },
    own: { json, dora: { given: '', shows: /deployment frequency/ } },
  },
  replay: { usual: staging, inputs: ofSettings, own: { json } },
  confirm: {
    usual: { 'release-id': (world) => world.glass(), 'database-url': url },
    inputs: {
      'release-id': { given: NO_SUCH_RELEASE },
      'confirmed-by': { given: 'grace', shows: /confirmed by grace/ },
      'database-url': database,
      'github-token': codeHost,
    },
    own: {},
  },
  hold: {
    usual: { ...staging, reason: 'the order page is being fixed' },
    inputs: {
      environment: { given: 'elsewhere', shows: /no release of elsewhere/ },
      reason: { given: 'customers complain a lot' },
      'held-commit': { given: 'c'.repeat(40), shows: /c{12}/ },
      'vercel-project': {
        given: 'prj_other',
        beside: { 'vercel-project': PROJECT },
        shows: /SHIPLOCK_RELEASE_NOT_FOUND/,
      },
      'database-url': database,
    },
    own: { json },
  },
  'hold lift': {
    usual: { ...staging, reason: 'the order page is fixed', 'hold-id': (world) => world.hold() },
    inputs: {
      environment: { given: 'elsewhere', shows: /elsewhere has no hold/ },
      reason: { given: 'customers are happy again' },
      'hold-id': { given: 'hold_other' },
      'vercel-project': {
        given: 'prj_other',
        beside: { 'vercel-project': PROJECT },
        shows: /SHIPLOCK_HOLD_UNKNOWN/,
      },
      'database-url': database,
    },
    own: { json },
  },
  'record verify': {
    usual: { 'database-url': url },
    inputs: {
      environment: {
        given: 'elsewhere',
        beside: { 'github-token': 'github-token' },
        shows: /environment=elsewhere/,
      },
      'database-url': database,
      'github-token': codeHost,
    },
    own: { json, head: { given: `1:${'0'.repeat(64)}`, shows: /SHIPLOCK_RECORD_BROKEN/ } },
  },
  'record show': {
    usual: { environment: 'staging', commit: COMMIT, 'database-url': url },
    inputs: {
      environment: { given: 'elsewhere' },
      commit: { given: 'c'.repeat(40) },
      'release-id': { given: NO_SUCH_RELEASE },
      'database-url': database,
    },
    own: { json },
  },
  'rls write': { usual: staging, inputs: ofSettings, own: {} },
  lint: { usual: staging, inputs: ofSettings, own: {} },
};
