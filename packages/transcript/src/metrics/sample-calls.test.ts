import type { Segment } from '@callscript/contracts';
import { describe, expect, test } from 'vitest';
import { readSampleVoices, type SampleVoices } from '../testing/sample-voices.ts';
import { measureConversation } from './measure-conversation.ts';

const samples = await readSampleVoices();

/** What the demo model heard of each party, in one segment each. */
function heard({ voices, speakers }: SampleVoices): Segment[] {
  return voices.map(({ words }, voice) => ({
    speaker: speakers[voice] ?? 'unknown',
    voice,
    start: words[0]?.start ?? 0,
    end: words.at(-1)?.end ?? 0,
    text: words.map(({ word }) => word).join(' '),
    words,
  }));
}

/** What the script says: seconds of a side's turns, in all and the longest. */
function written({ call }: SampleVoices, speaker: 'agent' | 'customer') {
  const seconds = call.turns.filter((turn) => turn.speaker === speaker).map(({ start, end }) => end - start);
  return { all: seconds.reduce((sum, value) => sum + value, 0), longest: Math.max(...seconds) };
}

describe('of the sample calls as the demo model hears them', () => {
  test.each(samples)('$call.name: shares and turns are those of the script', (sample) => {
    const metrics = measureConversation(heard(sample), sample.call.durationSeconds);
    const [agent, customer] = [written(sample, 'agent'), written(sample, 'customer')];
    // Word times leave out the edges of a turn, which makes short turns a little shorter.
    expect(Math.abs((metrics.agent?.talk_share ?? 0) - agent.all / (agent.all + customer.all))).toBeLessThan(0.04);
    const longest = [metrics.agent, metrics.customer].map((side) => side?.longest_monologue_seconds ?? 0);
    expect(Math.abs((longest[0] ?? 0) - agent.longest)).toBeLessThan(1);
    expect(Math.abs((longest[1] ?? 0) - customer.longest)).toBeLessThan(1);
  });

  test.each(samples)('$call.name: nobody falls silent or cuts the other off', (sample) => {
    const { agent, customer, dead_air_seconds } = measureConversation(heard(sample), sample.call.durationSeconds);
    expect([agent?.interruptions, customer?.interruptions, dead_air_seconds]).toEqual([0, 0, 0]);
  });
});
