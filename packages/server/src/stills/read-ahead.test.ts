import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

test('what is read comes in its order, while so many are under way', async () => {
  let [underWay, most] = [0, 0]
  const read = async (turns: number): Promise<number> => {
    most = Math.max(most, ++underWay)
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    underWay--
    return turns
  }
  const items = [30, 1, 20, 2, 10, 3]
  expect(await all(readAhead(items, 3, read))).toEqual(items)
  expect(most).toBe(3)
  expect(await all(readAhead([], 3, read))).toEqual([])
})

test('what fails does so in its place, and what nobody waits for any more does not end the program', async () => {
  const read = async (item: string): Promise<string> => {
    if (item.startsWith('bad')) throw new Error(item)
    return item
  }
  const found: string[] = []
  const reading = async (): Promise<void> => {
    for await (const item of readAhead(['a', 'bad 1', 'bad 2', 'b'], 3, read)) found.push(item)
  }
  await expect(reading()).rejects.toThrow('bad 1')
  expect(found).toEqual(['a'])
})
