import { z } from 'zod';
import { isOwnPath, isWebAddress } from '../../../http/same-origin.ts';
import { isPointer } from './pointer.ts';

/** What a settings file may name of the environment: what was put there for a gate, and no other secret of the job. */
export const GATE_VARIABLE = /^GATE_[A-Z0-9_]+$/;

/** https://www.rfc-editor.org/rfc/rfc9110#name-field-names */
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** These say where a request goes or how it is read. */
const NOT_OURS = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'accept']);

const pointer = z
  .string()
  .refine(isPointer, { error: 'must be a JSON Pointer, such as /data/result/0/value/1' });

/** A JSON document of any endpoint. */
export const jsonSettings = z
  .strictObject({
    use: z.literal('json').describe('Good and total events, or one value, from a JSON endpoint.'),
    name: z.string().min(1).default('json').describe('Name in the evidence.'),
    url: z
      .string()
      .refine((url) => isOwnPath(url) || isWebAddress(url), {
        error: 'must be a path on the gate’s first URL, or an http(s) URL without user and password',
      })
      .describe('Absolute URL, or a path on the gate’s first URL.'),
    headers: z
      .record(
        z.string().refine((name) => FIELD_NAME.test(name) && !NOT_OURS.has(name.toLowerCase()), {
          error: 'must be the name of a header, and none that says where a request goes',
        }),
        z.string().regex(GATE_VARIABLE, {
          error: 'must be the name of an environment variable that begins with GATE_, never the value itself',
        }),
      )
      .default({})
      .describe(
        'Header → name of the environment variable (`GATE_…`) that has its whole value, for example `Bearer …`. Sent over HTTPS only, and to this URL only.',
      ),
    good: pointer.optional().describe('JSON Pointer to the number of good events.'),
    total: pointer.optional().describe('JSON Pointer to the number of all events.'),
    value: pointer
      .optional()
      .describe('JSON Pointer to one number, which is compared with `max`, `min` or both.'),
    max: z.number().optional().describe('Largest value that counts as success.'),
    min: z.number().optional().describe('Smallest value that counts as success.'),
  })
  .refine(
    ({ good, total, value, max, min }) => {
      const hasBound = max !== undefined || min !== undefined;
      if (value !== undefined) return good === undefined && total === undefined && hasBound;
      return good !== undefined && total !== undefined && !hasBound;
    },
    { error: 'set either good and total, or value with max, min or both' },
  )
  .refine(({ max, min }) => max === undefined || min === undefined || min <= max, {
    error: 'min must not be above max',
    path: ['min'],
  });

export type JsonSettings = z.output<typeof jsonSettings>;
