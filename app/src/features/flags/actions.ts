'use server';

import { z } from 'zod';
import { type FormState, runForm } from '@/lib/action';
import { flagConfig } from './model.ts';

/** `rollout` as people type it: `on 25, beta 5`. */
const rollout = z
  .string()
  .trim()
  .transform((text) =>
    text === ''
      ? []
      : text.split(',').map((part) => {
          const [variant = '', percent = ''] = part.trim().split(/\s+/);
          return { variant, percent: percent === '' ? Number.NaN : Number(percent) };
        }),
  );

const input = z.object({
  flag: z.string().min(1).max(60),
  enabled: z.enum(['on']).optional(),
  default: z.string(),
  rollout,
  because: z.string().trim().min(1, 'Say why.').max(300),
});

/** Changes a flag. The database notes who did it and why, and refuses everybody but operators. */
export async function setFlag(_previous: FormState, form: FormData): Promise<FormState> {
  const whole = input.transform((given, context) => {
    const config = flagConfig.safeParse({
      ...{ enabled: given.enabled === 'on', default: given.default, rollout: given.rollout },
    });
    if (config.success) return { flag: given.flag, config: config.data, because: given.because };
    for (const { path, message } of config.error.issues)
      context.addIssue({ code: 'custom', message, path: path.slice(0, 1) });
    return z.NEVER;
  });
  return runForm('set-flag', whole, form, {
    send: (supabase, { flag, config, because }) =>
      supabase.rpc('set_flag', { flag, becomes: JSON.stringify(config), because }),
    done: () => ({ changed: ['/flags'] }),
  });
}
