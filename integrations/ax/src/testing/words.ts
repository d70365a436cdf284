import { type AxAIService, type AxChatRequest, AxGen, AxMockAIService } from '@ax-llm/ax'
import type { Example, Metric, Program } from '../index.ts'

export interface WordInput {
  readonly word: string
}
export interface WordAnswer extends Record<string, string> {
  readonly kind: string
}

/** A task that no model can do without being told: what the last part of a word says about it. */
export function createProgram(): Program<WordInput, WordAnswer> {
  return new AxGen<WordInput, WordAnswer>('"Say what a word stands for" word:string -> kind:class "plant, animal, stone"')
}

export const isRight: Metric<WordInput, WordAnswer> = ({ prediction, example }) => (prediction.kind === example['kind'] ? 1 : 0)

const kinds: Readonly<Record<string, string>> = { oak: 'plant', fern: 'plant', wolf: 'animal', owl: 'animal', jade: 'stone', opal: 'stone' }

export function makeExamples(...first: readonly string[]): Example<WordInput>[] {
  return first.flatMap((start) => Object.entries(kinds).map(([end, kind]) => ({ word: `${start}-${end}`, kind })))
}

/** A model that knows what the prompt says ("oak is plant", or a demonstration of a word that ends so), and says `plant` to the rest. */
export function createModel(): AxAIService<unknown, unknown, string> {
  return new AxMockAIService<string>({
    name: 'reader',
    features: { functions: false, streaming: false },
    chatResponse: (request) => {
      const texts = textsOf(request)
      const content = texts[0]?.includes('newValue') === true ? `New Value: ${writeRules(texts)}` : answerAsTold(texts)
      return Promise.resolve({
        results: [{ index: 0, content, finishReason: 'stop' }],
        modelUsage: { ai: 'mock', model: 'reader', tokens: { promptTokens: texts.join(' ').length, completionTokens: 3, totalTokens: 0 } },
      })
    },
  })
}

function textsOf({ chatPrompt }: Readonly<AxChatRequest<unknown>>): string[] {
  return chatPrompt.map((message) => ('content' in message && typeof message.content === 'string' ? message.content : ''))
}

function answerAsTold(texts: readonly string[]): string {
  if (texts[0]?.includes('feedbackSummary') === true) return 'Feedback Summary: some are wrong'
  const end = /-(\w+)\s*$/.exec(texts.at(-1) ?? '')?.[1] ?? ''
  const told = new RegExp(`\\b${end} is (\\w+)`).exec(texts[0] ?? '')?.[1]
  const shown = texts.slice(1, -1).findIndex((text) => text.trim().endsWith(`-${end}`))
  const answer = shown === -1 ? undefined : /: (\w+)/.exec(texts[shown + 2] ?? '')?.[1]
  return `Kind: ${told ?? answer ?? 'plant'}`
}

/** The present instruction, and what the scored examples of the prompt say. */
function writeRules(texts: readonly string[]): string {
  const prompt = texts.at(-1) ?? ''
  const current = /^Current Value: (.*)$/m.exec(prompt)?.[1] ?? ''
  const rules = [...prompt.matchAll(/"word": "\w+-(\w+)",\s+"kind": "(\w+)"/g)].map(([, end, kind]) => `${end} is ${kind}.`)
  return [...new Set([current, ...rules])].join(' ')
}
