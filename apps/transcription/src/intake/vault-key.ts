import { callKeySchema, type CallKey } from '@callscript/contracts';

/**
 * Where a call's recording lies in the vault: `6004/2026/03/abc.wav`. It follows from the call alone, so a second
 * fetch replaces the first; months are UTC.
 */
export function vaultKey(call: CallKey & { call_starttime: Date }, extension: string): string {
  const { bid, callid } = callKeySchema.parse(call);
  const [year, month] = call.call_starttime.toISOString().split('-');
  return `${bid}/${year}/${month}/${callid}.${extension}`;
}
