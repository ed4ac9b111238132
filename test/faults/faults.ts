import type { FaultRule } from '../../rehearsal/cloud/kit/index.ts';
import { isDatabase, type Point } from './points.ts';

/** What goes wrong at a call, in the words of the local cloud's fault switch. */
export interface FaultKind {
  readonly name: string;
  /** Set when the call begins. Undefined: it cannot happen to this call. */
  readonly begins?: (point: Point) => readonly FaultRule[] | undefined;
  /** Set when the call has ended, whatever came of it. */
  readonly ends?: (point: Point) => readonly FaultRule[];
  /** The rules outlive the call by so much (ms), or until they have struck. Default: they end with it. */
  readonly lasts?: number | 'struck';
  /** Only to a process of its own. */
  readonly process?: 'kill-caller-before' | 'kill-caller-after' | 'terminate-caller';
}

const DATABASE = 'database.production';

/** The one request that writes; of a read, whatever it asks, as often as it asks. */
function at(point: Point, fault: FaultRule['fault'], times?: 1): readonly FaultRule[] {
  if (point.kind === 'write') return [{ call: point.request, fault }];
  return [{ call: `${point.vendor}.*`, fault, times: times ?? 'always' }];
}

const answers = (status: number): FaultKind => ({
  name: String(status),
  begins: (point) => (isDatabase(point) ? undefined : at(point, { kind: 'status', status })),
});

/** Of a vendor over HTTP alone. */
const http = (name: string, fault: FaultRule['fault'], times?: 1): FaultKind => ({
  name,
  begins: (point) => (isDatabase(point) ? undefined : at(point, fault, times)),
});

/** @param sql what it is called there, where a database can do the same */
const both = (name: string, fault: FaultRule['fault'], sql: (point: Point) => FaultRule): FaultKind => ({
  name,
  begins: (point) => (isDatabase(point) ? [sql(point)] : at(point, fault)),
});

/** The message that is a write, or any of a read. */
const statement = ({ kind }: Point) => (kind === 'write' ? `${DATABASE}.migration` : `${DATABASE}.query`);

const killed = (name: string, how: NonNullable<FaultKind['process']>): FaultKind => ({ name, process: how });

/** As the issue that asked for this has them. */
export const FAULTS: readonly FaultKind[] = [
  both('refused', 'refuse', () => ({ call: `${DATABASE}.connect`, fault: 'refuse', times: 'always' })),
  ...[401, 402, 403, 404, 409, 410, 422].map(answers),
  http('429 with seconds', { kind: 'rate-limit', retryAfterSeconds: 1 }, 1),
  http('429 with a date', { kind: 'rate-limit', retryAfterSeconds: 2, as: 'date' }, 1),
  both('5xx before', 'error-before', () => ({ call: `${DATABASE}.query`, fault: 'refuse', skip: 1 })),
  both('5xx after', 'error-after', (point) => ({ call: statement(point), fault: 'error-after' })),
  both('cut before', 'cut-before', (point) => ({ call: statement(point), fault: 'cut-before' })),
  both('cut after', 'cut-after', (point) => ({ call: statement(point), fault: 'cut-after' })),
  http('half an answer', 'half'),
  http('HTML with 200', 'html'),
  http('redirect', 'redirect'),
  both('timeout', 'hang', (point) => ({
    call: statement(point),
    fault: { kind: 'delay', milliseconds: 1000 },
  })),
  {
    name: 'stale read',
    begins: (point) =>
      isDatabase(point)
        ? undefined
        : point.kind === 'write'
          ? []
          : [{ call: `${point.vendor}.*`, fault: 'stale-read', times: 'always' }],
    ends: (point) =>
      point.kind === 'write' ? [{ call: `${point.vendor}.*`, fault: 'stale-read', times: 2 }] : [],
    lasts: 'struck',
  },
  {
    name: 'late visibility',
    begins: (point) => (isDatabase(point) ? undefined : []),
    ends: (point) => [{ call: `${point.vendor}.*`, fault: 'stale-read', times: 'always' }],
    lasts: 1000,
  },
  {
    name: 'database cut',
    // The database of the record, while something else is asked: the next statement does not come through.
    begins: () => [
      { call: `${DATABASE}.append`, fault: 'cut-before' },
      { call: `${DATABASE}.query`, fault: 'cut-before' },
    ],
    lasts: 'struck',
  },
  killed('SIGTERM', 'terminate-caller'),
  killed('kill -9 before', 'kill-caller-before'),
  killed('kill -9 after', 'kill-caller-after'),
];
