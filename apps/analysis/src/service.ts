import { startStageService, type StageHandler } from '@callscript/pipeline';
import type { Service, ServiceContext } from '@callscript/service';
import type { z } from 'zod';
import { analyzeCall } from './analyze-call.ts';
import type { analysisSettings } from './config.ts';
import { createBedrockClient } from './judge/bedrock/bedrock-client.ts';
import { createBedrockJudge } from './judge/bedrock/bedrock-judge.ts';
import { createRuleJudge } from './judge/rule-judge.ts';

type Settings = z.infer<z.ZodObject<typeof analysisSettings>>;

export async function startAnalysis(context: ServiceContext<Settings>): Promise<Service> {
  const { settings } = context;
  return await startStageService({
    name: 'analysis',
    context,
    async build({ database, stack }) {
      const timeoutMs = settings.BEDROCK_TIMEOUT_MS;
      const endpoint = settings.BEDROCK_ENDPOINT;
      const client = createBedrockClient({
        region: settings.BEDROCK_REGION,
        timeoutMs,
        ...(endpoint === undefined ? {} : { endpoint }),
      });
      stack.defer(() => client.destroy());
      const modelId = settings.BEDROCK_MODEL_ID;
      const [input, output] = settings.BEDROCK_PRICE ?? [];
      const prices = input === undefined || output === undefined ? {} : { [modelId]: { input, output } };
      const judges = {
        rules: createRuleJudge(),
        bedrock: createBedrockJudge({ client, modelId, timeoutMs, prices }),
      };
      const handler = analyzeCall({ db: database.db, judges, defaultJudge: settings.JUDGE });
      return [handler as StageHandler<unknown>];
    },
  });
}
