import type { TestProject } from 'vitest/node';
import { askedMajor } from './old-server.ts';
import { startServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One server for the whole run of a project, of the version that its environment names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer({ major: askedMajor(project.config.env?.['SHIPLOCK_TEST_POSTGRES']) });
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}
