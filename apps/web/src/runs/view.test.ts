import { expect, test } from 'vitest'
import { readRunsView } from './view.ts'

const id = '0af7651916cd43dd8448eb211c80319c'

test('a link is read as it was written', () => {
  const search = {
    q: 'metrics.loss < 1',
    sort: 'metrics.loss ASC',
    cols: 'metrics.loss,min(metrics.train/loss),params.lr,attributes.status,inputs',
    pin: 'params.lr',
    widths: 'params.lr~140,min(metrics.train/loss)~90',
    group: 'params.model',
    sel: id,
    deleted: true,
    smooth: '60',
  }
  expect(readRunsView(search)).toEqual({
    ...search,
    cols: search.cols.split(','),
    pin: ['params.lr'],
    widths: search.widths.split(','),
    sel: [id],
    smooth: 60,
  })
})

test.each([
  { cols: 'loss' },
  { pin: 'x(metrics.a)' },
  { widths: 'params.lr' },
  { group: 'metrics.loss' },
  { sel: '../../etc' },
  { smooth: '100' },
  { smooth: 'x' },
  { x: 'step' },
  { unknown: 'a' },
])('what makes no sense is left out: %j', (search) => {
  expect(Object.values(readRunsView(search)).flat()).toEqual([])
})
