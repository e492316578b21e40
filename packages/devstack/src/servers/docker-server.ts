import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';

import { retryUntil } from './retry-until.ts';
import { lastLines } from './run-program.ts';
import type { ServerControl } from './server-control.ts';

const START_TIMEOUT_MS = 90_000;

export interface DockerServerDefinition {
  name: string;
  image: string;
  hostname: string;
  environment: Record<string, string>;
  command: string[];
  /** container port → host port: fixed, so that the server comes back where its clients look for it */
  ports: ReadonlyMap<number, number>;
  /** the directory in the container that holds the data */
  dataPath: string;
  /** The directory that the data belong to; undefined for data that go with the container. */
  directory: string | undefined;
  /** One attempt to use the server as a client would; rejects while it is not ready. */
  connect: (host: string) => Promise<void>;
  log: (line: string) => void;
}

export interface DockerServer extends AsyncDisposable {
  host: string;
  control: ServerControl;
}

/** Runs a server as a container. The engine's reaper removes it, but not a kept volume, if this process dies. */
export async function startDockerServer(definition: DockerServerDefinition): Promise<DockerServer> {
  // Loading testcontainers takes a second, which only those who have an engine should pay.
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  const { name, directory, log } = definition;
  log(`starting ${name} as a container of ${definition.image}`);

  const image = new GenericContainer(definition.image)
    .withHostname(definition.hostname)
    .withEnvironment(definition.environment)
    .withCommand(definition.command)
    .withExposedPorts(...[...definition.ports].map(([container, host]) => ({ container, host })));
  if (directory !== undefined) {
    image.withBindMounts([{ source: volumeName(directory, name), target: definition.dataPath }]);
  }
  const started = await image.start();
  const host = started.getHost();
  const container = (await getContainerRuntimeClient()).container.getById(started.getId());
  let isEndExpected = false;

  const watch = (): void => {
    void container.wait().then(
      async () => {
        if (isEndExpected) return;
        const tail = lastLines(await text(await started.logs({ tail: 20 })));
        log(`${name} ended unexpectedly. The end of its log:\n${tail}`);
      },
      () => {},
    );
  };
  const awaitAnswer = (): Promise<void> =>
    retryUntil(() => definition.connect(host), {
      timeoutMs: START_TIMEOUT_MS,
      intervalMs: 100,
      message: `${name} does not answer in its container`,
    });

  const control: ServerControl = {
    async kill() {
      isEndExpected = true;
      await container.kill();
      await container.wait();
    },
    async stop() {
      isEndExpected = true;
      await container.stop();
    },
    async start() {
      await container.start();
      isEndExpected = false;
      watch();
      await awaitAnswer();
    },
    pause: () => container.pause().then(() => {}),
    resume: () => container.unpause().then(() => {}),
  };
  const dispose = async (): Promise<void> => {
    isEndExpected = true;
    await started.stop({ removeVolumes: directory === undefined });
  };

  watch();
  try {
    await awaitAnswer();
  } catch (error) {
    await dispose();
    throw error;
  }
  return { host, control, [Symbol.asyncDispose]: dispose };
}

function volumeName(directory: string, server: string): string {
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  return `callscript-${hash}-${server.toLowerCase()}`;
}
