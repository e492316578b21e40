import path from 'node:path';
import { modelDirectory, sherpaDirectory } from '@callscript/demo-model';
import sherpa from 'sherpa-onnx-node';
import { readModelFiles } from '../src/recognition/model-files.ts';
import { contest } from './_contestant.ts';

const { encoderPath, config } = await readModelFiles(modelDirectory, 'fp32');
const recognizer = new sherpa.OfflineRecognizer({
  featConfig: { sampleRate: 16_000, featureDim: config.featureCount },
  modelConfig: {
    transducer: {
      encoder: encoderPath,
      decoder: path.join(sherpaDirectory, 'decoder.onnx'),
      joiner: path.join(sherpaDirectory, 'joiner.onnx'),
    },
    tokens: path.join(modelDirectory, 'vocab.txt'),
    numThreads: Number(process.argv[2]),
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
