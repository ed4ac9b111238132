import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { forArguments } from '../../database/connection-string.ts';
import { count } from '../../present/count.ts';
import { cut } from '../../present/text.ts';
import { findProgram } from '../../release/find-program.ts';
import type { CheckReport } from '../../release/ports.ts';

export interface AdvisorsOptions {
  readonly url: string;
  /** Absolute path of the Supabase CLI. Default: the one on PATH, else the workspace's own. */
  readonly binary?: string;
  readonly workspace: string;
  readonly timeoutMs?: number;
  /** Findings that are accepted for a time, by their own name or that of their rule. */
  readonly allow?:
    | readonly { readonly finding: string; readonly reason: string; readonly until: string }[]
    | undefined;
  readonly now?: Date;
}

const answerSchema = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      level: z.string(),
      detail: z.string(),
      remediation: z.string().optional(),
      cacheKey: z.string(),
    }),
  ),
});

/**
 * Asks Supabase's advisors, of security and of performance, through the Supabase CLI. An ERROR fails; a WARN is shown. Without the CLI the
 * check is skipped; a CLI that cannot answer is unknown.
 */
export async function checkAdvisors(options: AdvisorsOptions | undefined): Promise<CheckReport> {
  if (!options) return report('skipped', 'switched off');
  const binary = options.binary ?? (await findProgram('supabase', options.workspace));
  if (!binary) return report('skipped', 'the Supabase CLI is not installed here');
  const { stdout, stderr } = await run(binary, options);
  const answer = parse(stdout);
  if (!answer) return report('unknown', `the Supabase CLI did not answer: ${why(stdout, stderr)}`);
  const { allow = [], now = new Date() } = options;
  const today = now.toISOString().slice(0, 10);
  const seen = answer.results.filter((lint) => lint.level === 'ERROR' || lint.level === 'WARN');
  const said = seen.map((lint) => {
    const by = allow.filter(({ finding }) => finding === lint.cacheKey || finding === lint.name);
    return {
      lint,
      valid: by.find(({ until }) => until >= today),
      expired: by.find(({ until }) => until < today),
    };
  });
  const accepted = said.filter(({ valid }) => valid !== undefined);
  const left = said.filter(({ valid }) => valid === undefined);
  const findings = left.map(({ lint, expired }) => ({
    object: lint.cacheKey,
    message: `${lint.level}: ${lint.detail}${lint.remediation ? ` (${lint.remediation})` : ''}${expired ? `; it was accepted until ${expired.until}` : ''}`,
  }));
  const errors = left.filter(({ lint }) => lint.level === 'ERROR').length;
  const because = accepted.map(
    ({ lint, valid }) => `${lint.cacheKey} until ${valid?.until} (${valid?.reason})`,
  );
  return report(
    errors > 0 ? 'fail' : 'pass',
    `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}${because.length > 0 ? `; accepted: ${because.join(', ')}` : ''}`,
    findings,
  );
}

const report = (
  outcome: CheckReport['outcome'],
  detail: string,
  findings: CheckReport['findings'] = [],
): CheckReport => ({
  check: 'advisors',
  outcome,
  detail,
  findings,
});

/** Secrets go by the environment, so that no process list shows them; the URL in argv carries none. */
function run(binary: string, options: AdvisorsOptions): Promise<{ stdout: string; stderr: string }> {
  const { address, env: secrets } = forArguments(options.url);
  const url = new URL(address);
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DO_NOT_TRACK: '1',
    ...secrets,
  };
  const flags = ['db', 'advisors', `--remote=${url.href}`, '--type=all', '--level=warn', '--fail-on=none'];
  const args = [...flags, '--output-format=json', '--agent=no', `--workdir=${tmpdir()}`];
  return new Promise((resolve) => {
    // The exit code says no more than the answer: what cannot be parsed is no answer.
    execFile(
      binary,
      args,
      { env, timeout: options.timeoutMs ?? 60_000, maxBuffer: 32 << 20 },
      (error, stdout, stderr) => resolve({ stdout, stderr: stderr || (error?.message.split('\n')[0] ?? '') }),
    );
  });
}

function parse(stdout: string): z.output<typeof answerSchema> | undefined {
  try {
    return answerSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

function why(stdout: string, stderr: string): string {
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(stdout)?.[1];
  return cut(message ?? stderr.trim().split('\n').at(-1) ?? 'no output', 300);
}
