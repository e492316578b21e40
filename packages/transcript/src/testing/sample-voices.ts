import { readFile } from 'node:fs/promises';
import type { Speaker, Voice, Word } from '@callscript/contracts';
import { listSampleCalls, type SampleCall } from '@callscript/samples';

/** A sample call as the demo model hears it, each party's words apart. */
export interface SampleVoices {
  readonly call: SampleCall;
  readonly voices: readonly Voice[];
  readonly speakers: readonly Speaker[];
}

type StoredWord = readonly [word: string, start: number, end: number];
interface Stored {
  name: string;
  voices: { channel: 0 | 1 | null; words: StoredWord[] }[];
}

/**
 * What the demo model (float32) recognised in the sample calls: `recognized-samples.json`. Words of a mono call go to the
 * party whose turn it is.
 */
export async function readSampleVoices(): Promise<SampleVoices[]> {
  const file = await readFile(new URL('recognized-samples.json', import.meta.url), 'utf8');
  const stored = new Map((JSON.parse(file) as Stored[]).map((entry) => [entry.name, entry.voices]));
  return (await listSampleCalls()).map((call) => {
    const heard = (stored.get(call.name) ?? []).map(({ channel, words }) => ({ channel, words: words.map(toWord) }));
    const { agentChannel } = call;
    if (agentChannel === null)
      return splitByTurns(
        call,
        heard.flatMap(({ words }) => words),
      );
    return {
      call,
      voices: heard,
      speakers: heard.map(({ channel }) => (channel === agentChannel ? 'agent' : 'customer')),
    };
  });
}

const toWord = ([word, start, end]: StoredWord): Word => ({ word, start, end });

function splitByTurns(call: SampleCall, words: readonly Word[]): SampleVoices {
  const speakers = ['agent', 'customer'] as const;
  const voices = speakers.map((speaker) => ({
    channel: null,
    words: words.filter((word) => speakerAt(call, (word.start + word.end) / 2) === speaker),
  }));
  return { call, voices, speakers };
}

function speakerAt({ turns }: SampleCall, seconds: number): Speaker | undefined {
  const distance = ({ start, end }: { start: number; end: number }) => Math.max(start - seconds, seconds - end, 0);
  return turns.toSorted((a, b) => distance(a) - distance(b))[0]?.speaker;
}
