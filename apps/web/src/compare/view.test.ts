import { expect, test } from 'vitest'
import { readCompareView } from './view.ts'

const [a, b] = ['0af7651916cd43dd8448eb211c80319c', '1af7651916cd43dd8448eb211c80319c']

test('a link is read as it was written, and so is what leads to it', () => {
  expect(readCompareView({ runs: `${a},${b}`, all: true, base: b, of: 'best', rows: 'loss' })).toEqual({
    runs: [a, b],
    all: true,
    base: b,
    of: 'best',
    rows: 'loss',
  })
  expect(readCompareView({ runs: [a, b, a] })).toEqual({ runs: [a, b] })
})

test('what makes no sense is left out', () => {
  expect(readCompareView({ runs: `${a},../x,`, all: 'yes', base: b, of: 'worst' })).toEqual({ runs: [a] })
  expect(readCompareView({})).toEqual({ runs: [] })
})
