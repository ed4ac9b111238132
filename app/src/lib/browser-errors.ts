import { ERROR_REPORTING_OPTIONS } from './error-reporting.ts';

let sdk: Promise<typeof import('./browser-sdk.ts') | undefined> | undefined;

/**
 * Reports what fails in the browser. The SDK is larger than all of a page's own code, so it is loaded beside the page and
 * not before it; what fails until it is there is kept and reported then.
 */
export function startReporting(to: {
  readonly dsn: string;
  readonly release: string | undefined;
  readonly environment: string | undefined;
}): void {
  const early: unknown[] = [];
  const onError = ({ error }: ErrorEvent) => void early.push(error);
  const onRejection = ({ reason }: PromiseRejectionEvent) => void early.push(reason);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onRejection);
  sdk = import('./browser-sdk.ts').then(
    (loaded) => {
      loaded.init({
        ...ERROR_REPORTING_OPTIONS,
        dsn: to.dsn,
        ...(to.release ? { release: to.release } : {}),
        ...(to.environment ? { environment: to.environment } : {}),
      });
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
      for (const error of early) loaded.captureException(error);
      return loaded;
    },
    // The network is gone: so is where it would be reported.
    () => undefined,
  );
}

/** Reports an error that a page has caught and shown. */
export function reportInBrowser(error: unknown): void {
  void sdk?.then((loaded) => loaded?.captureException(error));
}
