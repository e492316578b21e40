import { transcriptSchema, type CallKey, type Transcript } from '@callscript/contracts';
import type { SecretBox } from './secret-box.ts';

/** Seals a transcript before redaction, bound to its call. */
export function sealRawTranscript(box: SecretBox, key: CallKey, transcript: Transcript): string {
  return box.seal(JSON.stringify(transcript), ownerOf(key));
}

/** @throws SecretBoxError when it was sealed with another key, for another call, or was altered */
export function openRawTranscript(box: SecretBox, key: CallKey, sealed: string): Transcript {
  return transcriptSchema.parse(JSON.parse(box.open(sealed, ownerOf(key))));
}

function ownerOf({ bid, callid }: CallKey): string {
  return `transcript:${bid}/${callid}`;
}
