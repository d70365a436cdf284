import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { hasArtifact, readBeginning } from './artifact-text.ts'

/** What the interface shows of a report of a reproduction; what it can not make sense of is left out. */
export interface Report {
  readonly why: string
  readonly causes: readonly { readonly text: string }[]
  readonly items: readonly { readonly name: string; readonly result: string }[]
}

const PATH = 'reprise/reproduction.json'
const MOST_BYTES = 16 * 1_024 * 1_024

/** The report that a repeat has of its original; null where it has none. */
export function reportQuery(repeat: string) {
  return queryOptions({
    queryKey: ['reports', repeat],
    queryFn: async ({ signal }): Promise<Report | null> => {
      const { run } = await client.getRun({ run_id: repeat }, { signal })
      const uri = run.info.artifact_uri ?? ''
      if (!(await hasArtifact(uri, PATH, signal))) return null
      const { text } = await readBeginning(uri, PATH, { most: MOST_BYTES, signal })
      return readReport(JSON.parse(text))
    },
  })
}

function readReport(json: unknown): Report {
  const { why, causes, items } = objectOf(json)
  return {
    why: textOf(why),
    causes: listOf(causes).map((cause) => ({
      text: [cause['status'], cause['kind'], cause['subject'], cause['evidence']]
        .map(textOf)
        .filter((part) => part !== '')
        .join(' · '),
    })),
    items: listOf(items).map((item) => ({ name: textOf(item['name']), result: textOf(item['rung']) })),
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(objectOf) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
