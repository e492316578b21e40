import { fileURLToPath } from 'node:url';

/** Folder with the recogniser in Parakeet-TDT's published layout, fp32 and int8. */
export const modelDirectory: string = fileURLToPath(new URL('../asr', import.meta.url));

/** Folder with three short calls and every intermediate result of recognising them. */
export const goldenDirectory: string = fileURLToPath(new URL('../golden', import.meta.url));
