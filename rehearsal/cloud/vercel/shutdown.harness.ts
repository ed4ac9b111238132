import { startFixture } from './fixture.ts';

/** Deploys the tiny app, says which processes serve it, and waits to be ended by its test. */
const fixture = await startFixture();
await fixture.deploy();
process.stdout.write(`${JSON.stringify({ pids: fixture.vercel.pids(), workDir: fixture.workDir })}\n`);
setInterval(() => {}, 1000);
