import { RepriseError } from '@reprise/protocol'
import { list, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import { parseExperimentId } from './find-experiment.ts'

const MOST_EXPERIMENTS = 20
const MOST_SUMMARIES = 1_000

type SummaryRow = { experiment_id: number; name: string; digest: string; context: string | null }

export const searchDatasets: Handler<'searchDatasets'> = async (context, request) => {
  const ids = request.experiment_ids.map(parseExperimentId)
  if (ids.length === 0) throw refused('must specify at least one experiment_id.')
  if (ids.length > MOST_EXPERIMENTS) {
    throw refused(`cannot specify more than ${MOST_EXPERIMENTS} experiment_ids. Received ${ids.length} experiment_ids.`)
  }
  const rows = await context.connection.all<SummaryRow>(
    sql`select distinct d.experiment_id, d.name, d.digest, t.value as context from datasets d
      join inputs i on i.dataset_id = d.id
      left join input_tags t on t.run_id = i.run_id and t.dataset_id = i.dataset_id and t.key = 'mlflow.data.context'
      where d.experiment_id in ${list(ids)} order by d.experiment_id, d.name, d.digest, t.value limit ${MOST_SUMMARIES}`,
  )
  if (rows.length === 0) return {}
  return {
    dataset_summaries: rows.map((row) => ({
      experiment_id: String(row.experiment_id),
      name: row.name,
      digest: row.digest,
      context: row.context ?? undefined,
    })),
  }
}

function refused(why: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `SearchDatasets request ${why}`)
}
