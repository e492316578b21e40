import type { Database } from '@callscript/db';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/**
 * Many orchestrators may run; the one that holds a MySQL named lock leads. The lock lives and dies with one connection, so
 * a leader that crashes, freezes or loses the database makes way by itself.
 */
export class Leadership implements AsyncDisposable {
  readonly #pool: Database['pool'];
  #connection: PoolConnection | undefined;

  constructor(pool: Database['pool']) {
    this.#pool = pool;
  }

  /** True while this process leads; takes the lead when nobody has it. Rejects when the database is away. */
  async holds(): Promise<boolean> {
    this.#connection ??= await this.#pool.getConnection();
    try {
      // Taking a lock that this connection holds already succeeds at once.
      const [rows] = await this.#connection.query<RowDataPacket[]>(
        "SELECT GET_LOCK(CONCAT(DATABASE(), '.orchestrator'), 0) AS acquired",
      );
      const leads = rows[0]?.['acquired'] === 1;
      if (!leads) this.#giveBack();
      return leads;
    } catch (error) {
      this.#giveBack();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#giveBack();
  }

  /** The connection is closed, not returned to the pool: with it goes every lock it may hold. */
  #giveBack(): void {
    this.#connection?.destroy();
    this.#connection = undefined;
  }
}
