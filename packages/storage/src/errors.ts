export class ObjectNotFoundError extends Error {
  readonly code = 'object_not_found';
  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super(`no object named ${JSON.stringify(key)}`, options);
    this.name = 'ObjectNotFoundError';
    this.key = key;
  }
}

export class ObjectTooLargeError extends Error {
  readonly code = 'object_too_large';
  readonly key: string;
  readonly maxBytes: number;

  constructor(key: string, maxBytes: number) {
    super(`the object named ${JSON.stringify(key)} is larger than ${maxBytes} bytes`);
    this.name = 'ObjectTooLargeError';
    this.key = key;
    this.maxBytes = maxBytes;
  }
}

export class InvalidKeyError extends Error {
  readonly code = 'invalid_key';

  constructor(key: string, reason: string) {
    super(`the object key ${JSON.stringify(key.slice(0, 100))} ${reason}`);
    this.name = 'InvalidKeyError';
  }
}

export class InvalidLocatorError extends Error {
  readonly code = 'invalid_locator';

  constructor(locator: string, root: string) {
    super(`${JSON.stringify(locator.slice(0, 200))} is not an object of ${root}`);
    this.name = 'InvalidLocatorError';
  }
}
