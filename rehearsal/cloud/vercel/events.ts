import { setTimeout as sleep } from 'node:timers/promises';
import { stream } from 'hono/streaming';
import type { Call } from '../kit/index.ts';
import type { DeploymentState } from './state.ts';

/** The build log: a list, or with `follow=1` / `format=lines` one JSON object a line until the build has ended. */
export function eventsAnswer(c: Call, d: DeploymentState): Response {
  const event = ({ type, at, text }: DeploymentState['log'][number]) => ({
    type,
    created: at,
    date: at,
    deploymentId: d.id,
    text,
    payload: { deploymentId: d.id, date: at, text, info: { type: 'build', name: 'bld_local' } },
  });
  const follow = c.req.query('follow') === '1';
  if (!follow && c.req.query('format') !== 'lines') return c.json(d.log.map(event));
  c.header('content-type', 'application/stream+json');
  return stream(c, async (out) => {
    for (let sent = 0; !out.aborted; ) {
      const ended = ['READY', 'ERROR', 'CANCELED'].includes(d.readyState);
      for (; sent < d.log.length; sent++) await out.write(`${JSON.stringify(event(d.log[sent]!))}\n`);
      if (!follow || ended) return;
      await sleep(200);
    }
  });
}
