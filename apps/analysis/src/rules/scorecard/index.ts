import { activeListening, communication, empathy } from './conversation.ts';
import { closing, discovery, greeting, objectionHandling, productKnowledge } from './sales.ts';
import type { Scorer } from './scorer.ts';
import { compliance, paymentCommitment, problemResolution } from './service.ts';

/** How each parameter key is judged. */
export const scorers: ReadonlyMap<string, Scorer> = new Map(
  [
    greeting,
    discovery,
    productKnowledge,
    activeListening,
    objectionHandling,
    communication,
    compliance,
    closing,
    empathy,
    problemResolution,
    paymentCommitment,
  ].map((scorer) => [scorer.key, scorer]),
);
