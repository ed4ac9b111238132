import { type Logger, pino } from 'pino';
import { releaseInfo } from './release.ts';
import { scrubText } from './scrub.ts';

/**
 * Paths whose values never reach the log. Health data does not belong there at all; this list is the net below the
 * habit of logging ids only.
 */
export const REDACTED_PATHS = [
  'password',
  'email',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'given_name',
  'family_name',
  'birth_date',
  'medical_record_number',
  'identifiers',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Only the fields that tell what happened: libraries hang requests, rows and answers on their errors. */
export function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: scrubText(String(error)) };
  const { code, digest } = error as { code?: unknown; digest?: unknown };
  return {
    name: error.name,
    message: scrubText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof digest === 'string' ? { digest } : {}),
    ...(error.stack ? { stack: scrubText(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

/** JSON lines on a stream; no transports, since they start worker threads by paths that bundling breaks. */
export function createLog(
  destination?: { write(line: string): void },
  level = process.env['LOG_LEVEL'],
): Logger {
  return pino(
    {
      level: level || 'info',
      base: { service: 'prescriptions', ...releaseInfo() },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      serializers: { error: serializeError },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

export const log = createLog();
