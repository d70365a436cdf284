import { classify } from './classify.ts'
import { type Message, readPrompt } from './read-prompt.ts'
import { countTokens } from './words.ts'
import { writeFeedback, writeRules } from './write-rules.ts'

export interface Completion {
  readonly content: string
  readonly promptTokens: number
  readonly completionTokens: number
}

/**
 * Answers a chat. The same messages always get the same answer, and it comes from nothing but them and a handful of general words: fields with allowed
 * values are chosen, other fields are filled with what examples in the prompt teach.
 */
export function complete(messages: readonly Message[]): Completion {
  const prompt = readPrompt(messages)
  const lines = prompt.fields.map(({ title, allowed }) => {
    if (allowed.length > 0) return `${title}: ${classify(prompt, allowed)}`
    return `${title}: ${/feedback/i.test(title) ? writeFeedback(prompt.question) : writeRules(prompt.question)}`
  })
  const content = lines.join('\n')
  const promptTokens = messages.reduce((sum, message) => sum + countTokens(message.content), 0)
  return { content, promptTokens, completionTokens: countTokens(content) }
}
