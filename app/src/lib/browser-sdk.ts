/** The part of the SDK that browsers load, and only where errors are reported: see `browser-errors.ts`. */
export { captureException, init } from '@sentry/nextjs';
