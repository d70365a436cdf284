import type { InputOfOperation } from '@reprise/protocol'

type DatasetInput = NonNullable<InputOfOperation<'logInputs'>['datasets']>[number]

/** A dataset, and what a run used it for. */
export interface DatasetUse {
  readonly name: string
  /** Of its content, at most 36 characters: with the name it identifies the dataset in its experiment. */
  readonly digest: string
  /** Where it came from: a path or URL. */
  readonly source: string
  /** Kind of source; default: `http` for a URL of that kind, the scheme of any other URL, else `local`. */
  readonly sourceType?: string | undefined
  /** Columns; objects become JSON. */
  readonly schema?: unknown
  /** Statistics, such as the number of rows; objects become JSON. */
  readonly profile?: unknown
  /** What the run used it for, such as `training`. */
  readonly context?: string | undefined
  /** More about this use. */
  readonly tags?: Readonly<Record<string, string>> | undefined
}

export function toDatasetInput(use: DatasetUse): DatasetInput {
  const tags = { ...(use.context === undefined ? {} : { 'mlflow.data.context': use.context }), ...use.tags }
  return {
    dataset: {
      name: use.name,
      digest: use.digest,
      source_type: use.sourceType ?? sourceTypeOf(use.source),
      source: JSON.stringify({ uri: use.source }),
      schema: toText(use.schema),
      profile: toText(use.profile),
    },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  }
}

function sourceTypeOf(source: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase() ?? 'local'
  return scheme === 'https' ? 'http' : scheme === 'file' ? 'local' : scheme
}

function toText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value)
}
