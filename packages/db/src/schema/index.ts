export * from './businesses.ts';
export * from './calls.ts';
export * from './operations.ts';
export * from './results.ts';
