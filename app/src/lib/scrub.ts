import { withoutSecrets } from './secrets.ts';

/** Cuts identifiers of people and secrets out of free text, such as the message of an error. */
export function scrubText(text: string): string {
  return withoutSecrets(text)
    .replace(/[\w.+-]+(@|%40)[\w-]+\.[\w.-]+/g, '[email]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]')
    .replace(/\bsb_(publishable|secret)_\w+/g, '[key]')
    .replace(/\bMRN-?\d+/gi, '[record number]');
}
