import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { cell } from '../src/present/markdown.ts';
import type { ActionModule, Manifest } from '../src/runner/action.ts';
import { INPUTS, type InputSpec } from '../src/runner/inputs.ts';
import { attackTable } from './attack-table.ts';
import { codesPages } from './codes-pages.ts';
import { gatePages } from './gate-pages.ts';
import { outsideCallsPage } from './outside-calls.ts';
import { actionNames, root } from './project.ts';
import { type Schema, settingsTables } from './settings-table.ts';

/**
 * Everything that is generated from a source of truth in this repository: `action.yml` and README tables from the
 * actions' manifests, the runbooks' front matter and docs/errors.md from the table of codes, the settings file's JSON
 * Schema.
 * A missing description is an error. Writes nothing.
 */
export async function generated(): Promise<Map<string, string>> {
  const files = new Map([...(await codesPages()), ...(await gatePages())]);
  files.set('src/runner/version.generated.ts', await versionFile());
  files.set('docs/outside-calls.md', outsideCallsPage());
  const contributing = 'CONTRIBUTING.md';
  files.set(contributing, between(await readOr(contributing, ''), 'vendor-example', await vendorExample()));
  const manifests: Manifest[] = [];
  for (const name of await actionNames()) {
    const module = (await import(
      pathToFileURL(path.join(root, 'actions', name, 'main.ts')).href
    )) as ActionModule;
    manifests.push(checked(module.action.manifest, name));
  }
  for (const manifest of manifests) {
    const folder = manifest.name === 'ship' ? '' : `actions/${manifest.name}/`;
    files.set(
      `${folder}action.yml`,
      actionYaml(manifest, manifest.name === 'ship' ? 'dist/ship.js' : `../../dist/${manifest.name}.js`),
    );
    const readme = `actions/${manifest.name}/README.md`;
    files.set(
      readme,
      between(await readOr(readme, readmeSkeleton(manifest)), 'inputs-outputs', tables(manifest)),
    );
  }
  files.set('README.md', between(await readOr('README.md', ''), 'actions', actionTable(manifests)));
  const { settingsSchema } = await import('../src/settings/schema.ts');
  const schema = {
    $id: 'shiplock.schema.json',
    title: 'shiplock.yml',
    ...z.toJSONSchema(settingsSchema, { io: 'input' }),
  };
  files.set('docs/schemas/shiplock.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
  const { planJsonSchema } = await import('../src/database/report/json.ts');
  files.set('docs/schemas/plan-migrations.schema.json', `${planJsonSchema().trimEnd()}\n`);
  const configuration = 'docs/configuration.md';
  files.set(
    configuration,
    between(
      between(await readOr(configuration, ''), 'settings', settingsTables(schema as Schema)),
      'environment-variables',
      secretsTable(),
    ),
  );
  const threats = 'docs/threat-model.md';
  files.set(threats, between(await readOr(threats, ''), 'attacks', await attackTable()));
  return files;
}

/** The client of the example as it stands in a vendor's folder. */
async function vendorExample(): Promise<string> {
  const text = await readFile(path.join(root, 'test/vendor-example/client.ts'), 'utf8');
  return `\n\`\`\`ts\n${text.replaceAll("'../../src/", "'../").trimEnd()}\n\`\`\`\n`;
}

async function versionFile(): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return `// Generated from package.json by \`npm run build\`.\nexport const VERSION = '${version}';\n`;
}

export async function writeGenerated(): Promise<void> {
  for (const [file, content] of await generated()) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    if ((await readOr(file, '')) !== content) await writeFile(target, content);
  }
}

const readOr = (file: string, otherwise: string) =>
  readFile(path.join(root, file), 'utf8').catch(() => otherwise);

