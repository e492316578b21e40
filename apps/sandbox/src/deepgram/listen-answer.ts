import { randomUUID } from 'node:crypto';
import type { ReceivedAudio } from '../stt/describe-audio.ts';
import type { SpokenTurn } from '../stt/spoken-calls.ts';
import type { ListenQuery } from './listen-query.ts';

const confidence = 0.98;

/** What Deepgram makes of a recording in which this was said. */
export function buildListenAnswer(audio: ReceivedAudio, turns: readonly SpokenTurn[], query: ListenQuery): object {
  const isByChannel = query.multichannel && audio.channels > 1;
  const channels = isByChannel ? audio.channels : 1;
  const modelId = randomUUID();
  const spoken = turns.map((turn) => ({ ...turn, words: spellWords(turn, query) }));
  const ofChannel = (channel: number) => spoken.filter((turn) => !isByChannel || turn.channel === channel);
  return {
    metadata: {
      transaction_key: 'deprecated',
      request_id: randomUUID(),
      sha256: audio.sha256,
      created: new Date().toISOString(),
      duration: audio.durationSeconds,
      channels,
      models: [modelId],
      model_info: { [modelId]: { name: query.model, version: '2026-07-01.0', arch: query.model } },
    },
    results: {
      channels: Array.from({ length: channels }, (_, channel) => {
        const words = ofChannel(channel).flatMap((turn) => turn.words);
        const transcript = words.map(({ punctuated_word, word }) => punctuated_word ?? word).join(' ');
        const language = query.detect_language ? { detected_language: 'en', language_confidence: 0.99 } : {};
        return { ...language, alternatives: [{ transcript, confidence: words.length > 0 ? confidence : 0, words }] };
      }),
      ...(query.utterances ? { utterances: spoken.map((turn) => toUtterance(turn, isByChannel)) } : {}),
    },
  };
}

type Spelled = SpokenTurn & { words: ReturnType<typeof spellWords> };

function toUtterance({ start, end, channel, speaker, text, words }: Spelled, isByChannel: boolean): object {
  const id = randomUUID();
  return { start, end, confidence, channel: isByChannel ? channel : 0, transcript: text, words, speaker, id };
}

/** The words of a turn, its time shared out by their length. */
function spellWords({ text, start, end, speaker }: SpokenTurn, query: ListenQuery) {
  const isDiarized = query.diarize || query.diarize_model !== undefined;
  const words = text.split(' ');
  const letters = words.join('').length;
  let before = 0;
  return words.map((written, index) => {
    const from = start + ((end - start) * before) / letters;
    before += written.length;
    const to = start + ((end - start) * before) / letters;
    const word = written.replaceAll(/[,.?]/g, '').toLowerCase();
    const isLast = index === words.length - 1;
    const punctuated = `${index === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word}${isLast ? '.' : ''}`;
    return {
      word,
      start: from,
      end: to,
      confidence,
      ...(query.punctuate || query.smart_format ? { punctuated_word: punctuated } : {}),
      ...(isDiarized ? { speaker, speaker_confidence: 0.9 } : {}),
    };
  });
}
