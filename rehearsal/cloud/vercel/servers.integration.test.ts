import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { Servers } from './servers.ts';

/** Stands where Next.js would: a server that says its address as `next start` does. */
const NEXT = `
const server = require('node:http').createServer((_, response) => response.end(process.env.NAME));
server.listen(0, '127.0.0.1', () => console.log('- Local: http://127.0.0.1:' + server.address().port));
`;
let root: string;
let servers: Servers;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'shiplock-servers-'));
  const bin = path.join(root, 'node_modules/next/dist/bin');
  await mkdir(bin, { recursive: true });
  await writeFile(path.join(bin, 'next'), NEXT);
});
afterEach(async () => {
  await servers.close();
  await rm(root, { recursive: true });
});

const deployment = (id: string) => ({ id, env: { NAME: id } });
const ask = async (id: string) => {
  const answer = await fetch(`http://127.0.0.1:${await servers.port(deployment(id))}/`);
  return answer.text();
};
const place = (...ids: string[]) => {
  for (const id of ids) servers.place(id, root, 'next');
};

test('what nobody asks sleeps once others are needed, and answers again when it is asked', async () => {
  servers = new Servers(root, { awake: 2, quietMs: 0 });
  place('a', 'b', 'c');
  expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['a', 'b', 'a']);
  const before = servers.pids();
  expect(await ask('c')).toBe('c');
  await until('one to sleep', () => servers.pids().length === 2);
  // `a` was asked after `b`.
  expect(servers.pids()).toContain(before[1]);
  expect(servers.pids()).not.toContain(before[0]);
  expect([await ask('b'), await ask('c'), await ask('a')]).toEqual(['b', 'c', 'a']);
});

test('what was asked a moment ago stays awake, however many there are', async () => {
  servers = new Servers(root, { awake: 1, quietMs: 60_000 });
  place('a', 'b', 'c');
  expect([await ask('a'), await ask('b'), await ask('c')]).toEqual(['a', 'b', 'c']);
  expect(servers.pids()).toHaveLength(3);
});
