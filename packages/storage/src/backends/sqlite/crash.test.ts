import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ask, dataOf, historyOf } from '../../contract/ask.ts'
import type { Store } from '../../store.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { openInFolder } from './testing/open-store.ts'
import { kill9 } from './testing/run-process.ts'

const program = fileURLToPath(new URL('testing/log-forever.ts', import.meta.url))

const runs = ['a', 'b'].map((letter) => letter.repeat(32))

/** Lets a program log until so many steps were acknowledged, kills it, and answers the last of them. */
async function logAndKill(path: string, first: number, count: number): Promise<number> {
  const child = spawn(process.execPath, ['--conditions=@reprise/source', program, path, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = first - 1
  const enough = new Promise<void>((resolve) =>
    createInterface({ input: child.stdout }).on('line', (line) => {
      last = Number(line)
      if (last >= first + count) resolve()
    }),
  )
  await Promise.race([enough, once(child, 'exit')])
  await kill9(child)
  if (!child.stdout.readableEnded) await once(child.stdout, 'end')
  return last
}

test('what was acknowledged survives being killed, again and again', async () => {
  const opened = await openInFolder()
  await opened.store.close()
  const acknowledged: number[] = []
  for (const count of [3, 40, 90]) {
    // The step that was on its way may be there or not: the next round leaves it out.
    const first = (acknowledged.at(-1) ?? -2) + 2
    const last = await logAndKill(opened.path, first, count)
    expect(last).toBeGreaterThanOrEqual(first + count)
    for (let step = first; step <= last; step++) acknowledged.push(step)
    const store = await openSqliteStore({ path: opened.path, artifactRoot: 'mlflow-artifacts:/' })
    try {
      expect((await store.verify()).problems).toEqual([])
      // First whether another value is refused, while nobody has looked at them yet.
      await expectRefusals(store, acknowledged.slice(-3))
      await expectEverything(store, acknowledged)
    } finally {
      await store.close()
    }
  }
  await opened.dispose()
})

async function expectEverything(store: Store, steps: readonly number[]): Promise<void> {
  const last = steps.at(-1) ?? -1
  for (const letter of ['a', 'b']) {
    const found = new Set((await historyOf(store, letter.repeat(32), 'single')).map(({ step }) => step))
    expect(steps.filter((step) => !found.has(step))).toEqual([])
    expect((await dataOf(store, letter.repeat(32))).metrics['single']?.step).toBeGreaterThanOrEqual(last)
  }
  const series = await Promise.all([0, 1, 2].map((index) => historyOf(store, 'c'.repeat(32), `m${index}`)))
  const found = new Set(series.flat().map(({ step }) => step))
  const missing = steps
    .flatMap((step) => Array.from({ length: 1_000 }, (_, index) => step * 1_000 + index))
    .filter((step) => !found.has(step))
  expect(missing).toEqual([])
  expect(Number((await dataOf(store, 'a'.repeat(32))).tags['last'])).toBeGreaterThanOrEqual(last)
  const params = await Promise.all(runs.map(async (runId) => (await dataOf(store, runId)).params))
  for (const step of steps) {
    for (let index = 0; index < 20; index++) expect(params[step % 2]?.[`p${step}.${index}`]).toBe(String(step * index))
  }
  const { runs: matching } = await ask(store, 'searchRuns', { experiment_ids: ['0', '1'], filter: `params.\`p${last}.7\` = '${last * 7}'` })
  expect(matching.map(({ info }) => info.run_id)).toEqual([runs[last % 2]])
}

async function expectRefusals(store: Store, steps: readonly number[]): Promise<void> {
  for (const step of steps) {
    const log = (value: string) => ask(store, 'logParam', { run_id: runs[step % 2] ?? '', key: `p${step}.3`, value })
    await expect(log('another')).rejects.toThrow(`was already logged with value='${step * 3}'`)
    await log(String(step * 3))
  }
}
