import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AdoptingProject } from './adopting-project.ts';
import { type CodeBlock, DocPage } from './page.ts';

/** The first hour: docs/adopting.md followed block by block in a project that the real Supabase CLI made. */
describe.each([
  { name: 'a single app', app: '' },
  { name: 'a monorepo', app: 'apps/web' },
])('$name', (shape) => {
  let project: AdoptingProject;
  let road: readonly CodeBlock[];

  beforeAll(async () => {
    const page = await DocPage.read('docs/adopting.md');
    road = page.blocks.filter(({ under }) => !under.includes('Variants'));
    project = await AdoptingProject.open(shape);
  }, 600_000);
  afterAll(async () => {
    await project?.close();
  });

  const tables = async (environment: 'staging' | 'production') => {
    const rows = await project.cloud.postgres.sql<{ name: string }>(
      environment,
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    );
    return rows.map(({ name }) => name);
  };

  /** Follows the blocks below these headings; returns what each command printed. */
  async function follow(...sections: readonly string[]): Promise<readonly string[]> {
    const said: string[] = [];
    for (const section of sections) {
      const blocks = road.filter(({ under }) => under.some((heading) => heading.startsWith(section)));
      expect(blocks.length, `section ${section}`).toBeGreaterThan(0);
      for (const block of blocks) {
        const { title, run } = block.meta;
        if (run === 'clone') await project.clone();
        else if (title) await project.place(block);
        else if (block.lang === 'sh' && run !== 'push')
          // A folder of the app is as good as the top.
          said.push(await project.sh(block.text, secretsOf(block)));
      }
    }
    return said;
  }
  /** One shell in the page, many here: what an earlier block exported is there again. */
  const secretsOf = ({ meta }: CodeBlock): Record<string, string> => {
    const environment = meta['env'] as 'staging' | 'production' | undefined;
    return environment
      ? {
          SHIPLOCK_DATABASE_URL: project.cloud.postgres.url(environment),
          VERCEL_TOKEN: project.cloud.vercel.token,
        }
      : {};
  };

  test('without the ready route nothing is migrated: the first release says so after the build', async () => {
    expect(await readdir(path.join(project.workspace, 'supabase/migrations'))).toHaveLength(12);
    await follow('1.', '2.');
    await project.write('supabase/migrations/29990101000000_reviews.sql', REVIEWS);
    // As it was: Vercel would deploy pushes by itself, and doctor finds it.
    await project.sh('git add --all && git commit --quiet --message first', {});
    await expect(
      project.sh('node ~/.shiplock/dist/cli.js doctor --environment staging', secretsOf(stagingBlock())),
    ).rejects.toThrow(/FAIL {2}git deployments .*Vercel automatically deploys pushes to acme\/storefront/);
    const outcome = await project.ship('staging', await project.merged('Too early'));
    expect(outcome.code).toBe(1);
    expect(outcome.log.join('\n')).toMatch(/SHIPLOCK_READY_ROUTE[\s\S]*\/api\/health\/ready: .*HTTP 404/);
    expect(await tables('staging')).not.toContain('reviews');
  });

  test('with the page followed to its end, doctor finds nothing wrong and a dry run walks the whole road', async () => {
    await follow('3.', '4.', '5.');
    const [, staging = '', production = '', dry = ''] = await follow('6.');
    for (const said of [staging, production]) {
      expect(said).not.toContain('FAIL');
      expect(said).toMatch(/ok {4}migrations +12 applied, 1 pending/);
      expect(said).toMatch(/ok {4}git deployments/);
      expect(said).toMatch(/ok {4}app folder/);
    }
    expect(dry).toContain('would call database.migrate {"versions":["29990101000000"]}');
    expect(dry).toContain('finalize: planned');
    expect(await tables('staging')).not.toContain('reviews');
    const templates = await project.sh('cat .github/workflows/shiplock*.yml', {});
    expect(templates).not.toMatch(/SHIPLOCK_REPOSITORY\/|@SHIPLOCK_SHA|\[\$default-branch\]/);
  });

  test('the release goes to staging and, approved, to production', async () => {
    const merged = await project.merged('Ship with Shiplock');
    const staged = await project.ship('staging', merged);
    expect(staged.code, staged.log.join('\n')).toBe(0);
    const waits = await project.ship('production', merged);
    expect(waits.log.join('\n')).toContain('SHIPLOCK_APPROVAL_PENDING');
    const { hash } = await plannedIn(project);
    project.cloud.github.comment('grace', { issue: merged.pull }, `/approve ${hash.slice(0, 12)}`);
    const shipped = await project.ship('production', merged);
    expect(shipped.code, shipped.log.join('\n')).toBe(0);
    for (const environment of ['staging', 'production'] as const) {
      const answer = await fetch(`${project.cloud.vercel.domainUrl(environment)}/api/health/ready`);
      expect(await answer.json()).toMatchObject({ commit: merged.sha });
      expect(await tables(environment)).toContain('reviews');
    }
    const [wrote] = await follow('7.');
    expect(wrote).toContain('wrote supabase/rls.json');
  });

  const stagingBlock = () => road.find(({ meta }) => meta['env'] === 'staging') as CodeBlock;
});

const REVIEWS =
  'create table public.reviews (id int primary key); alter table public.reviews enable row level security;';

async function plannedIn({ cloud }: AdoptingProject): Promise<{ readonly hash: string }> {
  const rows = await cloud.postgres.sql<{ hash: string }>(
    'production',
    `select body ->> 'hash' as hash from shiplock.event where kind = 'planned' order by seq desc limit 1`,
  );
  return rows[0] ?? { hash: '' };
}
