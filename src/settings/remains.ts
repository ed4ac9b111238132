import { ShiplockError } from '../release/errors.ts';
import { parseSettings, readSettingsFile } from './load.ts';
import { MOST_MISTAKES, single } from './mistakes.ts';
import { type Settings, settingsSchema } from './schema.ts';
import { readYaml } from './yaml.ts';

/**
 * The settings for whoever looks at everything: what is wrong in them is said, and what is left of them is used.
 * Undefined settings: there is no file, or nothing is left of it.
 */
export async function settingsAsFarAsRight(
  workspace: string,
  file: string | undefined,
): Promise<{ readonly settings: Settings | undefined; readonly wrong: ShiplockError | undefined }> {
  try {
    const found = await readSettingsFile(workspace, file);
    if (!found) return { settings: undefined, wrong: undefined };
    try {
      return { settings: await parseSettings(found.text, found.name), wrong: undefined };
    } catch (error) {
      if (!(error instanceof ShiplockError)) throw error;
      const { content } = await readYaml(found.text, found.name).catch(() => ({ content: undefined }));
      return { settings: remains(content), wrong: error };
    }
  } catch (error) {
    if (!(error instanceof ShiplockError)) throw error;
    return { settings: undefined, wrong: error };
  }
}

/** What is left of the content once all that is wrong in it is taken out; undefined where nothing is. */
function remains(content: unknown): Settings | undefined {
  for (let round = 0; round < MOST_MISTAKES; round += 1) {
    const parsed = settingsSchema.safeParse(content);
    if (parsed.success) return parsed.data;
    for (const one of parsed.error.issues.flatMap(single))
      if (!takeOut(content, one.code === 'unrecognized_keys' ? [...one.path, ...one.keys] : one.path))
        return undefined;
  }
  return undefined;
}

function takeOut(content: unknown, path: readonly PropertyKey[]): boolean {
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => child(at, key), content);
  const last = path.at(-1);
  if (last === undefined || typeof holder !== 'object' || holder === null) return false;
  if (child(holder, last) !== undefined) return Reflect.deleteProperty(holder, last);
  // Something is missing there, so all of it goes.
  return path.length > 1 && takeOut(content, path.slice(0, -1));
}

function child(of: unknown, key: PropertyKey): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, key) ? Reflect.get(of, key) : undefined;
}
