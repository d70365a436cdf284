import { describe, expect, it } from 'vitest'
import { columnOf } from '../run-values/column.ts'
import { printValues } from './print-values.ts'

describe('values as CSV', () => {
  it('has one line per run, and no formula', () => {
    const runs = [
      { id: 'a', name: '=cmd()', runIds: ['a'] },
      { id: 'b', name: 'x, "y"', runIds: ['b'] },
    ]
    const columns = [columnOf('metrics.loss', [-1.5, undefined]), columnOf('params.lr', ['-1', '0.10'])]
    expect(printValues({ runs, columns, hasMore: false })).toBe(
      `run_id,run_name,metrics.loss,params.lr\na,'=cmd(),-1.5,-1\nb,"x, ""y""",,0.10\n`,
    )
  })
})
