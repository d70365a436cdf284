/** One thing that was said. */
export interface Turn {
  readonly speaker: string
  readonly text: string
  /** ISO 8601. */
  readonly at: string
}

export interface Conversation {
  readonly id: string
  readonly title: string
  readonly turns: readonly Turn[]
}

export function countTurns(conversations: readonly { readonly turns: readonly unknown[] }[]): number {
  return conversations.reduce((sum, { turns }) => sum + turns.length, 0)
}

/** Throws in words for anything else than `{ "conversations": [ … ] }`. */
export function parseConversations(text: string, source: string): readonly Conversation[] {
  const parsed: unknown = JSON.parse(text)
  const list = typeof parsed === 'object' && parsed !== null ? (parsed as { conversations?: unknown }).conversations : undefined
  if (!Array.isArray(list) || !list.every(isConversation)) throw new Error(`${source} has no list of conversations.`)
  return list
}

function isConversation(value: unknown): value is Conversation {
  const { id, title, turns } = (value ?? {}) as Record<string, unknown>
  return typeof id === 'string' && /^[\w-]+$/.test(id) && typeof title === 'string' && Array.isArray(turns) && turns.every(isTurn)
}

function isTurn(value: unknown): value is Turn {
  const { speaker, text, at } = (value ?? {}) as Record<string, unknown>
  return [speaker, text, at].every((field) => typeof field === 'string')
}
