export {
  type ApprovalDecision,
  type ApprovalQuestion,
  decideApproval,
  namesPlan,
  SHORTEST_PREFIX,
} from './decide.ts';
export { type Frozen, frozenAt } from './freeze.ts';
export { type ApprovalSettings, approvalSettings, type FreezeWindow, freezeSettings } from './settings.ts';
export { approvalMarkdown } from './summary.ts';
