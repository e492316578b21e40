import { customType, datetime } from 'drizzle-orm/mysql-core';

/**
 * An identifier: ASCII compared byte by byte, so that "A1" and "a1" are two businesses and no collation of one server
 * decides otherwise.
 */
export const identifier = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 100}) character set ascii collate ascii_bin`,
});

/** JSON that reads the same everywhere: MariaDB hands it back as text, MySQL as a value. */
export function jsonOf<T extends object>(name: string) {
  return customType<{ data: T; driverData: string | T }>({
    dataType: () => 'json',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => (typeof value === 'string' ? (JSON.parse(value) as T) : value),
  })(name);
}

/** An instant in UTC with milliseconds. */
export function instant(name: string) {
  return datetime(name, { mode: 'date', fsp: 3 });
}
