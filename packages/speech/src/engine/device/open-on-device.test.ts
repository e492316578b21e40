import { describe, expect, test } from 'vitest';
import { ModelError } from '../../recognition/model-error.ts';
import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import { openOnDevice } from './open-on-device.ts';

const complete = async (): Promise<undefined> => undefined;
const fp32 = { precision: 'fp32' } as const;
const noDevice = new ModelError(
  'device_unusable',
  'encoder-model.onnx cannot be loaded on CUDA: CUDA failure 100: no CUDA-capable device is detected',
);

function failOnCuda(error: unknown): (device: RecognizerDevice) => Promise<RecognizerDevice> {
  return async (device) => {
    if (device === 'cuda') throw error;
    return device;
  };
}

describe('openOnDevice', () => {
  test('opens on the CPU when that is asked for, without a look at CUDA', async () => {
    const opened = await openOnDevice({ ...fp32, device: 'cpu' }, failOnCuda(noDevice));
    expect(opened).toEqual({ opened: 'cpu', device: 'cpu', deviceNote: undefined });
  });

  test.each(['cuda', 'auto'] as const)('opens on CUDA with %s when that works', async (device) => {
    const opened = await openOnDevice({ ...fp32, device }, async (device) => device, complete);
    expect(opened).toEqual({ opened: 'cuda', device: 'cuda', deviceNote: undefined });
  });

  test('refuses CUDA with what is missing', async () => {
    const opening = openOnDevice(
      { ...fp32, device: 'cuda' },
      failOnCuda(noDevice),
      async () => 'it lacks libcudnn.so.9',
    );
    await expect(opening).rejects.toMatchObject({
      code: 'device_unusable',
      message: 'CUDA cannot be used: it lacks libcudnn.so.9.',
    });
  });

  test.each([
    ['the provider finds no GPU', noDevice],
    [
      'the first run fails',
      new ModelError('model_contract_mismatch', 'encoder-model.onnx fails when it is tried out: CUDA failure 700: …'),
    ],
    ['the warm-up fails', new Error('CUDNN failure 5000: CUDNN_STATUS_EXECUTION_FAILED')],
  ])('refuses CUDA with the words of the runtime when %s', async (_what, error) => {
    const opening = openOnDevice({ ...fp32, device: 'cuda' }, failOnCuda(error), complete);
    await expect(opening).rejects.toMatchObject({
      code: 'device_unusable',
      message: `CUDA cannot be used: its libraries are complete, but the driver or the GPU fails: ${error.message}.`,
    });
  });

  test('takes the CPU with auto, and says why', async () => {
    const opened = await openOnDevice({ ...fp32, device: 'auto' }, failOnCuda(noDevice), complete);
    expect(opened).toMatchObject({
      opened: 'cpu',
      device: 'cpu',
      deviceNote: expect.stringContaining('no CUDA-capable'),
    });
  });

  test('knows that CUDA has no int8 operators', async () => {
    const refusal = openOnDevice({ precision: 'int8', device: 'cuda' }, async (device) => device, complete);
    await expect(refusal).rejects.toMatchObject({ code: 'device_unusable', message: expect.stringContaining('int8') });
    const opened = await openOnDevice({ precision: 'int8', device: 'auto' }, async (device) => device, complete);
    expect(opened).toMatchObject({ device: 'cpu', deviceNote: expect.stringContaining('int8') });
  });

  test('lets a fault of the model be one, on whatever device', async () => {
    const missing = new ModelError('model_file_missing', 'The model folder has no readable vocab.txt.');
    const opening = openOnDevice({ ...fp32, device: 'auto' }, failOnCuda(missing), complete);
    await expect(opening).rejects.toBe(missing);
  });
});
