import { fileURLToPath } from 'node:url';

/** Folder with the recogniser in Parakeet-TDT's published layout, fp32 and int8. */
export const modelDirectory: string = fileURLToPath(new URL('../asr', import.meta.url));

/** Folder with three short calls and every intermediate result of recognising them. */
export const goldenDirectory: string = fileURLToPath(new URL('../golden', import.meta.url));

/** Folder with `decoder.onnx` and `joiner.onnx`, which sherpa-onnx takes in place of `decoder_joint-model.onnx`; its encoder and tokens are those of `modelDirectory`. */
export const sherpaDirectory: string = fileURLToPath(new URL('../sherpa', import.meta.url));

/** Folder with `segmentation.onnx`, `embedding.onnx`, their `config.json`, and `golden.json`: turns that an implementation of its own finds. */
export const diarizationDirectory: string = fileURLToPath(new URL('../diarization', import.meta.url));
