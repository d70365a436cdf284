import { useState } from 'react'
import { errorText } from '../../../shell/error-text.ts'
import type { RunWithFiles } from '../../artifacts/run-with-files.ts'
import type { PanelProps } from '../../kind.ts'
import { PanelBody } from '../../picture/panel-body.tsx'
import { roomOf } from '../../picture/room.ts'
import { useExports } from '../../picture/use-exports.ts'
import { Enlarged } from './enlarged.tsx'
import { csvOf, imageModelOf, imagesIn, reasonForNone, statusOf } from './image-model.ts'
import { ImageTable } from './image-table.tsx'
import { imageBeside, type LoggedImage, stepsOf } from './logged-images.ts'
import styles from './images.module.css'
import { StepSlider } from './step-slider.tsx'
import { useRunImages } from './use-run-images.ts'
import { useStep } from './use-step.ts'

/** Pixels of a picture, unless said otherwise. */
const USUAL = 140

/** Pictures of runs: a row per run, a column per key or file, and a slider over the steps; or a column per step. */
export function ImageGrid(props: PanelProps) {
  const { fields, options, runs, width, height, exports } = props
  const named = fields.filter((name) => name !== '').map((name) => name.replace(/^artifacts[./]/, ''))
  const { rows, isPending, error } = useRunImages(props, named)
  const images = imagesIn(rows)
  const steps = stepsOf(images)
  const [step, setStep] = useStep(steps, props)
  const model = imageModelOf(rows, { step, isAcross: options['across'] === 'steps' })
  const [enlarged, setEnlarged] = useState<EnlargedImage>()
  useExports(exports, images.length === 0 ? null : { csv: () => csvOf(rows) })
  const go = (by: 1 | -1) => {
    if (enlarged === undefined) return
    const own = rows.find(({ run }) => run.id === enlarged.run.id)?.images ?? []
    setEnlarged({ ...enlarged, image: imageBeside(own, enlarged.image, by) ?? enlarged.image })
  }
  const status = statusOf(model, runs.length)
  return (
    <PanelBody
      {...{ width, height, isPending }}
      status={error === undefined ? status : `${status} · ${errorText(error)}`}
      error={null}
      empty={images.length === 0 ? reasonForNone(runs.length, named) : undefined}
      tools={steps.length > 1 && !model.isAcross ? <StepSlider steps={steps} step={step} onStep={setStep} /> : null}
    >
      <div className={styles['scroll']} style={{ height: roomOf(height) }} tabIndex={0} role="region" aria-label="Images of the runs">
        <ImageTable model={model} side={Number(options['size']) || USUAL} onEnlarge={({ run }, image) => setEnlarged({ run, image })} />
      </div>
      {enlarged === undefined ? null : (
        <Enlarged
          image={enlarged.image}
          artifactUri={enlarged.run.artifactUri}
          runName={enlarged.run.name}
          onStep={go}
          onClose={() => setEnlarged(undefined)}
        />
      )}
    </PanelBody>
  )
}

interface EnlargedImage {
  readonly run: RunWithFiles
  readonly image: LoggedImage
}
