import { count } from '../../../present/count.ts';
import { configurationError } from '../../../release/errors.ts';
import { EVERY_MS, goodOfTotal, MAX_EXAMPLES, numberOf, type Source, unreadable } from '../../source.ts';
import { pointed } from './pointer.ts';
import type { JsonSettings } from './settings.ts';

export interface JsonTarget {
  /** Of the gate; a path is asked of the first. */
  readonly urls: readonly string[];
  /** Secrets that open deployment protection: for the gate's own origins. */
  readonly headers: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 10_000;
/** A reading of a value is an average already, and one a second cannot show smaller rates in a gate of minutes. */
const WORST_OF_READINGS = 0.1;
/** A document of counts is a few kilobytes. */
const LARGEST = 1024 * 1024;

/** A JSON endpoint: good and total, or one value within its bounds. */
export function jsonSource(settings: JsonSettings, target: JsonTarget): Source {
  const { name, value } = settings;
  const url = new URL(settings.url, target.urls[0]);
  const headers = headersFor(settings, url, target);
  let samples = 0;
  let failures = 0;
  const examples: string[] = [];
  return {
    name,
    // One value is one sample; counts are cumulative, so asking for them seldom loses nothing.
    everyMs: value === undefined ? EVERY_MS : 1_000,
    ownTotal: true,
    countsRequests: value === undefined,
    ...(value === undefined ? {} : { worstAtLeast: WORST_OF_READINGS }),
    async sample(signal) {
      const document = await read(name, url, headers, target.fetch ?? fetch, signal);
      if (settings.good !== undefined && settings.total !== undefined)
        return goodOfTotal(name, pointed(document, settings.good), pointed(document, settings.total));
      const number = numberOf(pointed(document, value ?? ''));
      if (number === undefined) throw unreadable(name, `there is no number at ${value || 'its top level'}`);
      samples += 1;
      const wrong = outside(settings, number);
      if (wrong) failures += 1;
      if (wrong && examples.length < MAX_EXAMPLES) examples.push(`${value} is ${wrong}`);
      return { samples, failures, examples };
    },
  };
}

function outside({ max, min }: JsonSettings, number: number): string | undefined {
  if (max !== undefined && number > max) return `${number}, allowed at most ${max}`;
  if (min !== undefined && number < min) return `${number}, allowed at least ${min}`;
  return undefined;
}

/**
 * Protection headers are secrets of the probed origins; a metrics service elsewhere must not see them. A header of the
 * settings goes to the URL that the same settings name, and to no other: redirects are not followed.
 * @throws SHIPLOCK_GATE_JSON_PLAIN
 */
function headersFor(settings: JsonSettings, url: URL, target: JsonTarget): Record<string, string> {
  const own = target.urls.some((probed) => new URL(probed).origin === url.origin);
  const named = Object.entries(settings.headers);
  if (named.length > 0 && url.protocol !== 'https:' && !isLoopback(url))
    throw configurationError({
      code: 'SHIPLOCK_GATE_JSON_PLAIN',
      what: `the gate source "${settings.name}" has ${count(named.length, 'header')} from secrets, but ${url.origin} does not use HTTPS`,
      notDone: ['nothing was requested'],
      next: 'Use an https URL, or remove `headers` from this source.',
    });
  return {
    accept: 'application/json',
    ...(own ? target.headers : {}),
    ...Object.fromEntries(named.map(([header, variable]) => [header, target.env[variable] ?? ''])),
  };
}

/** Stays on this machine. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

async function read(
  name: string,
  url: URL,
  headers: Record<string, string>,
  request: typeof fetch,
  signal: AbortSignal,
): Promise<unknown> {
  // Neither the query nor a header is repeated: they may hold a secret.
  const at = `${url.origin}${url.pathname}`;
  const response = await request(url, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch((error: unknown) => {
    throw unreadable(name, `${at} did not answer (${whyNot(error)})`);
  });
  const { status } = response;
  if (!response.ok) {
    await response.body?.cancel();
    const moved = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
    throw unreadable(name, `${at} answered HTTP ${status}${moved}`);
  }
  const text = await textOf(name, response);
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(name, 'the answer is not JSON');
  }
}

async function textOf(name: string, response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST) throw unreadable(name, 'the answer is larger than 1 MiB');
  }
  return text + decoder.decode();
}

/** A code or a name: messages of the network stack may repeat headers. */
function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  if (error.name === 'TimeoutError') return `within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
