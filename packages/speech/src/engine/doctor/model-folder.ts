import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';

export interface ModelFolder {
  readonly directory: string;
  readonly files: readonly ModelFile[];
  readonly graphs: readonly ModelGraph[];
}

export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ModelGraph {
  readonly file: string;
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
}

export interface GraphTensor {
  readonly name: string;
  readonly type: string;
  /** A string is an open dimension. */
  readonly shape: readonly (number | string)[];
}

/** All files of a folder with their checksums, and what the named graphs take and give. */
export async function describeModelFolder(directory: string, graphs: readonly string[]): Promise<ModelFolder> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
  const files: ModelFile[] = [];
  for (const name of names.toSorted()) files.push(await describeFile(directory, name));
  const described: ModelGraph[] = [];
  for (const file of graphs) described.push(await describeGraph(path.join(directory, file)));
  return { directory, files, graphs: described };
}

async function describeFile(directory: string, name: string): Promise<ModelFile> {
  const file = path.join(directory, name);
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return { name, bytes: (await stat(file)).size, sha256: hash.digest('hex') };
}

async function describeGraph(file: string): Promise<ModelGraph> {
  const session = await InferenceSession.create(file, { graphOptimizationLevel: 'disabled' });
  const { inputMetadata, outputMetadata } = session;
  const graph = {
    file: path.basename(file),
    inputs: inputMetadata.map(describeTensor),
    outputs: outputMetadata.map(describeTensor),
  };
  await session.release();
  return graph;
}

function describeTensor(tensor: InferenceSession.ValueMetadata): GraphTensor {
  return tensor.isTensor
    ? { name: tensor.name, type: tensor.type, shape: tensor.shape }
    : { name: tensor.name, type: 'no tensor', shape: [] };
}
