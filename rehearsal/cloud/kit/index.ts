export { bearerToken, checkBearer } from './bearer.ts';
export { type DatabaseFault, type Fault, type FaultRule, Faults, faultRuleSchema } from './faults.ts';
export { AccessLog, type LogEntry } from './log.ts';
export { pastOf } from './memory.ts';
export {
  canarySecret,
  ENCODINGS,
  findSecrets,
  formsOf,
  hexSecret,
  type MakeSecret,
} from './secrets.ts';
export { type Call, type ErrorBody, type RouteOptions, StandIn, type StandInOptions } from './stand-in.ts';
