import type { Conversation } from './conversation.ts'

/** What a conversation is about. */
export interface Analysis {
  readonly id: string
  readonly title: string
  readonly turns: number
  readonly questions: number
  /** Words that come up more than once, the most frequent first. */
  readonly topics: readonly string[]
}

const MOST_TOPICS = 6
const common = new Set(
  'about after also any are before below better but can does each every for from goes has have how into long make more most mostly must not off only out over some than that the then there they this twice until want well what when where which while with your'.split(
    ' ',
  ),
)

export function analyse(conversations: readonly Conversation[]): Analysis[] {
  return conversations.map(({ id, title, turns }) => ({
    id,
    title,
    turns: turns.length,
    questions: turns.filter(({ text }) => text.includes('?')).length,
    topics: findTopics([title, ...turns.map(({ text }) => text)].join(' ')),
  }))
}

function findTopics(text: string): string[] {
  const counts = new Map<string, number>()
  for (const word of text.toLowerCase().match(/[a-z]{3,}/g) ?? []) {
    if (!common.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const frequent = [...counts].filter(([, count]) => count > 1)
  return frequent
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, MOST_TOPICS)
    .map(([word]) => word)
}
