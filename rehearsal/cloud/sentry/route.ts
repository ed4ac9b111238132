import type { Call, RouteOptions } from '../kit/index.ts';
import type { SentryState } from './state.ts';

export type Route = (
  method: string,
  path: string | string[],
  call: string | ((c: Call) => Promise<string>),
  handle: (c: Call, state: SentryState) => Response | Promise<Response>,
  options?: RouteOptions,
) => void;
