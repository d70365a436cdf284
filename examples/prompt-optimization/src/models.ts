import { AxAIOpenAI, type AxAIOpenAIModel, type AxAIService } from '@ax-llm/ax'
import type { Prices } from '@reprise/ax'
import { modelName, startModelServer } from './model-server/index.ts'
import type { Provider } from './settings.ts'

/** The models of a run of this example. */
export interface Models extends AsyncDisposable {
  readonly ai: AxAIService
  readonly teacherAI: AxAIService
  readonly description: string
  readonly prices: Prices | undefined
}

/** Made up, so that there are costs to compare. */
const serverPrices: Prices = { input: 0.15, output: 0.6 }

/** Those of the provider, or, without one, that of a model server that is started for it and ends when the models are disposed of. */
export async function openModels(provider: Provider | undefined): Promise<Models> {
  if (provider !== undefined) return describeModels(provider, () => Promise.resolve())
  const server = await startModelServer()
  return describeModels({ baseUrl: server.url, apiKey: 'none', model: modelName, teacherModel: modelName, prices: serverPrices }, () =>
    server.stop(),
  )
}

function describeModels({ baseUrl, apiKey, model, teacherModel, prices }: Provider, stop: () => Promise<void>): Models {
  const open = (name: string): AxAIService =>
    new AxAIOpenAI<string>({ apiKey, apiURL: baseUrl, config: { model: name as AxAIOpenAIModel, stream: false } })
  return {
    ai: open(model),
    teacherAI: open(teacherModel),
    description: `${model} at ${baseUrl}`,
    prices,
    [Symbol.asyncDispose]: stop,
  }
}
