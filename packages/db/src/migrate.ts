import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/mysql2';
import { migrate } from 'drizzle-orm/mysql2/migrator';
import mysql from 'mysql2/promise';
import { recreateAllViews } from './repositories/provisioning.ts';

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
const lockSeconds = 60;

/**
 * Brings the database to the newest schema. Processes that start together take turns. The server commits each change of a
 * table by itself, so every statement of a migration may be repeated and one that was interrupted is finished by the next.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url, connectTimeout: 5_000, charset: 'utf8mb4' });
  try {
    const [rows] = await connection.query<mysql.RowDataPacket[]>(
      "SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), ?) AS acquired",
      [lockSeconds],
    );
    if (rows[0]?.['acquired'] !== 1) throw new Error(`another process held the migration lock for ${lockSeconds} s`);
    // Tables take the database's collation, and a server's default may be one that knows no Hindi or that the other lacks.
    await connection.query('ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci');
    await connection.query("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'");
    const db = drizzle(connection);
    await migrate(db, { migrationsFolder });
    await recreateAllViews(db);
  } finally {
    // The lock goes with the connection.
    await connection.end();
  }
}
