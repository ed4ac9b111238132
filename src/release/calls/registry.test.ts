import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { vendors } from '../../../scripts/outside-calls.ts';
import { METHODS, type PortName } from './ports.ts';
import { methodsOf, outsideCalls, WRITES } from './registry.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const ports = Object.keys(METHODS) as PortName[];
const writes = new Set(ports.flatMap((port) => methodsOf(port, 'write')));

/** Files of src by their path, without tests. */
async function sources(): Promise<ReadonlyMap<string, ts.SourceFile>> {
  const names = (await readdir(path.join(root, 'src'), { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !/\.(?:test|fixture|generated)\.ts$/.test(name),
  );
  const files = new Map<string, ts.SourceFile>();
  for (const name of names) {
    const text = await readFile(path.join(root, 'src', name), 'utf8');
    files.set(`src/${name}`, ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  }
  return files;
}

const parsed = await sources();

/** Calls `something.method(…)` of a file, as `something` and `method`. */
function methodCalls(file: ts.SourceFile): { on: string; method: string }[] {
  const found: { on: string; method: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
      found.push({ on: node.expression.expression.getText(file), method: node.expression.name.text });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('the registry of outside calls', () => {
  test('has a call for every method of a port that writes', () => {
    for (const port of ports) {
      const called = new Set(WRITES.filter((call) => call.port === port).map(({ method }) => method));
      expect([...called].sort(), port).toEqual([...methodsOf(port, 'write')].sort());
    }
  });

  test('has every call that is defined', async () => {
    const defined: unknown[] = [];
    for (const name of parsed.keys()) {
      if (!/^src\/release\/calls\/(?!define|ports|registry)/.test(name)) continue;
      const module = (await import(path.join(root, name))) as Record<string, unknown>;
      for (const each of Object.values(module))
        if (typeof each === 'object' && each !== null && 'facts' in each) defined.push(each.facts);
    }
    expect(new Set(defined)).toEqual(new Set(WRITES));
    expect(defined.length).toBe(WRITES.length);
  });

  test('names each call once, as the record has it', () => {
    const of = vendors();
    const names = WRITES.map(({ port, verb }) => `${of[port]}.${verb}`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-z]+(?:-[a-z]+)*$/);
    // Records of today have these: they are settled by name.
    expect(names).toEqual(
      expect.arrayContaining([
        'vercel.deploy',
        'vercel.promote',
        'vercel.rollback',
        'database.migrate',
        'database.contract',
        'database.down',
        'github.open-deployment',
        'github.deployment-status',
        'github.comment',
        'sentry.open-release',
        'sentry.finalize-release',
        'sentry.record-deploy',
        'slack.publish',
      ]),
    );
  });

  test('says of each what happens when its answer is lost, and of each read that it may be asked again', () => {
    for (const call of WRITES) {
      expect(call.lost.says, call.verb).toMatch(/^[A-Z].+\.$/);
      expect(call.repeatable, call.verb).toBe(call.lost.how === 'finds-first');
      // A copy for people must never keep a release from going on: nobody waits for a vendor to settle it.
      if (call.projection) expect(call.repeatable, call.verb).toBe(true);
    }
    const kinds = outsideCalls().map(({ kind, port, method }) => `${kind} ${port}.${method}`);
    expect(kinds).toContain('write hosting.move');
    expect(kinds).toContain('read hosting.live');
    expect(kinds).not.toContain('read hosting.move');
  });
});

describe('nothing is written past it', () => {
  test('methods of ports that write are called by its definitions alone', () => {
    const past: string[] = [];
    for (const [name, file] of parsed) {
      // A vendor's own folder and the engine's are behind the port.
      if (/^src\/(?:release\/calls|hosting|codehost|errortracker|notices|database|schema)\//.test(name))
        continue;
      for (const { on, method } of methodCalls(file))
        if (writes.has(method)) past.push(`${name}: ${on}.${method}()`);
    }
    expect(past).toEqual([]);
  });

  test('what goes through the seam is one of its calls', () => {
    const others: string[] = [];
    for (const [name, file] of parsed) {
      if (!name.startsWith('src/release/steps/')) continue;
      const visit = (node: ts.Node): void => {
        if (
          ts.isCallExpression(node) &&
          ts.isPropertyAccessExpression(node.expression) &&
          ['write', 'project'].includes(node.expression.name.text) &&
          /seam/.test(node.expression.expression.getText(file))
        ) {
          const [call] = node.arguments;
          const made =
            call &&
            ts.isCallExpression(call) &&
            ts.isPropertyAccessExpression(call.expression) &&
            call.expression.name.text === 'with';
          if (!made) others.push(`${name}: ${call?.getText(file).slice(0, 60)}`);
        }
        ts.forEachChild(node, visit);
      };
      visit(file);
    }
    expect(others).toEqual([]);
  });
});
