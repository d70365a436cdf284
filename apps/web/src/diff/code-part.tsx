import { useQuery } from '@tanstack/react-query'
import { codePlaceOf } from '../code/code-place.ts'
import type { CodePlace } from '../code/open-code.ts'
import type { CodeFile } from '../code/read-tree.ts'
import { tagOf } from '../tags/tag-of.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { useWorker, type WorkerSession } from '../workers/use-worker.ts'
import styles from './diff.module.css'
import { bothOf, NotCaptured } from './not-captured.tsx'
import { type FilePair, PairList } from './pair-list.tsx'
import type { PartProps } from './pair.ts'
import { TextDiffView } from './text-diff.tsx'
import { useDiffView } from './use-diff-view.ts'

/** The code of two runs, file by file. */
export function CodePart(props: PartProps) {
  const { runs } = props
  const records = bothOf(props.records)
  if (records === undefined) {
    const [before, after] = [runs.a, runs.b].map((run) => tagOf(run, 'mlflow.source.git.commit') ?? 'not recorded')
    return (
      <>
        <NotCaptured {...props} />
        <p>
          Commits: <code>{before}</code> and <code>{after}</code>
          {before === after && before !== 'not recorded' ? ', the same' : ''}. What was changed since is not known.
        </p>
      </>
    )
  }
  const [a, b] = [codePlaceOf(runs.a, records[0]), codePlaceOf(runs.b, records[1])]
  if (records[0].code.tree !== undefined && records[0].code.tree === records[1].code.tree)
    return <p>Both were made from the same code, to the byte.</p>
  if (a === undefined || b === undefined) {
    const why = records.map(({ code }) => code.not_kept).find((one) => one !== undefined)
    return (
      <p className={page['soft']}>
        The code of {a === undefined ? 'the first' : 'the second'} run was not kept as files. {why}
      </p>
    )
  }
  return <Trees a={a} b={b} />
}

function Trees({ a, b }: { readonly a: CodePlace; readonly b: CodePlace }) {
  const worker = useWorker()
  const [{ path }, change] = useDiffView()
  const { data, error } = useQuery({
    queryKey: ['code', a, b],
    queryFn: async () => ({ a: await worker.run('listCode', a), b: await worker.run('listCode', b) }),
    staleTime: Infinity,
    retry: false,
  })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  const pairs = pairsOf(data.a, data.b)
  const chosen = path ?? pairs.find((pair) => pair.change === 'changed')?.path ?? pairs.find((pair) => pair.change !== 'same')?.path
  return (
    <div className={styles['columns']}>
      <PairList label="Files of the code" pairs={pairs} chosen={chosen} onChoose={(next) => change({ path: next })} />
      <div className={styles['content']}>
        {chosen === undefined ? (
          <p className={page['soft']}>The files are the same.</p>
        ) : (
          <FileDiff
            key={chosen}
            path={chosen}
            worker={worker}
            a={{ place: a, file: data.a.find((file) => file.path === chosen) }}
            b={{ place: b, file: data.b.find((file) => file.path === chosen) }}
          />
        )}
      </div>
    </div>
  )
}

/** By their ids alone: what has the same bytes has the same id. */
function pairsOf(a: readonly CodeFile[], b: readonly CodeFile[]): FilePair[] {
  const [before, after] = [new Map(a.map((file) => [file.path, file.id])), new Map(b.map((file) => [file.path, file.id]))]
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().map((path) => {
    const [old, now] = [before.get(path), after.get(path)]
    return { path, change: old === undefined ? 'added' : now === undefined ? 'removed' : old === now ? 'same' : 'changed' }
  })
}

interface Side {
  readonly place: CodePlace
  readonly file: CodeFile | undefined
}

function FileDiff({ path, worker, a, b }: { readonly path: string; readonly worker: WorkerSession; readonly a: Side; readonly b: Side }) {
  const [{ side = false }, change] = useDiffView()
  const read = ({ place, file }: Side) =>
    file === undefined ? Promise.resolve({ text: '', size: 0 }) : worker.run('readCode', { ...place, id: file.id })
  const { data, error } = useQuery({
    queryKey: ['code', 'texts', a.file?.id, b.file?.id],
    queryFn: async () => ({ a: await read(a), b: await read(b) }),
    staleTime: Infinity,
    retry: false,
  })
  return (
    <>
      <h2>{path}</h2>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {data === undefined && error === null ? <div aria-busy="true" /> : null}
      {data === undefined ? null : data.a.text === undefined || data.b.text === undefined ? (
        <p className={page['soft']}>
          It is not text, or too long: {data.a.size} bytes became {data.b.size}.
        </p>
      ) : (
        <TextDiffView
          a={data.a.text}
          b={data.b.text}
          path={path}
          isSide={side}
          onSide={(isSide) => change({ side: isSide ? true : undefined })}
        />
      )}
    </>
  )
}
