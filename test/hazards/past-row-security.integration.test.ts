import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from '../support/full.ts';
import { type Bench, bench, filesOf } from './past-row-security/ask.ts';
import { AFTER, ALONE, WAYS } from './past-row-security/ways.ts';

describe.each(['all', 'none'] as const)(
  'in a project whose new tables begin with %s of the grants',
  (grants) => {
    let project: Bench;
    beforeAll(async () => {
      project = await bench(grants);
    });
    afterAll(() => project?.close());

    const cases = WAYS.flatMap((way) =>
      Object.entries(AFTER)
        .filter(
          ([after]) =>
            (way.isTable || !after.startsWith('secured')) && !(way.mayWarn && after.includes('granted')),
        )
        .map(([after, sql]) => ({ way, name: `${way.name}, ${after}`, files: filesOf(way, sql) })),
    );

    test.each(sample(cases, grants === 'all' ? 23 : 31))(
      'the plan refuses what lets anon read, and nothing else: $name',
      async ({ way, files }) => {
        const isMoved = files.join(';').includes('set schema private');
        const reads = isMoved ? false : await project.reads(files, way.ask ?? 'public.fresh');
        const said = await project.said(files);
        if (reads === undefined) return;
        if (way.mayWarn) expect(said === 'refused').toBe(false);
        else expect(said).toBe(reads ? 'refused' : 'nothing');
      },
    );

    test.each(sample(ALONE, grants === 'all' ? 5 : 9))('$name', async (way) => {
      const files = filesOf(way, '');
      expect(await project.reads(files, way.ask ?? '')).toBe(way.isOpen);
      const said = await project.said(files);
      if (way.isOpaque) expect(said).not.toBe('nothing');
      else if (way.isDeliberate) expect(said).toBe(way.isOpen ? 'warning' : 'nothing');
      else expect(said).toBe(way.isOpen ? 'refused' : 'nothing');
    });
  },
);