function checked(manifest: Manifest, folder: string): Manifest {
  if (manifest.name !== folder)
    throw new Error(`actions/${folder}/main.ts: the manifest's name is ${manifest.name}`);
  if (!manifest.description) throw new Error(`actions/${folder}: the description is missing`);
  for (const input of manifest.inputs) {
    if (!INPUTS[input]?.description)
      throw new Error(`actions/${folder}: the input ${input} has no description`);
  }
  for (const [output, description] of Object.entries(manifest.outputs)) {
    if (!description) throw new Error(`actions/${folder}: the output ${output} has no description`);
  }
  return manifest;
}

function actionYaml(manifest: Manifest, main: string): string {
  const quote = (text: string) => JSON.stringify(text);
  const inputs = manifest.inputs.flatMap((name) => {
    const spec: InputSpec = INPUTS[name];
    // An input that may come by an environment variable cannot be required by the runner.
    const must = manifest.required.includes(name) && !spec.env;
    return [
      `  ${name}:`,
      `    description: ${quote(spec.description + (spec.env ? ` Also by env: ${spec.env}.` : ''))}`,
      `    required: ${must}`,
      ...(spec.default === undefined ? [] : [`    default: ${quote(spec.default)}`]),
    ];
  });
  const outputs = Object.entries(manifest.outputs).flatMap(([name, text]) => [
    `  ${name}:`,
    `    description: ${quote(text)}`,
  ]);
  return [
    `# Generated from actions/${manifest.name}/main.ts by \`npm run build\`.`,
    `name: ${quote(manifest.title)}`,
    `description: ${quote(manifest.description)}`,
    'author: Shiplock',
    'branding:',
    '  icon: anchor',
    '  color: blue',
    'inputs:',
    ...inputs,
    'outputs:',
    ...outputs,
    'runs:',
    '  using: node24',
    `  main: ${main}`,
    '',
  ].join('\n');
}

function tables(manifest: Manifest): string {
  const inputs = manifest.inputs.map((name) => {
    const spec: InputSpec = INPUTS[name];
    const facts = [
      manifest.required.includes(name) ? 'yes' : '',
      spec.default ? `\`${spec.default}\`` : '',
      spec.env ? `\`${spec.env}\`` : '',
    ];
    return `| \`${name}\` | ${cell(spec.description)} | ${facts.join(' | ')} |`;
  });
  return [
    '## Inputs',
    '',
    '| input | what it is | required | default | or env |',
    '| --- | --- | --- | --- | --- |',
    ...inputs,
    '',
    '## Outputs',
    '',
    '| output | what it is |',
    '| --- | --- |',
    ...Object.entries(manifest.outputs).map(([name, text]) => `| \`${name}\` | ${cell(text)} |`),
  ].join('\n');
}

function actionTable(manifests: readonly Manifest[]): string {
  return [
    '| action | what it does |',
    '| --- | --- |',
    ...manifests.map(
      (m) =>
        `| [\`${m.name === 'ship' ? '(root)' : m.name}\`](actions/${m.name}/README.md) | ${m.description} |`,
    ),
  ].join('\n');
}

/** Inputs that may come by an environment variable: all secrets, which never stand in the settings file. */
function secretsTable(): string {
  const specs = Object.entries(INPUTS as Record<string, InputSpec>).filter(([, spec]) => spec.env);
  return [
    '| variable | input | what it is |',
    '| --- | --- | --- |',
    ...specs.map(([name, spec]) => `| \`${spec.env}\` | \`${name}\` | ${spec.description} |`),
  ].join('\n');
}

function readmeSkeleton(manifest: Manifest): string {
  return `# ${manifest.title}\n\n${manifest.description}\n\n<!-- inputs-outputs -->\n<!-- /inputs-outputs -->\n`;
}

function between(text: string, marker: string, content: string): string {
  const open = `<!-- ${marker} -->`;
  const close = `<!-- /${marker} -->`;
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  // Without its markers a page would go stale unnoticed.
  if (start < 0 || end < start) throw new Error(`a page has lost its markers ${open} and ${close}`);
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}
