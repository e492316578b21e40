export { listSampleCalls } from './list-sample-calls.ts';
export type { SampleBusiness, SampleCall, SampleFlag, SampleTurn, SampleWebhook } from './sample-call.ts';
