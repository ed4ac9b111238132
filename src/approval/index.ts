export { type Asked, type BareReviewFacts, whyNoBareReviews } from './bare-reviews.ts';
export { type ApprovalDecision, type ApprovalQuestion, decideApproval } from './decide.ts';
export { type Frozen, frozenAt } from './freeze.ts';
export { type Shortfall, shortfallSentence, shortfalls, wantedPeople } from './reach.ts';
export { NO_RISK, type Requirement, type Risk, requirementsFor, teamsOf } from './requirements.ts';
export { type ApprovalSettings, approvalSettings, type FreezeWindow, freezeSettings } from './settings.ts';
export { namesPlan, type Rejection, SHORTEST_PREFIX } from './signals.ts';
export { standIn, type WayOut, wayOut, wayOutAdvice } from './stand-in.ts';
