import path from 'node:path';
import sherpa from 'sherpa-onnx-node';
import { readModelFiles } from '../src/recognition/model-files.ts';
import { contest, readContestOptions } from './_contestant.ts';

const { threads, model, sherpaModel } = readContestOptions();
const { encoderPath, config } = await readModelFiles(model, 'fp32');
const recognizer = new sherpa.OfflineRecognizer({
  featConfig: { sampleRate: 16_000, featureDim: config.featureCount },
  modelConfig: {
    transducer: {
      encoder: encoderPath,
      decoder: path.join(sherpaModel, 'decoder.onnx'),
      joiner: path.join(sherpaModel, 'joiner.onnx'),
    },
    tokens: path.join(model, 'vocab.txt'),
    numThreads: threads,
    provider: 'cpu',
    modelType: 'nemo_transducer',
  },
});

await contest(async (pieces) => {
  const texts = pieces.map(({ sampleRateHz, samples }) => {
    const stream = recognizer.createStream();
    stream.acceptWaveform({ sampleRate: sampleRateHz, samples });
    recognizer.decode(stream);
    return recognizer.getResult(stream).text.trim();
  });
  return texts.join(' ');
});
