import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecordingFaults, recordingFaultSchema } from './recording-faults.ts';

describe('recordingFaultSchema', () => {
  test.each([
    ['late:3', { kind: 'late', requests: 3 }],
    ['hang', { kind: 'hang' }],
    ['slow:1000', { kind: 'slow', bytesPerSecond: 1000 }],
    ['redirect:http://127.0.0.1:1/a:b', { kind: 'redirect', url: 'http://127.0.0.1:1/a:b' }],
    ['status:503', { kind: 'status', statusCode: 503 }],
    ['unannounced:0', { kind: 'unannounced', bytes: 0 }],
  ])('reads %s', (text, fault) => {
    expect(recordingFaultSchema.parse(text)).toEqual(fault);
  });

  test.each([
    '',
    'late',
    'late:-1',
    'late:x',
    'slow:0',
    'status:99',
    'status:600',
    'redirect:nowhere',
    'huge:1e9',
    'HANG',
  ])('refuses "%s"', (text) => {
    expect(recordingFaultSchema.safeParse(text).success).toBe(false);
  });

  test('any text is read or refused, never an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(recordingFaultSchema.safeParse(text).success).toBeTypeOf('boolean');
      }),
    );
  });
});

describe('createRecordingFaults', () => {
  test('the fault in the address goes before the one set', () => {
    const faults = createRecordingFaults();
    faults.set('a.wav', { kind: 'hang' });
    expect(faults.meet({ name: 'a.wav', address: '/a.wav?fault=empty', asked: { kind: 'empty' } })).toEqual({
      kind: 'empty',
    });
    expect(faults.meet({ name: 'a.wav', address: '/a.wav', asked: undefined })).toEqual({ kind: 'hang' });
    expect(faults.meet({ name: 'b.wav', address: '/b.wav', asked: undefined })).toBeUndefined();
  });

  test('setting "late" again starts to count anew', () => {
    const faults = createRecordingFaults();
    const isLate = () => faults.meet({ name: 'a.wav', address: '/a.wav', asked: undefined }) !== undefined;
    faults.set('a.wav', { kind: 'late', requests: 1 });
    expect([isLate(), isLate()]).toEqual([true, false]);
    faults.set('a.wav', { kind: 'late', requests: 1 });
    expect([isLate(), isLate()]).toEqual([true, false]);
  });
});
