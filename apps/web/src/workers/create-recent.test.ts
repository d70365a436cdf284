import { expect, test } from 'vitest'
import { createRecent } from './create-recent.ts'

test('what is asked for again is opened once, what was not for long is opened anew', async () => {
  const opened: string[] = []
  const recent = createRecent<string>(2)
  const ask = (name: string) =>
    recent(name, async () => {
      opened.push(name)
      return name
    })
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await ask(name)).toBe(name)
  expect(opened).toEqual(['a', 'b', 'c', 'b'])
})

test('what could not be opened is tried again', async () => {
  const recent = createRecent<string>(2)
  await expect(recent('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(await recent('a', async () => 'back')).toBe('back')
})
