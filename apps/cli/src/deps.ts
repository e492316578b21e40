import { createDatabase, type Db } from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import { brokerSettings, databaseSettings, parseSettings } from '@callscript/service';
import { connectBroker } from './connect-broker.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a command works with. Nothing is connected before it is used. */
export interface Deps {
  readonly terminal: Terminal;
  readonly databaseUrl: string;
  readonly db: Db;
  connectBroker(): Promise<Broker>;
}

/** @throws SettingsError */
export function openDeps({ values }: Settings, terminal: Terminal): Deps & AsyncDisposable {
  const { DATABASE_URL: databaseUrl } = parseSettings(databaseSettings, values);
  const database = createDatabase({ url: databaseUrl, connectionLimit: 2 });
  return {
    terminal,
    databaseUrl,
    db: database.db,
    connectBroker: async () => await connectBroker(parseSettings(brokerSettings, values).BROKER_URL),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
