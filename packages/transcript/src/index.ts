export { finishCall, type CallContext, type FinishedCall } from './finish-call.ts';
export { measureConversation } from './metrics/measure-conversation.ts';
export { assignRoles, type AssignedRoles, type RolesContext } from './roles/assign-roles.ts';
export { changeRedactions, changeSpeakers, refuseChange, type SpeakerChange } from './roles/change-speakers.ts';
