import { expect, test } from 'vitest'
import { assignColours, assignStrokes } from './run-colours.ts'

const ids = Array.from({ length: 25 }, (_, index) => index.toString(16).padStart(32, '0'))

test('ten runs together have ten colours', () => {
  expect(new Set(assignColours(ids.slice(0, 10), new Map()).values()).size).toBe(10)
})

test('the same runs have the same colours, in whatever order and whenever they are opened', () => {
  const there = assignColours(ids.slice(0, 8), new Map())
  const back = assignColours(ids.slice(0, 8).toReversed(), new Map())
  for (const [id, colour] of there) expect(back.get(id)).toBe(colour)
})

test('a run keeps its colour when others come and go', () => {
  const memory = new Map<string, number>()
  const together = assignColours(ids.slice(0, 10), memory)
  const few = assignColours(ids.slice(3, 6), memory)
  for (const id of ids.slice(3, 6)) expect(few.get(id)).toBe(together.get(id))
  const more = assignColours([...ids.slice(10, 15), ...ids.slice(3, 6)], memory)
  for (const id of ids.slice(3, 6)) expect(more.get(id)).toBe(together.get(id))
})

test('more runs than colours share them evenly', () => {
  const colours = assignColours(ids, new Map())
  expect(colours.size).toBe(25)
  const counts = [...Map.groupBy(colours.values(), (colour) => colour).values()].map(({ length }) => length)
  expect([counts.length, Math.min(...counts), Math.max(...counts)]).toEqual([10, 2, 3])
})

test('runs of the same colour have strokes of their own, and keep them', () => {
  const memory = new Map<string, number>()
  const looks = () => {
    const [colours, strokes] = [assignColours(ids, memory), assignStrokes(ids, memory)]
    return ids.map((id) => `${colours.get(id)} ${strokes.get(id)}`)
  }
  const there = looks()
  expect(new Set(there).size).toBe(25)
  expect(looks()).toEqual(there)
  expect([...assignStrokes(ids.slice(0, 10), new Map()).values()]).toEqual(Array.from({ length: 10 }, () => 0))
})
