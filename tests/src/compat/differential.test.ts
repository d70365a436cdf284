import { join } from 'node:path'
import {
  createTemporaryFolder,
  ensurePython,
  findPostgres,
  pythonSets,
  requirePart,
  startMlflowServer,
  startPostgres,
  startRepriseServer,
} from '@reprise/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { compareRecordings, formatDifference, messageOf, type Comparison, type Difference } from './compare.ts'
import { corpus } from './corpus/index.ts'
import { record, type Recording } from './differential.ts'
import { KEPT_RECORDING, readRecording, writeRecording } from './recordings/recording-file.ts'

const MOST_DIFFERING = 0.05
const MINUTES = 60_000

const kept = readRecording(KEPT_RECORDING)
const python = await ensurePython(pythonSets['mlflow-3'])
const mlflow = requirePart('MLflow', python)
const postgres = requirePart('PostgreSQL', findPostgres())

// With UPDATE_RECORDING=true it is recorded anew: needed after every change of the corpus.
describe.skipIf(mlflow.missing)(`the kept recording${mlflow.note}`, () => {
  test(
    'is what the real server answers today',
    async () => {
      if (python.reason !== undefined) throw new Error(python.reason)
      await using server = await startMlflowServer({ python: python.python })
      const recording = await record({ name: kept.server, url: server.url }, corpus)
      if (process.env['UPDATE_RECORDING'] === 'true') writeRecording(KEPT_RECORDING, recording)
      const changed = compareRecordings(readRecording(KEPT_RECORDING), recording)
      expect(changed.differences.map(formatDifference)).toEqual([])
    },
    10 * MINUTES,
  )
})

describe('over SQLite', () => {
  describeAnswers(async () => {
    await using folder = await createTemporaryFolder('compat')
    await using server = await startRepriseServer({ store: join(folder.path, 'store.db'), artifacts: join(folder.path, 'artifacts') })
    return await record({ name: 'reprise (sqlite)', url: server.url }, corpus)
  })
})

describe.skipIf(postgres.missing)(`over PostgreSQL${postgres.note}`, () => {
  describeAnswers(async () => {
    await using folder = await createTemporaryFolder('compat')
    await using database = await startPostgres()
    await using server = await startRepriseServer({ store: await database.createDatabase(), artifacts: join(folder.path, 'artifacts') })
    return await record({ name: 'reprise (postgres)', url: server.url }, corpus)
  })
})

function describeAnswers(replay: () => Promise<Recording>): void {
  let comparison: Comparison
  let ours: Recording

  beforeAll(async () => {
    ours = await replay()
    comparison = compareRecordings(kept, ours)
  }, 5 * MINUTES)

  test('every difference from MLflow is explained', () => {
    expect(comparison.differences.filter(({ explanation }) => explanation === undefined).map(formatDifference)).toEqual([])
  })

  test('at most five in a hundred requests differ at all', () => {
    expect(comparison.requests).toBeGreaterThanOrEqual(320)
    expect(comparison.differences.length / comparison.requests).toBeLessThanOrEqual(MOST_DIFFERING)
  })

  test('no explanation is left over from a difference that is gone', () => {
    expect(comparison.stale).toEqual([])
  })

  test('errors that people know are told in the same words', () => {
    const known = ({ theirs }: Difference) => KNOWN_WORDS.test(messageOf(theirs))
    const reworded = ({ theirs, ours: answer }: Difference) =>
      KNOWN_WORDS.exec(messageOf(theirs))?.[0] !== KNOWN_WORDS.exec(messageOf(answer))?.[0]
    expect(comparison.otherWords.filter(known).filter(reworded).map(formatDifference)).toEqual([])
  })

  test('nothing is answered with a server error', () => {
    const failed = Object.entries(ours.scenarios).flatMap(([scenario, answers]) =>
      Object.entries(answers)
        .filter(([, answer]) => (answer.status >= 500 && answer.status !== 501) || answer.status === 0)
        .map(([exchange, answer]) => `${scenario} > ${exchange}: ${answer.status} ${JSON.stringify(answer.body)}`),
    )
    expect(failed).toEqual([])
  })
}

/** What clients and their users look for in the text of an error. */
const KNOWN_WORDS =
  /already exists|No Experiment with id=\S+ exists|Could not find experiment with name|Run with id=\S+ not found|must be in the 'active' state|Changing param values is not allowed|Missing value for required parameter|exceeds the maximum length of \d+|at most \d+/
