import { describe, expect, it } from 'vitest'
import { parsePanels, printPanels } from './spec.ts'

describe('panels in an address', () => {
  it('are read as they were written, whatever their names hold', () => {
    const panels = [
      { kind: 'lines', fields: ['metrics.a,b~c:d%2C;e'] },
      { kind: 'lines', fields: ['metrics.loss'], options: { y: '0..1', log: '', title: 'a;b=c~d' } },
      { kind: 'scatter', fields: ['params.lr', 'metrics.ü'], isPinned: true as const },
      { kind: 'scatter', fields: ['params.a=(b)', '', 'metrics.c'], options: { logx: '', by: 'params.x),=~' }, isPinned: true as const },
      { kind: 'matrix', fields: [] },
    ]
    expect(parsePanels(printPanels(panels))).toEqual(panels)
  })

  it('leave out what makes no sense', () => {
    expect(parsePanels('~x~LINES:a~lines:metrics.loss')).toEqual([{ kind: 'lines', fields: ['metrics.loss'] }])
  })
})
