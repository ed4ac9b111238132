import type { Call, RouteOptions } from '../kit/index.ts';
import type { VercelState } from './state.ts';

export type Route = (
  method: string,
  path: string | string[],
  call: string | ((c: Call) => string | Promise<string>),
  handle: (c: Call, state: VercelState) => Response | Promise<Response>,
  options?: RouteOptions,
) => void;
