import { describe, expect, test } from 'vitest';
import { checkRecording, findExactSeconds } from './check-recording.ts';
import type { ProbedRecording } from './probe-recording.ts';

const telephone: ProbedRecording = {
  container: 'wav',
  codec: 'pcm_mulaw',
  codecTag: '0x0007',
  sampleRateHz: 8000,
  channelCount: 2,
  channelLayout: undefined,
  bitsPerSample: 8,
  durationSeconds: 60,
  startSeconds: 0,
  fileStartSeconds: 0,
  isCutOff: false,
};

describe('checkRecording', () => {
  test.each([
    telephone,
    { ...telephone, durationSeconds: undefined },
    { ...telephone, channelCount: 1, channelLayout: '1 channels (FL)' },
    { ...telephone, channelLayout: 'stereo', sampleRateHz: 48_000 },
  ])('takes what calls are recorded in: %j', (recording) => {
    expect(() => checkRecording(recording, 60)).not.toThrow();
  });

  test.each([
    [{ codec: 'wmav2' }, 'unsupported_codec', 'The wav file holds audio of the codec wmav2, which is'],
    [{ codec: undefined, codecTag: '0x0133' }, 'unsupported_codec', 'codec 0x0133'],
    [{ channelCount: 0 }, 'damaged', 'no audio is found in it'],
    [{ channelCount: 3 }, 'unsupported_channels', 'The recording has 3 channels; one or two can be read.'],
    [{ channelLayout: '2 channels (FC+LFE)' }, 'unsupported_channels', 'named "2 channels (FC+LFE)"'],
    [{ sampleRateHz: 7999 }, 'unsupported_rate', 'The recording has 7999 samples a second; 8000 to 48000 can be read.'],
    [{ sampleRateHz: 48_001 }, 'unsupported_rate', 'The recording has 48001 samples a second'],
    [{ durationSeconds: 33_478.2 }, 'too_long', 'The recording lasts 9 h 17 min 59 s; at most 1 h are recognised.'],
  ])('refuses %j as %s', (change, code, words) => {
    const check = () => checkRecording({ ...telephone, ...change }, 3600);
    expect(check).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
  });

  test.each([{ container: 'mp3' }, { container: 'amr' }, { bitsPerSample: 4 }])(
    'does not refuse by a length that is a guess: %j',
    (change) => {
      const recording = { ...telephone, ...change, durationSeconds: 100_000 };
      expect(findExactSeconds(recording)).toBeUndefined();
      expect(() => checkRecording(recording, 60)).not.toThrow();
    },
  );
});
