import { describe, expect, test } from 'vitest'
import { changePanel, dropPanel, layOut, movePanel, pinPanel } from './arrange.ts'
import { parsePanels, printPanels } from './spec.ts'

const plain = (name: string) => ({ kind: 'lines', fields: [`metrics.${name}`] })
const show = (text: string, metrics: readonly string[] = [], hidden: readonly string[] = []) =>
  layOut(parsePanels(text), metrics, hidden).map(({ title, panels }) => [title, ...panels.map(({ spec }) => printPanels([spec]))])

describe('a page of charts', () => {
  test('has pinned ones first, then those that were added, then one per metric by the prefix of its name', () => {
    expect(show('scatter:params.lr,metrics.loss~lines!:metrics.a,metrics.b', ['loss', 'train/acc', 'train/x/loss'])).toEqual([
      ['Pinned', 'lines!:metrics.a,metrics.b'],
      ['Added', 'scatter:params.lr,metrics.loss'],
      ['Metrics', 'lines:metrics.loss'],
      ['train', 'lines:metrics.train/acc', 'lines:metrics.train/x/loss'],
    ])
  })

  test('does not show a metric twice that is pinned, nor what is hidden', () => {
    expect(show('lines!:metrics.loss', ['loss', 'acc', 'train/a', 'train/b'], ['metrics.train/a', '/'])).toEqual([
      ['Pinned', 'lines!:metrics.loss'],
      ['train', 'lines:metrics.train/b'],
    ])
  })
})

describe('a chart that came by itself', () => {
  test('stays in its place when it is changed, and is forgotten when nothing of that is left', () => {
    const changed = changePanel([], {}, { ...plain('loss'), options: { log: '' } })
    expect(printPanels(changed)).toBe('lines(log,here):metrics.loss')
    expect(show(printPanels(changed), ['loss', 'acc'])).toEqual([['Metrics', 'lines(log,here):metrics.loss', 'lines:metrics.acc']])
    expect(changePanel(changed, { at: 0 }, { ...plain('loss'), options: { here: '' } })).toEqual([])
  })

  test('is pinned, and goes back to its place', () => {
    const pinned = pinPanel([], { key: '', spec: plain('loss') })
    expect(printPanels(pinned)).toBe('lines!:metrics.loss')
    expect(pinPanel(pinned, { key: '', at: 0, spec: { ...plain('loss'), isPinned: true } })).toEqual([])
  })
})

describe('arranging', () => {
  const panels = parsePanels(
    'lines(wide):metrics.a~lines!:metrics.p~lines:metrics.b,metrics.c~lines(here):metrics.h~scatter:metrics.d,metrics.e',
  )
  const order = (next: ReturnType<typeof parsePanels>) =>
    next.map(({ fields, isPinned }) => `${fields[0]?.at(-1) ?? ''}${isPinned === true ? '!' : ''}`).join('')

  test('moves a panel among those of its section', () => {
    expect(order(movePanel(panels, 0, 1))).toBe('p!bahd')
    expect(order(movePanel(panels, 0, -1))).toBe('ap!bhd')
    expect(order(movePanel(panels, 2, 1))).toBe('ap!hdb')
    expect(order(movePanel(panels, 4, -1))).toBe('ap!dbh')
  })

  test('puts a panel where another is, in whose section it then stands', () => {
    expect(order(dropPanel(panels, 4, 1))).toBe('ad!p!bh')
    expect(order(dropPanel(panels, 1, 0))).toBe('pabhd')
  })
})
