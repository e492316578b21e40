import type { Database } from '@callscript/db';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

const answerTimeoutMs = 3_000;

/**
 * Many orchestrators may run; the one that holds a MySQL named lock leads. The lock lives and dies with one connection, and
 * the server ends that connection when it was not asked for a while, so a leader that crashes, freezes or loses the
 * database makes way by itself.
 */
export class Leadership implements AsyncDisposable {
  readonly #pool: Database['pool'];
  readonly #silenceSeconds: number;
  #connection: PoolConnection | undefined;
  #certainUntilMs = 0;

  /** @param silenceMs how long the lock outlives the last `holds()`, rounded up to seconds. */
  constructor(pool: Database['pool'], { silenceMs }: { silenceMs: number }) {
    this.#pool = pool;
    this.#silenceSeconds = Math.ceil(silenceMs / 1000);
  }

  /** Whether this process led when it last asked, and cannot have lost the lead by silence since. */
  get isCertain(): boolean {
    return performance.now() < this.#certainUntilMs;
  }

  /** True while this process leads; takes the lead when nobody has it. Rejects when the database is away. */
  async holds(): Promise<boolean> {
    const askedAtMs = performance.now();
    try {
      this.#connection ??= await this.#connect();
      // Taking a lock that this connection holds already succeeds at once.
      const sql = "SELECT GET_LOCK(CONCAT(DATABASE(), '.orchestrator'), 0) AS acquired";
      const [rows] = await this.#connection.query<RowDataPacket[]>({ sql, timeout: answerTimeoutMs });
      const leads = rows[0]?.['acquired'] === 1;
      if (leads) this.#certainUntilMs = askedAtMs + this.#silenceSeconds * 1000;
      else this.#giveUp();
      return leads;
    } catch (error) {
      this.#giveUp();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#giveUp();
  }

  async #connect(): Promise<PoolConnection> {
    const connection = await this.#pool.getConnection();
    try {
      const sql = `SET SESSION wait_timeout = ${this.#silenceSeconds}`;
      await connection.query({ sql, timeout: answerTimeoutMs });
    } catch (error) {
      connection.destroy();
      throw error;
    }
    connection.once('error', () => {
      if (this.#connection === connection) this.#giveUp();
    });
    return connection;
  }

  /** The connection is closed, not returned to the pool: with it goes every lock it may hold. */
  #giveUp(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#certainUntilMs = 0;
    connection?.destroy();
  }
}
