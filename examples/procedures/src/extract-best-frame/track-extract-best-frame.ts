import { logFigure, logMetric, logMetrics, step, track } from '@reprise/sdk'
import { type BestFrame, extractBestFrame } from './extract-best-frame.ts'

/**
 * The extract-best-frame procedure, tracked: params `procedure_name` and `video_path`, metrics `duration_seconds`, `success`,
 * `steps_completed`, `frames_analyzed`, `best_frame_index`, `sharpness` (one point per frame), artifact `best_frame.png`.
 */
export const trackExtractBestFrame = track('extract-best-frame', extractAndRecord, {
  params: (path) => ({ video_path: path }),
})

async function extractAndRecord(path: string): Promise<BestFrame> {
  const best = await extractBestFrame(path, step)
  best.scores.forEach((score, frame) => logMetric('sharpness', score, { step: frame }))
  logMetrics({ frames_analyzed: best.scores.length, best_frame_index: best.index, best_sharpness: best.sharpness })
  await logFigure(best.png, 'best_frame.png')
  return best
}
