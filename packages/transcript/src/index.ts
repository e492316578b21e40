export { finishCall, type CallContext, type FinishedCall } from './finish-call.ts';
export { measureConversation } from './metrics/measure-conversation.ts';
