import { expect, test } from 'vitest'
import { readRunsView } from './view.ts'

const id = '0af7651916cd43dd8448eb211c80319c'

test('a link is read as it was written', () => {
  const search = {
    q: 'metrics.loss < 1',
    sort: 'metrics.loss ASC',
    cols: 'metrics.loss,params.lr',
    sel: id,
    deleted: true,
    smooth: '60',
  }
  expect(readRunsView(search)).toEqual({ ...search, cols: ['metrics.loss', 'params.lr'], sel: [id], smooth: 60 })
})

test.each([{ cols: 'loss' }, { sel: '../../etc' }, { smooth: '100' }, { smooth: 'x' }, { x: 'step' }, { unknown: 'a' }])(
  'what makes no sense is left out: %j',
  (search) => {
    expect(Object.values(readRunsView(search)).flat()).toEqual([])
  },
)
