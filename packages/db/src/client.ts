import { drizzle, type MySql2Database } from 'drizzle-orm/mysql2';
import mysql from 'mysql2/promise';

export type Db = MySql2Database;
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];
/** Either: a repository function works inside a transaction or outside one. */
export type Executor = Db | Transaction;

export interface Database extends AsyncDisposable {
  readonly db: Db;
  /** The connections beneath, for hot paths that write their own SQL. */
  readonly pool: mysql.Pool;
  /** True when a statement comes back; rejects while the server is away. For readiness checks. */
  answers(): Promise<true>;
}

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/database` */
  url: string;
  connectionLimit?: number;
}

/**
 * READ COMMITTED because newest-first claims deadlock under REPEATABLE READ, UTC because times are compared with the
 * server's clock, strict mode because a truncated value is a lost one.
 */
const sessionSetup = `SET SESSION
  time_zone = '+00:00',
  innodb_lock_wait_timeout = 5,
  sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`;
const isolation = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

/** Opens nothing yet: connections are made on first use and again after the server was away. */
export function createDatabase({ url, connectionLimit = 10 }: DatabaseOptions): Database {
  const pool = mysql.createPool({
    uri: url,
    connectionLimit,
    // Beyond this many waiting callers something is wrong; an error is better than memory without bound.
    queueLimit: 10_000,
    connectTimeout: 5_000,
    enableKeepAlive: true,
    // A server that vanished without a word is noticed within minutes, not hours.
    keepAliveInitialDelay: 10_000,
    timezone: 'Z',
    charset: 'utf8mb4',
    supportBigNumbers: true,
  });
  pool.pool.on('connection', (connection) => {
    // Without its settings a connection must not be used: closed here, it fails the caller's statement, which waits behind.
    const closeOnError = (error: unknown): void => {
      if (error) connection.destroy();
    };
    connection.query(sessionSetup, closeOnError);
    connection.query(isolation, closeOnError);
  });
  return {
    db: drizzle(pool),
    pool,
    async answers() {
      await pool.query('SELECT 1');
      return true;
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
