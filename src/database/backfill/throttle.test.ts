import { describe, expect, it } from 'vitest';
import { breathe, nextSize, type Place, sayIfLagIsHidden } from './throttle.ts';

describe('the size of the next batch', () => {
  const spec = { size: 1000, targetMs: 500 };
  it.each([
    ['halves after a slow one', 1000, 501, 500],
    ['never falls below ten rows', 11, 900, 10],
    ['grows after a quick one', 1000, 100, 1500],
    ['grows to ten times what was asked for', 9000, 100, 10_000],
    ['stays between', 1000, 400, 1000],
  ])('%s', (_, size, took, next) => expect(nextSize(size, took, spec)).toBe(next));

  it('stays where no time was asked for', () => {
    expect(nextSize(7, 10_000, { size: 7, targetMs: 0 })).toBe(7);
  });

  it('stays small where small was asked for', () => {
    expect(nextSize(3, 900, { size: 3, targetMs: 500 })).toBe(3);
  });
});

/** A server that gives one answer after the other. */
function server(answers: object[]) {
  const said: string[] = [];
  const client: Place['client'] = {
    query: async <Row>() => ({ rows: [(answers.shift() ?? {}) as Row] }),
  };
  return { said, left: answers, place: { client, say: (line: string) => said.push(line), what: 'f.sql:1' } };
}

describe('replicas', () => {
  it('are waited for while they are behind, which is said once', async () => {
    const { said, left, place } = server([
      { lag: '9000' },
      { lag: '6000.5' },
      { lag: '5000' },
      { lag: '9000' },
    ]);
    await breathe(place, { pauseMs: 0, maxLagMs: 5000 }, 1);
    expect(left).toHaveLength(1);
    expect(said).toEqual(['f.sql:1: waiting for a replica that is 9000 ms behind']);
  });

  it('are not waited for when there are none', async () => {
    const { said, place } = server([{ lag: null }]);
    await breathe(place, { pauseMs: 0, maxLagMs: 0 });
    expect(said).toEqual([]);
  });

  it('whose lag cannot be seen are named, with the grant', async () => {
    const { said, place } = server([{ hidden: true }]);
    await sayIfLagIsHidden(place);
    expect(said.join()).toContain('pg_read_all_stats');
  });
});
