import { useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { errorText } from '../../../shell/error-text.ts'
import { ArtifactImage } from '../../artifacts/artifact-image.tsx'
import { MOST_RUNS_WITH_FILES, useRunFiles } from '../../artifacts/use-run-files.ts'
import type { PanelProps } from '../../kind.ts'
import { BAR, PanelBody } from '../../picture/panel-body.tsx'
import { printRows } from '../../picture/print-values.ts'
import { Enlarged } from './enlarged.tsx'
import { imageAt, type LoggedImage, stepsOf } from './logged-images.ts'
import styles from './images.module.css'
import { imagesQuery } from './images-query.ts'
import { StepSlider } from './step-slider.tsx'

/** Columns of pictures: more are found by naming them. */
const MOST_COLUMNS = 24
const USUAL = 140

/** Pictures of runs: a row per run, a column per key or file, and a slider over the steps; or a column per step. */
export function ImageGrid(props: PanelProps) {
  const { options, runs, width, height, isInView, onChange, exports } = props
  const named = props.fields.filter((name) => name !== '').map((name) => name.replace(/^artifacts[./]/, ''))
  const files = useRunFiles(runs, isInView)
  const answers = useQueries({ queries: files.runs.map(({ artifactUri }) => ({ ...imagesQuery(artifactUri, named), enabled: isInView })) })
  const all = answers.flatMap(({ data }) => data ?? [])
  const steps = stepsOf(all)
  const keys = [...new Set(all.map(({ key }) => key))]
  const kept = options['step'] === undefined ? undefined : Number(options['step'])
  const [sliding, setSliding] = useState<number>()
  const step = sliding ?? kept ?? steps.at(-1) ?? 0
  const isAcross = options['across'] === 'steps' && steps.length > 0
  const columns: readonly Column[] = isAcross
    ? steps.map((one) => ({ id: String(one), title: `step ${one.toLocaleString('en-US')}`, key: keys[0] ?? '', step: one }))
    : keys.map((key) => ({ id: key, title: key, key, step }))
  const shown = columns.slice(0, MOST_COLUMNS)
  const side = Number(options['size']) || USUAL
  const [enlarged, setEnlarged] = useState<{ readonly run: number; readonly image: LoggedImage }>()
  useEffect(() => {
    exports.current =
      all.length === 0
        ? null
        : {
            csv: () =>
              printRows([
                ['run_id', 'run_name', 'key', 'step', 'path'],
                ...files.runs.flatMap(({ id, name }, at) =>
                  (answers[at]?.data ?? []).map((image) => [id, name, image.key, image.step ?? '', image.path]),
                ),
              ]),
          }
  })
  // The address is changed when the slider rests: it moves through many steps.
  useEffect(() => {
    if (sliding === undefined || onChange === undefined) return
    const timer = setTimeout(() => {
      onChange({ options: { step: sliding === steps.at(-1) ? undefined : String(sliding) } })
      setSliding(undefined)
    }, 400)
    return () => clearTimeout(timer)
  }, [sliding])
  const isPending = runs.length > 0 && (files.isPending || (all.length === 0 && answers.some(({ isPending: isAsked }) => isAsked)))
  const failure = answers.find(({ error }) => error !== null)?.error
  const status = [
    `${all.length.toLocaleString('en-US')} ${all.length === 1 ? 'image' : 'images'} of ${files.runs.length} ${files.runs.length === 1 ? 'run' : 'runs'}`,
    ...(columns.length > shown.length ? [`the first ${MOST_COLUMNS} of ${columns.length} columns; name fewer`] : []),
    ...(isAcross && keys.length > 1 ? [`steps of ${keys[0]}`] : []),
    ...(runs.length > MOST_RUNS_WITH_FILES ? [`the first ${MOST_RUNS_WITH_FILES} of ${runs.length} runs; pick others in the table`] : []),
    ...(failure === undefined || failure === null ? [] : [errorText(failure)]),
  ].join(' · ')
  const go = (by: 1 | -1) => {
    if (enlarged === undefined) return
    const own = (answers[enlarged.run]?.data ?? [])
      .filter(({ key }) => key === enlarged.image.key)
      .toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0))
    const next = own[own.findIndex(({ path }) => path === enlarged.image.path) + by]
    if (next !== undefined) setEnlarged({ run: enlarged.run, image: next })
  }
  return (
    <PanelBody
      {...{ width, height, status, isPending }}
      error={null}
      empty={runs.length === 0 ? 'No runs.' : all.length === 0 ? emptyText(named) : undefined}
      tools={steps.length > 1 && !isAcross ? <StepSlider steps={steps} step={step} onStep={setSliding} /> : null}
    >
      <div className={styles['scroll']} style={{ height: height - BAR }} tabIndex={0} role="region" aria-label="Images of the runs">
        <table>
          <thead>
            <tr>
              <th scope="col">Run</th>
              {shown.map(({ id, title }) => (
                <th key={id} scope="col" title={title} style={{ width: side }}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {files.runs.map((run, at) => (
              <tr key={run.id}>
                <th scope="row" title={run.name}>
                  {run.name}
                </th>
                {answers[at]?.data?.length === 0 ? (
                  <td colSpan={shown.length} className={styles['soft']}>
                    no images
                  </td>
                ) : null}
                {(answers[at]?.data?.length === 0 ? [] : shown).map((column) => {
                  const image = imageAt(answers[at]?.data ?? [], column.key, column.step)
                  // Beside other steps a picture stands only at its own.
                  const own = isAcross && image?.step !== column.step ? undefined : image
                  return (
                    <td key={column.id}>
                      {own === undefined ? (
                        <span className={styles['none']} style={{ width: side, height: side }}>
                          none
                        </span>
                      ) : (
                        <button
                          type="button"
                          className={styles['cell']}
                          title={own.step === undefined ? own.path : `step ${own.step}`}
                          aria-label={`Enlarge ${own.key}${own.step === undefined ? '' : `, step ${own.step}`} of ${run.name}`}
                          onClick={() => setEnlarged({ run: at, image: own })}
                        >
                          <ArtifactImage
                            isListed
                            key={own.path}
                            artifactUri={run.artifactUri}
                            path={own.small ?? own.path}
                            label={`${own.key}${own.step === undefined ? '' : `, step ${own.step}`} of ${run.name}`}
                            width={side}
                            height={side}
                          />
                        </button>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {enlarged === undefined ? null : (
        <Enlarged
          image={enlarged.image}
          artifactUri={files.runs[enlarged.run]?.artifactUri ?? ''}
          runName={files.runs[enlarged.run]?.name ?? ''}
          onStep={go}
          onClose={() => setEnlarged(undefined)}
        />
      )}
    </PanelBody>
  )
}

interface Column {
  readonly id: string
  readonly title: string
  readonly key: string
  readonly step: number
}

function emptyText(named: readonly string[]): string {
  return named.length === 0
    ? 'These runs have logged no images by key. Name files or folders to see others.'
    : `These runs have no images in ${named.join(', ')}.`
}
