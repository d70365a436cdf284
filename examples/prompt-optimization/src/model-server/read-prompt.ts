export interface Message {
  readonly role: string
  readonly content: string
}

/** A field that is to be answered. */
export interface OutputField {
  readonly title: string
  /** What it has to be one of; empty for free text. */
  readonly allowed: readonly string[]
}

export interface Demonstration {
  readonly question: string
  readonly answer: string
}

/** What a prompt says, in the form that ax gives it. */
export interface Prompt {
  readonly fields: readonly OutputField[]
  /** What the task is, in the words of whoever asks. */
  readonly instruction: string
  readonly demonstrations: readonly Demonstration[]
  readonly question: string
}

export function readPrompt(messages: readonly Message[]): Prompt {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  const turns = messages.filter(({ role }) => role === 'user' || role === 'assistant')
  const text = system.join('\n')
  return {
    fields: readFields(sectionOf(text, 'output_fields')),
    instruction: sectionOf(text, 'task_definition'),
    demonstrations: readDemonstrations(turns),
    question: turns.findLast(({ role }) => role === 'user')?.content.replace(/^[\s\S]*REAL USER QUERY:\n/, '') ?? '',
  }
}

function sectionOf(text: string, name: string): string {
  return new RegExp(`<${name}>\\n([\\s\\S]*?)\\n</${name}>`).exec(text)?.[1] ?? ''
}

/** Lines such as "Queue (wire key: `queue`): (This … must be included) … Allowed values: billing, shipping". */
function readFields(section: string): OutputField[] {
  return section.split('\n').flatMap((line) => {
    const [, title] = /^(.+?) \(wire key: `\w+`\):/.exec(line) ?? []
    if (title === undefined) return []
    const allowed = /Allowed values: (.+)$/.exec(line)?.[1]
    return [{ title, allowed: allowed === undefined ? [] : allowed.split(',').map((value) => value.trim().replace(/\.$/, '')) }]
  })
}

function readDemonstrations(turns: readonly Message[]): Demonstration[] {
  return turns.flatMap(({ role, content }, index) => {
    const next = turns[index + 1]
    return role === 'user' && next?.role === 'assistant' ? [{ question: content, answer: next.content }] : []
  })
}
