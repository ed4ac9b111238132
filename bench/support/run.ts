import { spawn } from 'node:child_process';
import pg from 'pg';
import type { Command } from './tools.ts';

/** Milliseconds from starting the process to its end. A tool that fails ends the bench: its time would mean nothing. */
export async function timed(command: Command): Promise<number> {
  const started = performance.now();
  const child = spawn(command.file, [...command.args], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ...command.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text = `${text}${chunk}`.slice(-4000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const ms = performance.now() - started;
  if (code !== 0)
    throw new Error(`${command.file} ${command.args.slice(0, 3).join(' ')} ended with ${code}: ${text}`);
  return ms;
}

/** Databases of the bench's own server. */
export function databases(adminUrl: string) {
  const at = (name: string) => adminUrl.replace(/\/postgres$/, `/${name}`);
  let count = 0;
  return {
    at,
    async copy(template: string, wanted?: string): Promise<{ name: string; url: string }> {
      count += 1;
      const name = wanted ?? `bench_${count}`;
      await query(adminUrl, `create database ${name} template ${template}`);
      return { name, url: at(name) };
    },
    drop: (name: string) => query(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

export async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

export function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
