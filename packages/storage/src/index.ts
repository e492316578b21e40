export { createObjectStore } from './create-object-store.ts';
export { InvalidKeyError, InvalidLocatorError, ObjectNotFoundError, ObjectTooLargeError } from './errors.ts';
export type { ObjectStore, PutOptions, StoredObject } from './object-store.ts';
export { checkStoreUrl } from './store-url.ts';
