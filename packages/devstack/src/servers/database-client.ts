import { createConnection } from 'mysql2/promise';

/** Runs statements on a connection of their own. */
export async function runSql(url: string, ...statements: string[]): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: 5000 });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    connection.destroy();
  }
}
