import 'server-only';
import type { Adapter } from 'flags';
import { flag } from 'flags/next';
import { log } from '@/lib/log';
import { asService } from '@/lib/supabase/service';
import { flagConfigs, variantOf } from './model.ts';
import { flagStore } from './store.ts';

interface Person {
  /** The account's id. */
  readonly person: string;
}

/** Ten seconds: a kill switch reaches every server within them, and a page costs no query. */
const flags = flagStore({
  async load() {
    const { data, error } = await asService.readFlags();
    if (error) throw new Error(`flags could not be read: ${error.code} ${error.message}`);
    return flagConfigs.parse(data);
  },
  keepMs: 10_000,
  retryMs: 2_000,
  onFailure: (error) => log.error({ error }, 'flags could not be read; the last good ones stay'),
});

/** Flags of the database, for the `flags` package: https://flags-sdk.dev/providers/custom-adapters */
function databaseAdapter(): Adapter<string, Person> {
  return {
    origin: (key) => `/flags#${key}`,
    async decide({ key, entities, defaultValue }) {
      const config = (await flags()).get(key);
      if (config && entities) return variantOf(key, config, entities.person);
      return config?.default ?? (typeof defaultValue === 'string' ? defaultValue : 'off');
    },
  };
}

/** How the composer words a dose; off until an operator gives shares to `short` and `full`. */
export const wordingAssistant = flag<string, Person>({
  key: 'wording-assistant',
  description: 'Suggested wordings in the composer',
  options: ['off', 'short', 'full'],
  defaultValue: 'off',
  adapter: databaseAdapter(),
});

/** Whether programs read records over FHIR: switched off when one of them misbehaves. */
export const fhirApi = flag<string, Person>({
  key: 'fhir-api',
  description: 'The FHIR API',
  options: ['on', 'off'],
  defaultValue: 'on',
  adapter: databaseAdapter(),
});
