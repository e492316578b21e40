/** Settings that make MariaDB and MySQL behave alike, whoever starts the server. */
export const DATABASE_SETTINGS = [
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_unicode_ci',
  '--default-time-zone=+00:00',
  '--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  '--skip-name-resolve',
  '--max-connections=300',
  '--innodb-buffer-pool-size=256M',
] as const;

/** A commit then waits for the operating system and not for the disk. */
export const RELAXED_SETTINGS = ['--innodb-flush-log-at-trx-commit=2', '--sync-binlog=0'] as const;

export const DATABASE_NAME = 'callscript';
