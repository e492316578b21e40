export type ModelErrorCode =
  | 'model_file_missing'
  | 'model_file_invalid'
  | 'model_contract_mismatch'
  | 'device_unusable';

/** The model cannot be used: the message names the file, or the device, and what is wrong with it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
