import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Cloud, type EnvironmentName, startCloud } from '../../rehearsal/cloud/index.ts';
import { bareEnvironment } from '../../rehearsal/job.ts';
import { type ActionOutcome, downloadActions, runAction } from '../../rehearsal/runner.ts';
import { commitWorkspace } from '../../rehearsal/story/workspace.ts';
import { root } from '../../scripts/project.ts';
import type { CodeBlock } from './page.ts';

const run = promisify(execFile);

export interface Shape {
  readonly name: string;
  /** Folder of the app in the repository; Vercel's Root Directory. */
  readonly app: string;
}

/** Twelve steps of an invented shop. */
const SCHEMA = [
  'create table public.customers (id bigint generated always as identity primary key, email text not null unique);',
  'create table public.products (id bigint generated always as identity primary key, name text not null, price int not null);',
  'create table public.orders (id bigint generated always as identity primary key, customer_id bigint not null references public.customers);',
  'create table public.order_lines (order_id bigint references public.orders, product_id bigint references public.products, quantity int not null, primary key (order_id, product_id));',
  'alter table public.customers enable row level security; alter table public.products enable row level security;',
  'alter table public.orders enable row level security; alter table public.order_lines enable row level security;',
  'create policy "everybody sees products" on public.products for select using (true);',
  'create index order_lines_product on public.order_lines (product_id);',
  'alter table public.products add column description text;',
  "create type public.order_state as enum ('new', 'paid', 'sent'); alter table public.orders add column state public.order_state not null default 'new';",
  'create function public.order_total(bigint) returns bigint language sql stable as $$ select coalesce(sum(l.quantity * p.price), 0) from public.order_lines l join public.products p on p.id = l.product_id where l.order_id = $1 $$;',
  'create index orders_customer on public.orders (customer_id);',
];

/** A team's repository that ships with `supabase db push` and `vercel deploy --prod`, and no file of Shiplock. */
export class AdoptingProject {
  readonly cloud: Cloud;
  readonly workspace: string;
  readonly home: string;
  readonly shape: Shape;

  private constructor(cloud: Cloud, folder: string, shape: Shape) {
    this.cloud = cloud;
    this.workspace = path.join(folder, 'storefront');
    this.home = path.join(folder, 'home');
    this.shape = shape;
  }

  static async open(shape: Shape): Promise<AdoptingProject> {
    const work = path.join(root, 'rehearsal/.work');
    await mkdir(work, { recursive: true });
    const folder = await mkdtemp(path.join(work, 'adopting-'));
    const cloud = await startCloud({
      root,
      only: ['postgres', 'github', 'vercel'],
      ...(shape.app ? { rootDirectory: shape.app } : {}),
    });
    const project = new AdoptingProject(cloud, folder, shape);
    try {
      await project.#begin();
      return project;
    } catch (error) {
      await project.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.cloud.close();
    await rm(path.dirname(this.home), { recursive: true, force: true });
  }

  async #begin(): Promise<void> {
    const app = this.shape.app;
    const files: Record<string, string> = {
      [path.join(app, 'app/layout.js')]:
        'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
      [path.join(app, 'app/page.js')]: 'export default function Page() { return <h1>Shop</h1>; }',
      [path.join(app, 'package.json')]: JSON.stringify({
        name: 'web',
        private: true,
        scripts: { build: 'next build' },
      }),
      '.github/workflows/deploy.yml':
        'on: { push: { branches: [main] } }\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npx supabase db push\n      - run: npx vercel deploy --prod\n',
      '.gitignore': 'node_modules\n.next\n',
      // Without one the CLI takes the nearest project above: this repository.
      'supabase/config.toml': 'project_id = "storefront"\n',
      ...(app
        ? {
            'package.json': JSON.stringify({ private: true, workspaces: ['apps/*', 'packages/*'] }),
            'packages/ui/package.json': JSON.stringify({ name: '@acme/ui', private: true }),
          }
        : {}),
    };
    for (const [file, text] of Object.entries(files)) await this.write(file, text);
    for (const [i, sql] of SCHEMA.entries()) {
      const before = Date.now();
      // The CLI names a file by the second.
      const said = await this.sh(`supabase migration new step_${i + 1} </dev/null`, {});
      const made = await readdir(path.join(this.workspace, 'supabase/migrations'));
      const file = made.find((name) => name.endsWith(`_step_${i + 1}.sql`));
      if (!file) throw new Error(`the Supabase CLI made ${made.join(', ')} and said: ${said}`);
      await this.write(`supabase/migrations/${file}`, `${sql}\n`);
      await sleep(Math.max(0, 1_050 - (Date.now() - before)));
    }
    await commitWorkspace(this.workspace, 'A shop');
    for (const environment of ['staging', 'production'] as const)
      await this.sh('supabase db push --yes --remote="$DATABASE"', {
        DATABASE: this.cloud.postgres.url(environment),
      });
    for (const project of this.cloud.vercel.state.projects)
      project.link = { type: 'github', org: 'acme', repo: 'storefront', productionBranch: 'main' };
  }

