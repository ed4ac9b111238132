import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vercelHosting } from './index.ts';
import { deploymentUrl, domainUrl, type VercelOptions } from './options.ts';
import { Scripted } from './scripted.ts';

let vercel: Scripted;
const hosting = (more: Partial<VercelOptions> = {}) => vercelHosting(vercel.options(more));

beforeAll(async () => {
  vercel = await Scripted.start();
});
afterAll(() => vercel.stop());

describe('options', () => {
  test.each([
    [{ token: ' ' }, 'SHIPLOCK_VERCEL_TOKEN'],
    [{ teamId: 'my-team' }, 'SHIPLOCK_VERCEL_TEAM'],
    [{ apiUrl: 'ftp://x' }, 'SHIPLOCK_VERCEL_API_ADDRESS'],
  ])('%j is refused', (more, code) => {
    expect(() => hosting(more)).toThrow(code);
  });

  test('URLs: https, unless the API or the port says local', () => {
    expect(deploymentUrl('a.vercel.app', 'https://api.vercel.com')).toBe('https://a.vercel.app');
    expect(deploymentUrl('a.localhost:1', 'http://localhost:2')).toBe('http://a.localhost:1');
    expect(domainUrl('shop.example', 'https://api.vercel.com')).toBe('https://shop.example');
    expect(domainUrl('shop.localhost:81', 'https://api.vercel.com')).toBe('http://shop.localhost:81');
  });

  test('protection headers', () => {
    expect(hosting().protectionHeaders()).toEqual({});
    expect(hosting({ protectionBypass: 's' }).protectionHeaders()).toEqual({
      'x-vercel-protection-bypass': 's',
    });
  });
});
