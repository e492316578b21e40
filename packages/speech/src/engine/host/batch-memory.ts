// What a batch takes beside the weights, for a FastConformer of Parakeet's size: [batch x mel x frames] of features go in.
//
// 1. The subsampling's first convolution gives 256 channels of frames/2 x mel/2 numbers, 32 KiB a feature frame of 128 mel
//    bins; at its widest the graph holds four such tensors.
// 2. Attention holds three tensors of heads x (frames/8)^2 scores.
//
// Measured with onnxruntime 1.30 on the CPU (fp32, 128 mel bins, Parakeet-0.6b's sizes with random weights), peak resident
// memory over the idle session, and this estimate: 1 x 300 frames 38 MiB (38), 8 x 300 303 (300), 8 x 1000 1009 (1002),
// 1 x 3000 379 (388), 4 x 3000 1656 (1552), 1 x 6000 775 (802).

const bytesPerFrame = 4 * 32 * 1024;
const heads = 8;
const scoreTensors = 3;
const framesPerEncoderFrame = 8;
const bytesPerNumber = 4;

/** Bytes of activations of one run; `frames` is the padded length of 10 ms frames. An estimate on the safe side for smaller models. */
export function estimateBatchBytes(batch: number, frames: number): number {
  const scores = scoreTensors * heads * (frames / framesPerEncoderFrame) ** 2 * bytesPerNumber;
  return batch * (bytesPerFrame * frames + scores);
}
