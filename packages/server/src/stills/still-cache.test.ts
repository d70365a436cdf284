import { expect, test } from 'vitest'
import { createStillCache } from './still-cache.ts'

function openCache(): { clock: { at: number }; made: string[]; get: (key: string, size?: number) => Promise<number | undefined> } {
  const clock = { at: 0 }
  const made: string[] = []
  const cache = createStillCache({ now: () => clock.at, fresh: 10, bytes: 100, atOnce: 1 })
  const get = async (key: string, size = 40): Promise<number | undefined> => {
    const page = await cache.get(key, async () => {
      made.push(key)
      await new Promise((resolve) => setImmediate(resolve))
      if (key === 'broken') throw new Error('broken')
      return Buffer.alloc(size)
    })
    return page?.length
  }
  return { clock, made, get }
}

test('a page is made once for all who ask while it is fresh', async () => {
  const { clock, made, get } = openCache()
  expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual([40, 40, 40])
  await get('a')
  expect(made).toEqual(['a', 'b'])
  clock.at = 10
  await get('a')
  expect(made).toEqual(['a', 'b', 'a'])
})

test('older pages give way, and what is larger than all is not kept', async () => {
  const { made, get } = openCache()
  await get('a')
  await get('b')
  await get('c')
  await get('c')
  await get('a')
  expect(made).toEqual(['a', 'b', 'c', 'a'])
  await get('huge', 101)
  await get('huge', 101)
  expect(made.slice(4)).toEqual(['huge', 'huge'])
})

test('one that fails is told to all who wait for it, and tried again by the next', async () => {
  const { made, get } = openCache()
  const answers = await Promise.allSettled([get('broken'), get('broken'), get('a')])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  await expect(get('broken')).rejects.toThrow('broken')
  expect(made).toEqual(['broken', 'a', 'broken'])
})
