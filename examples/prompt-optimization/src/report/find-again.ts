import { measureProgram, type OptimizationTracker } from '@reprise/ax'
import type { Models } from '../models.ts'
import type { TicketResult } from '../optimize-tickets.ts'
import { isRightQueue, type TicketAnswer, type TicketInput, type Tickets } from '../task/tickets.ts'
import { toPercent } from './describe-result.ts'

const filterString = 'metrics.improvement_percentage > 0.2'

export interface Place {
  readonly tracker: OptimizationTracker
  readonly models: Models
  readonly tickets: Tickets
}

/** Asks the tracking server for what was tracked, loads the stored program, and has it do the held-out tickets again. */
export async function findAgain({ runId = '', optimized }: TicketResult, { tracker, models, tickets }: Place): Promise<string[]> {
  const best = await tracker.getBestRun({ metric: 'improvement_percentage', orderBy: 'DESC' })
  const found = await tracker.searchRuns({ filterString, maxResults: 10 })
  const program = await tracker.loadModelArtifact<TicketInput, TicketAnswer>({ runId })
  const again = await measureProgram({ program, ai: models.ai, examples: tickets.heldOut, metric: isRightQueue })
  const same = again.answers.filter(({ prediction }, index) => isSame(prediction, optimized.answers[index]?.prediction)).length
  const improvement = best?.metrics['improvement_percentage']
  return [
    `best run: ${best?.name ?? 'none'}${improvement === undefined ? '' : `, improvement_percentage ${toPercent(improvement)}`}`,
    `${filterString}: ${found.length === 1 ? '1 run' : `${found.length} runs`}`,
    `the stored program answers ${same} of ${tickets.heldOut.length} held-out tickets as the optimized one did`,
  ]
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