  async write(file: string, text: string): Promise<void> {
    const at = path.join(this.workspace, file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text);
  }

  /** What the page's clone brings: this repository, as a checkout of its own. */
  async clone(): Promise<void> {
    const home = path.join(this.home, '.shiplock');
    await mkdir(home, { recursive: true });
    await downloadActions(home);
    for (const name of ['workflows', 'docs'])
      await cp(path.join(root, name), path.join(home, name), { recursive: true });
    await commitWorkspace(home, 'Shiplock');
  }

  /** A file of the page, with this project's own values where a reader puts in theirs. */
  async place({ meta, text }: CodeBlock): Promise<void> {
    const { cloud } = this;
    const title = meta['title'] ?? '';
    if (title.endsWith('.env')) {
      for (const environment of ['staging', 'production'] as const) {
        const values: Record<string, string> = {
          SHIPLOCK_DATABASE_URL: cloud.postgres.url(environment),
          VERCEL_TOKEN: cloud.vercel.token,
        };
        const lines = text.split('\n').map((line) => {
          const [key = ''] = line.split('=');
          if (!values[key]) throw new Error(`the page asks for ${key}, which nobody knows`);
          return `${key}='${values[key]}'`;
        });
        await this.write(`.shiplock/${environment}.env`, `${lines.join('\n')}\n`);
      }
      return;
    }
    const inApp = title.startsWith('app/') || title === 'vercel.json';
    const own = text.replaceAll(/team_\w+/g, cloud.vercel.teamId);
    await this.write(inApp ? path.join(this.shape.app, title) : title, `${own}\n`);
  }

  /** A command of the page, in a shell of its own. @throws with all it said */
  async sh(command: string, env: Record<string, string>, cwd = this.workspace): Promise<string> {
    await mkdir(this.home, { recursive: true });
    try {
      const { stdout, stderr } = await run('bash', ['-e', '-c', command], {
        cwd,
        env: {
          HOME: this.home,
          PATH: `${path.dirname(process.execPath)}:${path.join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
          SHIPLOCK_VERCEL_API_URL: this.cloud.vercel.url,
          DO_NOT_TRACK: '1',
          GIT_AUTHOR_NAME: 'ada',
          GIT_AUTHOR_EMAIL: 'ada@acme.example',
          GIT_COMMITTER_NAME: 'ada',
          GIT_COMMITTER_EMAIL: 'ada@acme.example',
          ...env,
        },
      });
      return `${stdout}\n${stderr}`;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command}\n${stdout}\n${stderr}`);
    }
  }

  /** The push and the merge: what the code host knows of it, and the run that it starts. */
  async merged(
    title: string,
  ): Promise<{ readonly sha: string; readonly pull: number; readonly run: number }> {
    const { github } = this.cloud;
    const sha = (await this.sh('git rev-parse HEAD', {})).trim().slice(0, 40);
    const contents = { 'shiplock.yml': await this.sh('cat shiplock.yml', {}) };
    const branch = `adopt-${github.state.repositories.length}-${sha.slice(0, 6)}`;
    github.addCommit({ message: title, author: 'ada', branch, contents });
    const pull = github.addPull({ title, author: 'ada', head: branch });
    github.addCommit({ sha, message: `${title} (#${pull.number})`, author: 'ada', contents });
    github.mergePull(pull.number, sha);
    const { id } = github.createRun({ sha, actor: 'ada', environments: ['production'] });
    return { sha, pull: pull.number, run: id };
  }

  /** The environment's job in that run. */
  ship(
    environment: EnvironmentName,
    merged: { readonly sha: string; readonly run: number },
  ): Promise<ActionOutcome> {
    const job = { ...merged, actor: 'ada', workspace: this.workspace };
    const env = bareEnvironment(this.cloud, environment, job);
    return runAction({
      action: 'ship',
      inputs: { environment },
      env:
        environment === 'production'
          ? { ...env, SHIPLOCK_STAGING_DATABASE_URL: this.cloud.postgres.url('staging') }
          : env,
      workspace: this.workspace,
      actions: path.join(this.home, '.shiplock'),
    });
  }
}
