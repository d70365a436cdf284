import type { Conversation, Turn } from './conversation.ts'

const assistants: ReadonlySet<string> = new Set(['assistant', 'bot', 'model'])

/** Two speakers, single spaces, and no turn in which nothing is said. */
export function normalise(conversations: readonly Conversation[]): Conversation[] {
  return conversations.map((conversation) => ({
    ...conversation,
    turns: conversation.turns.map(normaliseTurn).filter(({ text }) => text !== ''),
  }))
}

function normaliseTurn({ speaker, text, at }: Turn): Turn {
  return { speaker: assistants.has(speaker.toLowerCase()) ? 'assistant' : 'user', text: text.trim().replaceAll(/\s+/g, ' '), at }
}
