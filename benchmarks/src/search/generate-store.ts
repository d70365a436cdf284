import { DatabaseSync } from 'node:sqlite'
import { openStore } from '@reprise/storage'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const T0 = 1_700_000_000_000
export const EXPERIMENT = 1

/** Columns of a run, by name: what the searches are about. Numbers are the distinct values. */
const params = {
  lr: 5,
  model: 3,
  seed: Number.POSITIVE_INFINITY,
  ...Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`p${index}`, 10 + index * 10])),
}
const metrics = ['acc', 'loss', 'tied', 'rare', ...Array.from({ length: 6 }, (_, index) => `m${index}`)]

/**
 * Writes a store of one experiment with so many runs of 20 params, 10 metrics and 5 tags, by SQL: what a server would
 * have written in hours. Runs start a second apart; `acc` is missing from one run in twenty and NaN in one of a hundred.
 */
export async function generateStore(path: string, runs: number): Promise<void> {
  const store = await openStore(path, { artifactRoot: 'mlflow-artifacts:', log: silent })
  await store.close()
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = delete; pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000')
  const indexes = database.prepare("select name, sql from sqlite_master where type = 'index' and sql is not null").all()
  for (const { name } of indexes) database.exec(`drop index ${String(name)}`)
  database.exec('begin')
  fill(database, runs)
  database.exec('commit')
  for (const { sql } of indexes) database.exec(String(sql))
  database.exec('pragma journal_mode = wal')
  database.close()
}

function fill(database: DatabaseSync, runs: number): void {
  database.exec(
    `insert into experiments (id, name, artifact_location, creation_time, last_update_time) values (${EXPERIMENT}, 'large', 'x:/1', ${T0}, ${T0})`,
  )
  const keyIds = new Map<string, number>()
  const tags = ['mlflow.runName', 'mlflow.user', 'mlflow.source.name', 'team', 'note']
  for (const name of [...metrics, ...Object.keys(params), ...tags]) {
    keyIds.set(name, Number(database.prepare('insert into keys (name) values (?)').run(name).lastInsertRowid))
  }
  const idOf = (name: string): number => keyIds.get(name) ?? 0
  const insertRun = database.prepare(
    'insert into runs (id, uuid, experiment_id, name, user_id, status, start_time, end_time, artifact_uri) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertParam = database.prepare('insert into params values (?, ?, ?, ?, ?)')
  const insertTag = database.prepare('insert into tags values (?, ?, ?, ?, ?)')
  const insertMetric = database.prepare('insert into metrics values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const random = createRandom(1)
  for (let id = 1; id <= runs; id++) {
    const start = T0 + id * 1_000
    const uuid = Array.from({ length: 4 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('')
    const status = random() < 0.001 ? 1 : random() < 0.05 ? 4 : 3
    insertRun.run(id, uuid, EXPERIMENT, `run-${id}`, 'ann', status, start, status === 1 ? null : start + 60_000, `x:/1/${uuid}/artifacts`)
    for (const name of metrics) {
      const value = name === 'tied' ? Math.floor(random() * 2) : random()
      if ((name === 'acc' && random() < 0.05) || (name === 'rare' && id % 1_000 !== 0)) continue
      const isNan = name === 'acc' && random() < 0.01
      insertMetric.run(id, idOf(name), EXPERIMENT, start, isNan ? 0 : value, isNan ? 1 : 0, start, 100, value, value, value, 0, start)
    }
    for (const [name, distinct] of Object.entries(params)) {
      insertParam.run(
        id,
        idOf(name),
        distinct === Number.POSITIVE_INFINITY ? String(id) : String(Math.floor(random() * distinct)),
        EXPERIMENT,
        start,
      )
    }
    const values = [`run-${id}`, `user${Math.floor(random() * 20)}`, 'train.py', `team${Math.floor(random() * 3)}`, `note ${id % 50}`]
    tags.forEach((name, index) => insertTag.run(id, idOf(name), values[index] ?? '', EXPERIMENT, start))
  }
}

/** Mulberry32: the same data every time. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
