import { describe } from 'vitest'
import { describeChanges } from './changes.ts'
import { describeConcurrency } from './concurrency.ts'
import { describeDurability } from './durability.ts'
import { describeExactlyOnce } from './exactly-once.ts'
import { describeGarbage } from './garbage.ts'
import { describeLoggedModels } from './logged-models.ts'
import { describeMaintenance } from './maintenance.ts'
import type { OpenStore } from './opened-store.ts'
import { describeMoving } from './moving.ts'
import { describeParams } from './params.ts'
import { describePipelines } from './pipelines.ts'
import { describePoints } from './points.ts'
import { describeRefusals } from './refusals.ts'
import { describeSealing } from './sealing.ts'
import { describeShares } from './shares.ts'
import { describeSummaries } from './summaries.ts'
import { describeVerdicts } from './verdicts.ts'
import { describeViews } from './views.ts'
import { describeWebhooks } from './webhooks.ts'

export type { OpenedStore, OpenStore } from './opened-store.ts'

const subjects: Readonly<Record<string, (open: OpenStore) => void>> = {
  durability: describeDurability,
  'refused calls': describeRefusals,
  'exactly once': describeExactlyOnce,
  points: describePoints,
  params: describeParams,
  summaries: describeSummaries,
  sealing: describeSealing,
  concurrency: describeConcurrency,
  'the live feed': describeChanges,
  garbage: describeGarbage,
  maintenance: describeMaintenance,
  verdicts: describeVerdicts,
  'logged models': describeLoggedModels,
  'pipelines and lineage': describePipelines,
  webhooks: describeWebhooks,
  'moving runs': describeMoving,
  'saved views': describeViews,
  shares: describeShares,
}

/** What every store owes, as tests: the promises of `store.ts`, one file per subject. */
export function describeStore(name: string, open: OpenStore): void {
  describe(name, () => {
    for (const [subject, describeSubject] of Object.entries(subjects)) {
      describe(subject, () => {
        describeSubject(open)
      })
    }
  })
}
