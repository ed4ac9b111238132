import { startCli } from './cli.ts';
import { COMMANDS, type Made } from './commands.ts';
import { vercelCli } from './install.ts';
import { startScene, TOKEN } from './scene.ts';

/**
 * `npm run test:vercel-cli`: Vercel's own CLI against the local cloud, command by command. Each must exit with 0, and
 * what it was to do must be so afterwards. The last line is `N of M`; the exit code is 1 unless all hold. Words select
 * commands: `-- --only "env add,env ls"`.
 */
const at = process.argv.indexOf('--only');
const only = at === -1 ? undefined : process.argv[at + 1]?.split(',');
const chosen = Object.entries(COMMANDS).filter(([name]) => only?.includes(name) ?? true);
if (chosen.length === 0) throw new Error(`no such command; there are ${Object.keys(COMMANDS).join(', ')}`);

const script = await vercelCli();
const scene = await startScene();
const cli = await startCli({ script, api: scene.vercel.url, token: TOKEN });
const made: Made = {};
let good = 0;
const wrong: string[] = [];
try {
  for (const [name, { args, holds }] of chosen) {
    const asked = scene.log.unimplemented.length;
    const ran = await cli.run(await args(scene, made), scene.app);
    const unknown = scene.log.unimplemented.slice(asked).map(({ method, path }) => `${method} ${path}`);
    const why =
      ran.code === 0
        ? (unknown[0] ??
          (await Promise.resolve(holds(ran, scene, made)).catch((error: unknown) => String(error))))
        : `exit code ${ran.code}: ${[unknown[0], ran.stderr.trim().split('\n').at(-1)].filter(Boolean).join('; ')}`;
    if (why === undefined) good += 1;
    const seconds = (ran.milliseconds / 1000).toFixed(1);
    process.stdout.write(
      `${why === undefined ? '✓' : '✗'} vercel ${name} (${seconds} s)${why ? `: ${why}` : ''}\n`,
    );
    if (why && process.argv.includes('--verbose')) process.stdout.write(`${ran.stdout}\n${ran.stderr}\n`);
  }
  const strayed = [...new Set(await cli.strayed())];
  if (strayed.length > 0) wrong.push(`the CLI tried to reach ${strayed.join(', ')}`);
  for (const { call, message } of scene.log.crashes)
    wrong.push(`the local cloud failed at ${call}: ${message}`);
} finally {
  await cli.close();
  await scene.close();
}
for (const line of wrong) process.stdout.write(`✗ ${line}\n`);
process.stdout.write(`${good} of ${chosen.length}\n`);
process.exitCode = good === chosen.length && wrong.length === 0 ? 0 : 1;
