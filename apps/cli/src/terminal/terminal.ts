import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { inert } from './inert.ts';

export interface Terminal {
  /** A person reads and types here: questions can be asked. */
  readonly isInteractive: boolean;
  /** Lines of the answer, on standard output. */
  print(...lines: string[]): void;
  /** Lines about the answer, on standard error. */
  complain(...lines: string[]): void;
  /** @throws Error when the person leaves with Ctrl-C or Ctrl-D. */
  ask(question: string): Promise<string>;
  /** The same, and what is typed stays unseen. */
  askSecretly(question: string): Promise<string>;
  /** What standard input holds, up to about `maxLength` characters. */
  readInput(maxLength: number): Promise<string>;
}

export interface Streams {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean };
}

/** Every line passes `inert` on its way out, whatever a command prints. */
export function createTerminal({ stdin, stdout, stderr }: Streams): Terminal {
  return {
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    print: (...lines) => writeLines(stdout, lines),
    complain: (...lines) => writeLines(stderr, lines),
    ask: (question) => readAnswer(stdin, stderr, inert(question)),
    async askSecretly(question) {
      stderr.write(inert(question));
      try {
        return await readAnswer(stdin, new Writable({ write: (_chunk, _encoding, done) => done() }), '');
      } finally {
        stderr.write('\n');
      }
    },
    async readInput(maxLength) {
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of stdin) {
        text += typeof chunk === 'string' ? chunk : decoder.decode(chunk as Uint8Array, { stream: true });
        if (text.length > maxLength) break;
      }
      return text + decoder.decode();
    },
  };
}

function writeLines(output: Writable, lines: readonly string[]): void {
  for (const line of lines) output.write(`${inert(line)}\n`);
}

async function readAnswer(input: Readable, output: Writable, question: string): Promise<string> {
  const lines = createInterface({ input, output, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('close', () => reject(new Error('cancelled')));
      lines.question(question, resolve);
    });
  } finally {
    lines.close();
  }
}
