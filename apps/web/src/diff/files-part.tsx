import type { ArtifactEntry } from '@reprise/client'
import { useQueries, useQuery } from '@tanstack/react-query'
import { chooseKind } from '../files/preview-kinds.ts'
import { headQuery, rangesOf, type StoredFile } from '../files/stored-file.ts'
import { decodeParts } from '../files/text/decode-parts.ts'
import { artifactAddress } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes } from '../values/format.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import styles from './diff.module.css'
import { listFiles } from './list-files.ts'
import { type FilePair, PairList } from './pair-list.tsx'
import type { PartProps, RunPair } from './pair.ts'
import { TextDiffView } from './text-diff.tsx'
import { useDiffView } from './use-diff-view.ts'

/** Bytes of a text that are held against those of another. */
const MOST_TEXT = 2 * 1_024 * 1_024

/** What two runs printed. */
export function LogsPart({ runs }: PartProps) {
  return <Pairs runs={runs} label="Logs" takes={(path) => path.startsWith('logs/') || /\.log$/i.test(path)} />
}

/** Any file of two runs: texts line by line, pictures beside each other. */
export function FilesPart({ runs }: PartProps) {
  return <Pairs runs={runs} label="Files" takes={() => true} />
}

function Pairs({ runs, label, takes }: { readonly runs: RunPair; readonly label: string; readonly takes: (path: string) => boolean }) {
  const [{ path }, change] = useDiffView()
  const answers = useQueries({
    queries: [runs.a, runs.b].map(({ info }) => ({
      queryKey: ['artifacts', info.artifact_uri, 'all'],
      queryFn: ({ signal }: { signal: AbortSignal }) => listFiles(info.artifact_uri ?? '', signal),
    })),
  })
  const [a, b] = answers
  const error = a?.error ?? b?.error
  if (error !== null && error !== undefined) return <p role="alert">{errorText(error)}</p>
  if (a?.data === undefined || b?.data === undefined) return <div aria-busy="true" />
  const pairs = pairsOf(a.data.files, b.data.files).filter((pair) => takes(pair.path))
  const chosen = path ?? pairs.find((pair) => pair.change === 'changed' || pair.change === 'unknown')?.path ?? pairs[0]?.path
  const isCut = a.data.isCut || b.data.isCut
  return (
    <>
      {isCut ? <p className={page['soft']}>There are more files than are listed here.</p> : null}
      <div className={styles['columns']}>
        <PairList label={label} pairs={pairs} chosen={chosen} onChoose={(next) => change({ path: next })} />
        <div className={styles['content']}>
          {chosen === undefined ? (
            <p className={page['soft']}>Neither has any.</p>
          ) : (
            <Pair key={chosen} runs={runs} path={chosen} pair={pairs.find((one) => one.path === chosen)} />
          )}
        </div>
      </div>
    </>
  )
}

/** Sizes tell what changed; of what has the same size the bytes are not known until they are read. */
function pairsOf(a: readonly ArtifactEntry[], b: readonly ArtifactEntry[]): FilePair[] {
  const [before, after] = [new Map(a.map((file) => [file.path, file.size])), new Map(b.map((file) => [file.path, file.size]))]
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().map((path) => {
    if (!before.has(path)) return { path, change: 'added' }
    if (!after.has(path)) return { path, change: 'removed' }
    return { path, change: before.get(path) === after.get(path) ? 'unknown' : 'changed' }
  })
}

function Pair({ runs, path, pair }: { readonly runs: RunPair; readonly path: string; readonly pair: FilePair | undefined }) {
  const files = [runs.a, runs.b].map(({ info }): StoredFile => ({ ownerId: info.run_id, uri: info.artifact_uri ?? '', path }))
  const isThere = [pair?.change !== 'added', pair?.change !== 'removed']
  const heads = useQueries({ queries: files.map((file, at) => ({ ...headQuery(file), enabled: isThere[at] === true })) })
  const error = heads.find((head) => head.error !== null)?.error
  if (error !== undefined && error !== null) return <p role="alert">{errorText(error)}</p>
  const known = heads.map(({ data }, at) => data ?? (isThere[at] === true ? undefined : { bytes: new Uint8Array(), size: 0 }))
  const [a, b] = known
  if (a === undefined || b === undefined) return <div aria-busy="true" />
  const { name } = chooseKind(path, a.bytes.length > 0 ? a.bytes : b.bytes)
  if (name === 'image' || name === 'svg') return <Pictures runs={runs} path={path} isThere={isThere} />
  if (!['text', 'json', 'table', 'markdown', 'html', 'notebook'].includes(name)) {
    return (
      <p className={page['soft']}>
        {path} is not text: {formatBytes(a.size)} before, {formatBytes(b.size)} now.
      </p>
    )
  }
  return <Texts path={path} files={files} sizes={[a.size, b.size]} />
}

function Pictures({ runs, path, isThere }: { readonly runs: RunPair; readonly path: string; readonly isThere: readonly boolean[] }) {
  return (
    <div className={styles['pictures']}>
      {[runs.a, runs.b].map(({ info }, at) => (
        <figure key={info.run_id}>
          <figcaption className={page['soft']}>{nameOfRun(info)}</figcaption>
          {isThere[at] === true ? (
            <img src={artifactAddress(info.run_id, path)} alt={`${path} of ${nameOfRun(info)}`} />
          ) : (
            <p>There is none.</p>
          )}
        </figure>
      ))}
    </div>
  )
}

function Texts({
  path,
  files,
  sizes,
}: {
  readonly path: string
  readonly files: readonly StoredFile[]
  readonly sizes: readonly [number, number]
}) {
  const [{ side = false }, change] = useDiffView()
  const { data, error } = useQuery({
    queryKey: ['artifacts', 'texts', files, sizes],
    queryFn: async ({ signal }) => {
      const texts = await Promise.all(
        files.map(async (file, at) => {
          const size = sizes[at] ?? 0
          return decodeParts([await rangesOf(file, signal)(0, Math.min(MOST_TEXT, size))], size <= MOST_TEXT).text
        }),
      )
      return { a: texts[0] ?? '', b: texts[1] ?? '' }
    },
    staleTime: Infinity,
    gcTime: 30_000,
  })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  return (
    <>
      <h2>{path}</h2>
      {Math.max(...sizes) > MOST_TEXT ? (
        <p className={page['soft']}>
          The first {formatBytes(MOST_TEXT)} of {formatBytes(sizes[0])} and {formatBytes(sizes[1])} are compared.
        </p>
      ) : null}
      <TextDiffView {...data} path={path} isSide={side} onSide={(isSide) => change({ side: isSide ? true : undefined })} />
    </>
  )
}
