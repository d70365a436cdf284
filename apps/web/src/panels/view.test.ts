import { expect, test } from 'vitest'
import { parseBounds, parseRange, readPanelsView } from './view.ts'

const id = '0af7651916cd43dd8448eb211c80319c'

test('a link is read as it was written', () => {
  const search = {
    charts: 'loss',
    x: 'metrics.epoch',
    log: true,
    smooth: '60',
    panels: 'lines:metrics.loss',
    hide: 'train/,metrics.a',
    sync: true,
    zoom: '0..1e3',
    full: 'lines:metrics.acc',
    off: id,
  }
  expect(readPanelsView(search)).toEqual({ ...search, smooth: 60, hide: ['train/', 'metrics.a'], off: [id] })
})

test.each([
  { x: 'step' },
  { x: 'metrics.' },
  { smooth: 'x' },
  { zoom: '3..2' },
  { zoom: 'a..b' },
  { off: 'me' },
  { sync: 'yes' },
  { log: 1 },
])('what makes no sense is left out: %j', (search) => {
  expect(readPanelsView(search)).toEqual({})
})

test('bounds may be open at one end, ranges not', () => {
  expect(parseBounds('..0.5')).toEqual([undefined, 0.5])
  expect(parseBounds('-1e-3..')).toEqual([-0.001, undefined])
  expect(parseRange('..1')).toBeUndefined()
  expect(parseBounds('1')).toBeUndefined()
})
