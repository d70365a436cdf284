import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Prices } from '@reprise/ax'

const exampleFolder = resolve(import.meta.dirname, '..')

/** A model behind an address that speaks as OpenAI's does. */
export interface Provider {
  readonly baseUrl: string
  readonly apiKey: string
  readonly model: string
  /** The model that finds instructions and demonstrations. */
  readonly teacherModel: string
  readonly prices: Prices | undefined
}

/** Takes what `.env` in this folder says and the environment does not. */
export function readEnvironmentFile(path = join(exampleFolder, '.env')): void {
  if (existsSync(path)) process.loadEnvFile(path)
}

/**
 * The provider that the environment names; undefined without OPENAI_MODEL: then the example's own model server is asked. A key alone, which many have
 * set, must not spend money.
 */
export function readProvider(variables: Readonly<Record<string, string | undefined>> = process.env): Provider | undefined {
  const read = (name: string): string | undefined => (variables[name] === '' ? undefined : variables[name])
  const model = read('OPENAI_MODEL')
  if (model === undefined) return undefined
  return {
    model,
    teacherModel: read('OPENAI_TEACHER_MODEL') ?? model,
    baseUrl: read('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1',
    // Servers on one's own machine ask for none, and clients insist on one.
    apiKey: read('OPENAI_API_KEY') ?? 'none',
    prices: readPrices(read('OPENAI_PRICE_INPUT'), read('OPENAI_PRICE_OUTPUT')),
  }
}

function readPrices(input: string | undefined, output: string | undefined): Prices | undefined {
  if (input === undefined && output === undefined) return undefined
  const prices = { input: Number(input ?? 0), output: Number(output ?? 0) }
  if (Number.isFinite(prices.input) && Number.isFinite(prices.output)) return prices
  throw new RangeError('OPENAI_PRICE_INPUT and OPENAI_PRICE_OUTPUT are prices of a million tokens, such as 0.15.')
}
