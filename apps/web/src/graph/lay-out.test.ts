import { expect, test } from 'vitest'
import { columnsOf, type GraphNode, layOut } from './lay-out.ts'

function node(id: string, column: number): GraphNode {
  return { id, column }
}

test('what came before stands to the left of what was made of it', () => {
  const { placed, width, height } = layOut([node('run', 0), node('in', -1), node('out', 1)], [])
  const x = (id: string) => placed.find((one) => one.node.id === id)?.x ?? Number.NaN
  expect(x('in')).toBeLessThan(x('run'))
  expect(x('run')).toBeLessThan(x('out'))
  expect(width).toBeGreaterThan(x('out'))
  expect(height).toBeGreaterThan(0)
})

test('nodes stand beside their neighbours, so that edges do not cross', () => {
  const nodes = [node('a', 0), node('b', 0), node('of b', 1), node('of a', 1)]
  const { placed } = layOut(nodes, [
    { from: 'a', to: 'of a' },
    { from: 'b', to: 'of b' },
  ])
  const y = (id: string) => placed.find((one) => one.node.id === id)?.y ?? Number.NaN
  expect(y('of a')).toBeLessThan(y('of b'))
})

test('no two nodes stand on each other', () => {
  const { placed } = layOut(
    Array.from({ length: 20 }, (_, at) => node(String(at), at % 3)),
    [],
  )
  expect(new Set(placed.map(({ x, y }) => `${x} ${y}`)).size).toBe(20)
})

test('what needs others stands behind the furthest of them', () => {
  const edges = [
    { from: 'data', to: 'train' },
    { from: 'data', to: 'clean' },
    { from: 'clean', to: 'train' },
    { from: 'one', to: 'two' },
    { from: 'two', to: 'one' },
  ]
  const columns = columnsOf(['train', 'clean', 'data', 'one', 'two'], edges)
  expect(['data', 'clean', 'train', 'one'].map((id) => columns.get(id))).toEqual([0, 1, 2, 0])
})
