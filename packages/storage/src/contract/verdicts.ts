import { expect, test } from 'vitest'
import { ask, createRun } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

/** By name of the run; `f` was never judged. */
const verdicts = { a: 'DIVERGED', b: 'BIT_IDENTICAL', c: 'CANNOT', d: 'DIVERGED', e: 'WITHIN_TOLERANCE' }

const filters: readonly (readonly [filter: string, names: string])[] = [
  ["attributes.verdict = 'DIVERGED'", 'ad'],
  ["verdict = 'DIVERGED'", 'ad'],
  ["verdict = 'diverged'", ''],
  ["verdict != 'DIVERGED'", 'bce'],
  ["verdict IN ('CANNOT', 'DIVERGED')", 'acd'],
  ["attr.verdict NOT IN ('CANNOT', 'DIVERGED')", 'be'],
  ["verdict LIKE '%T%'", 'bce'],
  ["verdict ILIKE 'div%'", 'ad'],
  ['verdict IS NULL', 'f'],
  ['verdict IS NOT NULL', 'abcde'],
  ["NOT verdict = 'DIVERGED'", 'bcef'],
  ["verdict = 'DIVERGED' AND run_name = 'd' OR verdict IS NULL", 'df'],
]

export function describeVerdicts(open: OpenStore): void {
  test(
    'the verdict of a run is an attribute: searched, ordered by, shown, and gone with its tag',
    withStore(open, async ({ store }) => {
      const ids = new Map<string, string>()
      for (const name of 'abcdef') ids.set(name, await createRun(store, { run_name: name }))
      const judge = async (name: string, value: string): Promise<unknown> =>
        ask(store, 'setTag', { run_id: ids.get(name) ?? '', key: 'reprise.verdict', value })
      for (const [name, verdict] of Object.entries(verdicts)) await judge(name, verdict)
      const search = async (filter: string, order = 'run_name'): Promise<string> => {
        const { runs } = await ask(store, 'searchRuns', {
          experiment_ids: ['0'],
          filter,
          order_by: order === 'run_name' ? [order] : [order, 'run_name'],
        })
        return runs.map(({ info }) => info.run_name).join('')
      }
      for (const [filter, names] of filters) expect(await search(filter), filter).toBe(names)
      expect(await search('', 'attributes.verdict')).toBe('bcadef')
      expect(await search('', 'verdict DESC')).toBe('eadcbf')

      const { runs } = await ask(store, 'searchRuns', { experiment_ids: ['0'], filter: "run_name = 'a'", fields: ['attributes.verdict'] })
      expect(runs[0]?.data?.tags).toEqual([{ key: 'reprise.verdict', value: 'DIVERGED' }])

      await judge('a', 'BIT_IDENTICAL')
      await ask(store, 'deleteTag', { run_id: ids.get('d') ?? '', key: 'reprise.verdict' })
      expect(await search("verdict = 'DIVERGED'")).toBe('')
      expect(await search('verdict IS NULL')).toBe('df')
      await expect(search("verdicts = 'DIVERGED'")).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE', status: 400 })
      await expect(search("attributes.nonsense = 'x'")).rejects.toThrow("'verdict'")
    }),
  )
}
