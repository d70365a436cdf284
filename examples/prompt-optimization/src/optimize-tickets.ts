import { createOptimizer, type OptimizationPipeline, type OptimizationResult, type Progress } from '@reprise/ax'
import type { Models } from './models.ts'
import type { Options } from './options.ts'
import { createProgram, isRightQueue, type TicketAnswer, type TicketInput, type Tickets } from './task/tickets.ts'

export type TicketResult = OptimizationResult<TicketInput, TicketAnswer>

export interface TicketOptimization {
  readonly pipeline: OptimizationPipeline
  readonly tickets: Tickets
  readonly models: Models
  readonly options: Options
  readonly onProgress?: (progress: Progress) => void
}

/** Six queues want more than one demonstration each, and instructions that see examples of all. */
const sizes = { maxDemos: 24, maxExamples: 40, minibatchSize: 16 }

/** Optimises the ticket program: what is printed, and what is tracked, comes of this one call. */
export function optimizeTickets({ pipeline, tickets, models, options, onProgress }: TicketOptimization): Promise<TicketResult> {
  const { optimizer, trials, seed } = options
  return pipeline.runOptimization({
    request: {
      targetType: 'prompt',
      targetId: 'ticket-router',
      version: 'v1.0',
      environment: 'example',
      params: { model: models.description },
    },
    optimizer: createOptimizer(optimizer, { trials, seed, ...sizes }),
    program: createProgram(),
    ai: models.ai,
    teacherAI: models.teacherAI,
    metric: isRightQueue,
    training: tickets.training,
    heldOut: tickets.heldOut,
    prices: models.prices,
    onProgress,
  })
}
