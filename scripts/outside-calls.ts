import { z } from 'zod';
import { githubCodeHost } from '../src/codehost/index.ts';
import { sentryErrorTracker } from '../src/errortracker/index.ts';
import { vercelHosting } from '../src/hosting/index.ts';
import { slackNotices } from '../src/notices/index.ts';
import type { CallFacts } from '../src/release/calls/define.ts';
import type { PortName } from '../src/release/calls/ports.ts';
import { methodsOf, WRITES } from '../src/release/calls/registry.ts';

/** Who stands behind each port, as the vendors themselves say it: making one sends nothing. */
export function vendors(): Readonly<Record<PortName, string>> {
  const github = githubCodeHost({ token: 'x', repository: 'o/r' }).vendor;
  return {
    hosting: vercelHosting({ token: 'x', project: 'x' }).vendor,
    codeHost: github,
    jobReruns: github,
    errorTracker: sentryErrorTracker({ token: 'x', org: 'x', project: 'x', workspace: '/' }).vendor,
    notices: slackNotices({ token: 'x', channel: 'C0' }).vendor,
    migrations: 'database',
  };
}

/** docs/outside-calls.md, from the registry. */
export function outsideCallsPage(): string {
  const of = vendors();
  const ports = [...new Set(WRITES.map(({ port }) => port))];
  return `${[
    '# Calls that change something outside',
    '',
    'Generated from `src/release/calls/` by `npm run build`. Shiplock changes nothing outside the record except by these calls.',
    '',
    'Each is written ahead: its intent is in the record before the request leaves, its outcome after the answer. A dry run prints the name and the request instead, and sends nothing. If the answer is lost or the job dies over it, the next run of the job does what is written here under “if the answer is lost”. No call is ever sent again blindly.',
    '',
    ...WRITES.flatMap((call) => section(call, of[call.port])),
    '## Reads',
    '',
    'Everything else that Shiplock asks vendors only reads. It is asked again while the fault is a passing one, after the wait that the vendor asks for.',
    '',
    '| port | vendor | reads |',
    '| --- | --- | --- |',
    ...ports.flatMap((port) => {
      const reads = methodsOf(port, 'read');
      return reads.length > 0
        ? [`| \`${port}\` | ${of[port]} | ${reads.map((name) => `\`${name}\``).join(', ')} |`]
        : [];
    }),
  ].join('\n')}\n`;
}

function section(call: CallFacts, vendor: string): string[] {
  return [
    `## \`${vendor}.${call.verb}\``,
    '',
    call.does,
    '',
    '| | |',
    '| --- | --- |',
    `| request | ${fields(call.request)} |`,
    `| answer | ${fields(call.result)} |`,
    `| made by | \`${call.port}.${call.method}\` |`,
    `| if it fails | ${call.projection ? 'a warning: it is a copy for people of what the record says' : 'the phase fails'} |`,
    `| can be sent again | ${call.repeatable ? 'yes' : 'only after a read has said that it was not done'} |`,
    `| if the answer is lost | ${call.lost.says} |`,
    ...(call.lost.accepted
      ? ['| if the vendor says yes | That only means it took the request: the same is read. |']
      : []),
    '',
  ];
}

interface Shape {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Shape[];
}

/** The names of an object's fields; those that may be absent have a question mark. */
function fields(schema: z.ZodType): string {
  const shape = z.toJSONSchema(schema) as Shape;
  const names = (shape.anyOf ?? [shape]).map(({ properties = {}, required = [] }) =>
    Object.keys(properties)
      .map((name) => `\`${name}${required.includes(name) ? '' : '?'}\``)
      .join(', '),
  );
  return names.filter(Boolean).join(' or ') || '—';
}
