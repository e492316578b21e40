import type { ConversationMetrics, Segment, SideMetrics, Speaker, Word } from '@callscript/contracts';
import { deadAirSeconds, overlapSecondsMin } from './constants.ts';
import { firstGreetingSeconds } from './first-greeting.ts';
import { countInterruptions, longestMonologueSeconds } from './floor.ts';
import { gapsBetween, intersectSpans, longestOf, mergeSpans, secondsOf, type Span } from './spans.ts';
import { buildStretches, type Stretch } from './stretches.ts';

interface Side {
  readonly words: readonly Word[];
  readonly stretches: readonly Stretch[];
  readonly talkSeconds: number;
}

/**
 * How a conversation went, from the times of its words alone: how they are cut into segments changes nothing. The
 * contract says what each figure means.
 *
 * @param durationSeconds of the recording; what is silent up to there counts as silence
 */
export function measureConversation(segments: readonly Segment[], durationSeconds: number): ConversationMetrics {
  const [agent, customer, unknown] = (['agent', 'customer', 'unknown'] as const).map((speaker) =>
    takeSide(segments, speaker),
  ) as [Side, Side, Side];
  const speech = mergeSpans([agent, customer, unknown].flatMap(({ stretches }) => stretches));
  const silences = gapsBetween(speech, Math.max(durationSeconds, speech.at(-1)?.end ?? 0));
  const deadAir = silences.filter(({ start, end }) => end - start >= deadAirSeconds);
  const overlaps = intersectSpans(agent.stretches, customer.stretches).filter(
    ({ start, end }) => end - start >= overlapSecondsMin,
  );
  const isKnown = agent.words.length + customer.words.length > 0 || unknown.words.length === 0;
  return {
    agent: isKnown ? measureSide(agent, { other: customer, unknown, deadAir }) : null,
    customer: isKnown ? measureSide(customer, { other: agent, unknown, deadAir }) : null,
    dead_air_seconds: toMilliseconds(secondsOf(deadAir)),
    longest_dead_air_seconds: toMilliseconds(longestOf(deadAir)),
    overlaps: isKnown ? overlaps.length : null,
    overlap_seconds: isKnown ? toMilliseconds(secondsOf(overlaps)) : null,
    first_greeting_seconds: firstGreetingSeconds(agent.words),
  };
}

function takeSide(segments: readonly Segment[], speaker: Speaker): Side {
  const words = segments
    .filter((segment) => segment.speaker === speaker)
    .flatMap((segment) => segment.words)
    .toSorted((a, b) => a.start - b.start);
  const stretches = buildStretches(words);
  return { words, stretches, talkSeconds: secondsOf(stretches) };
}

function measureSide(
  side: Side,
  { other, unknown, deadAir }: { other: Side; unknown: Side; deadAir: readonly Span[] },
): SideMetrics {
  const { words, stretches, talkSeconds } = side;
  const bothSeconds = talkSeconds + other.talkSeconds;
  const answers = [...other.stretches, ...unknown.stretches].filter(({ isBackchannel }) => !isBackchannel);
  return {
    talk_seconds: toMilliseconds(talkSeconds),
    talk_share: bothSeconds > 0 ? round(talkSeconds / bothSeconds, 4) : null,
    words: words.length,
    words_per_minute: talkSeconds > 0 ? round((words.length * 60) / talkSeconds, 1) : null,
    longest_monologue_seconds: toMilliseconds(longestMonologueSeconds(stretches, [...answers, ...deadAir])),
    interruptions: countInterruptions(stretches, other.stretches),
  };
}

const toMilliseconds = (seconds: number): number => round(seconds, 3);

function round(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}
