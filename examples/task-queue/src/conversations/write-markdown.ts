import type { Analysis } from './analyse.ts'
import type { Conversation } from './conversation.ts'
import type { Correlation } from './correlate.ts'

export interface Findings {
  readonly conversations: readonly Conversation[]
  readonly analyses: readonly Analysis[]
  readonly correlations: readonly Correlation[]
}

/** A file for each conversation and one that lists them: texts by the names of the files. */
export function writeMarkdown(findings: Findings): ReadonlyMap<string, string> {
  const files = findings.conversations.map((conversation) => [`${conversation.id}.md`, writeConversation(conversation, findings)] as const)
  return new Map([['index.md', writeIndex(findings)], ...files])
}

function writeIndex({ conversations, correlations }: Findings): string {
  const lines = conversations.map(({ id, title, turns }) => `- [${title}](${id}.md), ${turns.length} turns`)
  const related = correlations.map(
    ({ ids: [one, other], topics }) => `- [${one}](${one}.md) and [${other}](${other}.md): ${topics.join(', ')}`,
  )
  return `# Conversations\n\n${lines.join('\n')}\n\n## Related\n\n${related.join('\n')}\n`
}

function writeConversation({ id, title, turns }: Conversation, { analyses, correlations }: Findings): string {
  const topics = analyses.find((analysis) => analysis.id === id)?.topics ?? []
  const related = correlations.flatMap(({ ids }) => (ids.includes(id) ? ids.filter((other) => other !== id) : []))
  const head = [
    `# ${title}`,
    '',
    `Topics: ${topics.join(', ') || 'none'}`,
    `Related: ${related.map((other) => `[${other}](${other}.md)`).join(', ') || 'none'}`,
  ]
  return `${[...head, '', ...turns.map(({ speaker, text }) => `**${speaker}**: ${text}\n`)].join('\n')}`
}
