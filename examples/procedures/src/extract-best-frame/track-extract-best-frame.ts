import { logMetrics, step, track } from '@reprise/sdk'
import { keepArtifact } from '../keep-artifact.ts'
import { type BestFrame, extractBestFrame, type ExtractionOptions } from './extract-best-frame.ts'

/**
 * The extract-best-frame procedure, tracked: params `procedure_name` and `video_path`; metrics `duration_seconds`, `success`,
 * `steps_completed`, and for each frame, as it is scored, `sharpness`, `exposure`, `frame_score` and `frames_analyzed`; of the best one
 * `best_frame_index`, `best_sharpness`, `best_exposure`, `best_score`, and the artifact `best_frame.png`.
 */
export const trackExtractBestFrame = track('extract-best-frame', extractAndRecord, {
  params: (path) => ({ video_path: path }),
})

async function extractAndRecord(path: string, { ffmpeg }: Pick<ExtractionOptions, 'ffmpeg'> = {}): Promise<BestFrame> {
  logMetrics({ frames_analyzed: 0 })
  const best = await extractBestFrame(path, {
    ffmpeg,
    onStep: step,
    onFrame: ({ index, sharpness, exposure, score }) =>
      logMetrics({ sharpness, exposure, frame_score: score, frames_analyzed: index + 1 }, { step: index }),
  })
  const { index, sharpness, exposure, score, png } = best
  logMetrics({ best_frame_index: index, best_sharpness: sharpness, best_exposure: exposure, best_score: score })
  await keepArtifact('best_frame.png', png)
  return best
}
