export { finishCall, type CallContext, type FinishedCall } from './finish-call.ts';
