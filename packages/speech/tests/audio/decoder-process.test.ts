import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DecoderFailedError, DecoderUnavailableError } from '../../src/audio/decoder-error.ts';
import { inputFile, runDecoder, type DecoderRunOptions } from '../../src/audio/decoder-process.ts';
import { createFolder, type Folder } from './_recordings.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await createFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const patient: DecoderRunOptions = { stallSeconds: 30, totalSeconds: 30 };

function shell(script: string) {
  return { program: 'sh', args: ['-c', script] };
}

const takeAll = () => true;

/** A program that says its process id and then does something. */
async function runUntilKilled(script: string, options: Partial<DecoderRunOptions>, wantsMore = true) {
  let pid = 0;
  const end = await runDecoder(shell(`echo $$; ${script}`), { ...patient, ...options }, (output) => {
    pid ||= Number.parseInt(output.toString());
    return wantsMore;
  }).catch((error: unknown) => error);
  return { end, isAlive: isAlive(pid) };
}

/** A zombie would still be alive. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('runDecoder', () => {
  test('hands over all output and the beginning of the complaints', async () => {
    let text = '';
    const end = await runDecoder(shell('echo out; echo complaint >&2; echo more'), patient, (output) => {
      text += output.toString();
      return true;
    });
    expect({ text, end }).toEqual({ text: 'out\nmore\n', end: { outcome: 'done', complaints: 'complaint\n' } });
  });

  test('reads the recording through its descriptor, whatever its name is', async () => {
    const file = folder.file('-i http:%d?*.m3u8');
    await writeFile(file, 'samples');
    await using recording = await open(file);
    // The file has no name any more when the program opens it.
    await rm(file);
    let text = '';
    const program = shell(`cat ${inputFile.replace('file:', '')}`);
    await runDecoder({ ...program, recording: recording.fd }, patient, (output) => {
      text += output.toString();
      return true;
    });
    expect(text).toBe('samples');
  });

  test('keeps little of endless complaints', async () => {
    const { complaints } = await runDecoder(shell('yes complaint | head -c 3000000 >&2'), patient, takeAll);
    expect(complaints.length).toBe(8192);
  });

  test('a program that fails is reported as failed', async () => {
    expect(await runDecoder(shell('exit 3'), patient, takeAll)).toEqual({ outcome: 'failed', complaints: '' });
  });

  test('a crash is a failure of the program over this file', async () => {
    expect(await runDecoder(shell('kill -SEGV $$'), patient, takeAll)).toMatchObject({ outcome: 'failed' });
  });

  test.each(['nosuchprogram', '/dev/null'])('says that %s cannot be run and what to install', async (program) => {
    const failure = await runDecoder({ program, args: [] }, patient, takeAll).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DecoderUnavailableError);
    expect(String(failure)).toContain('apt-get install ffmpeg');
  });

  test.each(['kill -KILL $$', 'kill -TERM $$', 'exit 255'])(
    'an end from outside (%s) says nothing of the file',
    async (end) => {
      await expect(runDecoder(shell(`echo part; ${end}`), patient, takeAll)).rejects.toThrow(DecoderFailedError);
    },
  );

  test('ends a program that stalls', async () => {
    const { end, isAlive } = await runUntilKilled('exec sleep 60', { stallSeconds: 0.1 });
    expect({ end, isAlive }).toMatchObject({ end: { outcome: 'timeout' }, isAlive: false });
  });

  test('ends a program that goes on without end', async () => {
    const { end, isAlive } = await runUntilKilled('while :; do echo more; done', { totalSeconds: 0.5 });
    expect({ end, isAlive }).toMatchObject({ end: { outcome: 'timeout' }, isAlive: false });
  });

  test('ends a program whose output is enough', async () => {
    const { end, isAlive } = await runUntilKilled('exec yes', {}, false);
    expect({ end, isAlive }).toMatchObject({ end: { outcome: 'stopped' }, isAlive: false });
  });

  test('ends the program when the signal is aborted, with its reason', async () => {
    const reason = new Error('shutting down');
    const abort = new AbortController();
    let pid = 0;
    const run = runDecoder(shell('echo $$; exec sleep 60'), { ...patient, signal: abort.signal }, (output) => {
      pid = Number.parseInt(output.toString());
      abort.abort(reason);
      return true;
    });
    await expect(run).rejects.toBe(reason);
    expect(isAlive(pid)).toBe(false);
  });

  test('starts nothing for a signal that is aborted already', async () => {
    const file = folder.file('started');
    const run = runDecoder(shell(`touch ${file}`), { ...patient, signal: AbortSignal.abort() }, takeAll);
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('passes on what the consumer throws, once the program has ended', async () => {
    const reason = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    let pid = 0;
    const run = runDecoder(shell('echo $$; exec yes'), patient, (output) => {
      pid = Number.parseInt(output.toString());
      throw reason;
    });
    await expect(run).rejects.toBe(reason);
    expect(isAlive(pid)).toBe(false);
  });

  test('makes the program wait while its output is not taken', async () => {
    let chunks = 0;
    const program = `i=0; while [ $i -lt 200 ]; do head -c 65536 /dev/zero; i=$((i+1)); echo $i > ${folder.file('done')}; done`;
    let writtenAtFirst = 0;
    await runDecoder(shell(program), patient, async () => {
      chunks += 1;
      if (chunks > 1) return true;
      // The pipe and the stream's buffer fill within moments; a count that stands still means that the program waits.
      for (let before = -1; before !== writtenAtFirst;) {
        before = writtenAtFirst;
        await new Promise((resolve) => setTimeout(resolve, 200));
        writtenAtFirst = Number(await readFile(folder.file('done'), 'utf8').catch(() => '0'));
      }
      return true;
    });
    expect(writtenAtFirst).toBeLessThan(20);
  });
});

test.runIf(process.platform === 'linux')('a decoder can write no file and take no memory without end', async () => {
  const file = folder.file('written');
  const write = await runDecoder(shell(`echo more > ${file}`), patient, takeAll);
  expect(write.outcome).toBe('failed');
  expect(await readFile(file, 'utf8').catch(() => '')).toBe('');

  const grow = await runDecoder(shell('head -c 2000000000 /dev/zero | tail -c 2000000000 | wc -c'), patient, takeAll);
  expect(grow.complaints).toMatch(/memory/i);
});
