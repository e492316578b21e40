import { backchannelWordsMax } from './constants.ts';

/**
 * What says "go on" and nothing else. "Yes" and "no" are answers. Hindi's, as recognisers of Indian English write them,
 * among them.
 */
const continuers =
  /^(?:(?:m+-?h+m+|m+|h+m+|u+h+[- ]?h+u+h+|u+h+m?|u+m+|a+h+|o+h+|ok|okay|yeah|yep|yup|right|sure|alright|haan|hanji|ji|achha|accha|acha|all right|i see|got it|of course|theek hai)(?: |$))+$/;

/** @param words plain, see `plainWord` */
export function isBackchannel(words: readonly string[]): boolean {
  return words.length <= backchannelWordsMax && continuers.test(words.join(' '));
}
