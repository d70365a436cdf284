import type { InputOfOperation } from '@reprise/protocol'

type DatasetInput = NonNullable<InputOfOperation<'logInputs'>['datasets']>[number]

/** A dataset as it is described to the server. */
export interface DatasetDescription {
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
  /** Of a folder: files in it, at most 1,000. Lineage joins runs that made or read them with those of the folder. */
  readonly files?: readonly FileOfFolder[] | undefined
  /** Of a file: folders that have it, at most 1,000. */
  readonly folders?: readonly FileOfFolder[] | undefined
}

/** A file of a folder. */
export interface FileOfFolder {
  /** Of the file, below the folder. */
  readonly path: string
  /** Of the file where files of a folder are told; of the folder where folders of a file are. */
  readonly digest: string
}

/** A dataset, and what a run used it for. */
export interface DatasetUse extends DatasetDescription {
  /** What the run used it for, such as `training`. */
  readonly context?: string | undefined
  /** More about this use. */
  readonly tags?: Readonly<Record<string, string>> | undefined
}

export function toDatasetInput(use: DatasetUse): DatasetInput {
  const tags = { ...(use.context === undefined ? {} : { 'mlflow.data.context': use.context }), ...use.tags }
  return { dataset: toDataset(use), tags: Object.entries(tags).map(([key, value]) => ({ key, value })) }
}

export function toDataset({
  name,
  digest,
  source,
  sourceType,
  schema,
  profile,
  files,
  folders,
}: DatasetDescription): DatasetInput['dataset'] {
  return {
    name,
    digest,
    source_type: sourceType ?? sourceTypeOf(source),
    source: JSON.stringify({ uri: source }),
    schema: toText(schema),
    profile: toText(profile),
    files,
    folders,
  }
}

function sourceTypeOf(source: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase() ?? 'local'
  return scheme === 'https' ? 'http' : scheme === 'file' ? 'local' : scheme
}

function toText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value)
}
