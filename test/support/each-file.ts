import { afterAll, vi } from 'vitest';
import { forgetSecrets } from '../../src/present/redact.ts';

/** Files share a process, which saves half of the time: what one of them sets there must not reach the next. */
afterAll(() => {
  forgetSecrets();
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
