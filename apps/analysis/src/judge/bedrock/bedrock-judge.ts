import {
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  type ToolInputSchema,
} from '@aws-sdk/client-bedrock-runtime';
import { z } from 'zod';
import { createEvidenceGuard } from '../evidence-guard.ts';
import { JudgeError, type Judge, type JudgeInput, type JudgeResult } from '../judge.ts';
import { buildAnswerSchema, type Answer } from './answer.ts';
import { assembleAnalysis } from './assemble-analysis.ts';
import { assertAnswered, toJudgeError } from './failures.ts';
import { costUsd, listPrices, priceOf, type ModelPrice } from './pricing.ts';
import { buildUserPrompt, promptVersion, systemPrompt, toolName } from './prompt.ts';
import { excerptTranscript } from './transcript-excerpt.ts';

/** What the judge needs of the SDK's client. */
export interface ConverseClient {
  send(command: ConverseCommand, options: { abortSignal: AbortSignal }): Promise<ConverseCommandOutput>;
}

export interface BedrockJudgeOptions {
  client: ConverseClient;
  /** A model id, an inference profile's id or its ARN. */
  modelId: string;
  timeoutMs: number;
  /** How much of the transcript the model sees; the middle of longer calls is left out. */
  transcriptTokensMax?: number;
  answerTokensMax?: number;
  /** US dollars for a million tokens by model id prefix, over the list prices. */
  prices?: Readonly<Record<string, ModelPrice>>;
}

/**
 * Judges with a model on Amazon Bedrock. Its answer is parsed by a schema and every flag and score is held against the
 * transcript, so words on the call cannot make it say what was not said.
 *
 * @throws {RangeError} where the model's price is unknown
 */
export function createBedrockJudge(options: BedrockJudgeOptions): Judge {
  const { client, modelId, timeoutMs, transcriptTokensMax = 4000, answerTokensMax = 4000 } = options;
  const price = priceOf(modelId, { ...listPrices, ...options.prices });

  async function converse(request: ConverseCommandInput, signal: AbortSignal): Promise<ConverseCommandOutput> {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await client.send(new ConverseCommand(request), { abortSignal: AbortSignal.any([signal, timeout]) });
    } catch (error) {
      if (timeout.aborted && !signal.aborted) {
        throw new JudgeError('timeout', 'retryable', `Bedrock did not answer within ${timeoutMs} ms`, { cause: error });
      }
      throw toJudgeError(error, signal.aborted);
    }
  }

  return {
    judge: async (input, { signal }): Promise<JudgeResult> => {
      const schema = buildAnswerSchema(input.vertical, input.parameters);
      const request = buildRequest(input, modelId, schema, transcriptTokensMax, answerTokensMax);
      const output = await converse(request, signal);
      const answer = readAnswer(output, schema);
      const { analysis, droppedClaims } = assembleAnalysis(
        answer,
        input.parameters,
        createEvidenceGuard(input.transcript),
      );
      const inputTokens = output.usage?.inputTokens ?? 0;
      const outputTokens = output.usage?.outputTokens ?? 0;
      return {
        analysis,
        judge: 'bedrock',
        model: modelId,
        version: promptVersion,
        inputTokens,
        outputTokens,
        costUsd: costUsd(price, inputTokens, outputTokens),
        droppedClaims,
      };
    },
  };
}

function buildRequest(
  input: JudgeInput,
  modelId: string,
  schema: z.ZodType<Answer>,
  transcriptTokensMax: number,
  answerTokensMax: number,
): ConverseCommandInput {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return {
    modelId,
    system: [{ text: systemPrompt }],
    messages: [
      {
        role: 'user',
        content: [{ text: buildUserPrompt(input, excerptTranscript(input.transcript, transcriptTokensMax)) }],
      },
    ],
    inferenceConfig: { maxTokens: answerTokensMax, temperature: 0 },
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: toolName,
            description: 'Records the analysis of the call.',
            // A JSON schema is a JSON document, which the SDK's type spells in its own words.
            inputSchema: { json: json as ToolInputSchema.JsonMember['json'] },
          },
        },
      ],
      toolChoice: { tool: { name: toolName } },
    },
  };
}

/** The tool's input, wherever it stands in the message: models may write text before it. */
function readAnswer(output: ConverseCommandOutput, schema: z.ZodType<Answer>): Answer {
  assertAnswered(output.stopReason);
  const blocks = output.output?.message?.content ?? [];
  const toolUse = blocks.map((block) => block.toolUse).find((use) => use?.name === toolName);
  if (toolUse === undefined) throw new JudgeError('answer_malformed', 'retryable', 'Bedrock answered without the tool');
  const parsed = schema.safeParse(toolUse.input);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || 'the answer').slice(0, 5);
    throw new JudgeError(
      'answer_malformed',
      'retryable',
      `Bedrock's answer does not fit the schema at ${where.join(', ')}`,
    );
  }
  return parsed.data;
}
