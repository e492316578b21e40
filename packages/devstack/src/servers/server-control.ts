/** What a test may do to a server that is ours. Each promise settles when the deed is done; `start` when it answers again. */
export interface ServerControl {
  /** Ends it at once (SIGKILL), as a power cut would. */
  kill(): Promise<void>;
  /** Ends it in an orderly way. */
  stop(): Promise<void>;
  /** Starts it again on the same port and the same data. */
  start(): Promise<void>;
  /** Freezes it: connections stay open and nothing answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export interface RunningBroker extends AsyncDisposable {
  /** `amqp://user:password@host:port` */
  url: string;
  /** `http://user:password@host:port`, the root of the management API */
  managementUrl: string;
  /** undefined when the server is not ours to stop */
  control: ServerControl | undefined;
}

export interface RunningDatabase extends AsyncDisposable {
  /** `mysql://user:password@host:port/database` of a user who may create databases */
  url: string;
  /** undefined when the server is not ours to stop */
  control: ServerControl | undefined;
}

export interface ServerOptions {
  /** Where the data lives, kept between runs. Without one the data are temporary and go when the server does. */
  directory: string | undefined;
  /** Whether a commit waits for the disk. Turned off, the data still survive a kill, but not a power cut. */
  durable: boolean;
  log: (line: string) => void;
}
