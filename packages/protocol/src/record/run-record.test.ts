import { describe, expect, it } from 'vitest'
import { encodeText } from '../wire/encode-json.ts'
import { encodeJson } from '../wire/index.ts'
import { parseRecord, RECORD_FORMAT } from './run-record.ts'

const least = {
  format: RECORD_FORMAT,
  reprise: '0.1.0',
  command: { argv: ['sh', ''], folder: '.', absolute_folder: '/work', stdin: { kind: 'NONE' }, started_at: 1 },
  code: { kind: 'NONE', root: '/work' },
  environment: { system: {} },
  limits: { kept_file: 1, kept_total: 2, untracked_file: 3 },
}

describe('parseRecord', () => {
  it('reads what is there, and takes lists that are missing for empty', () => {
    const record = parseRecord(encodeJson(least))
    expect(record).toMatchObject({ command: { argv: ['sh', ''] }, inputs: [], outputs: [], items: [] })
    expect(record.outcome).toBeUndefined()
  })

  it.each([
    ['{"format":2}', 'The record has format 2; this version reads up to 1.'],
    ['[]', 'The record is not a JSON object.'],
    ['{', 'The record is not a JSON object.'],
    ['{"format":1}', "'reprise'"],
    [JSON.stringify({ ...least, code: { kind: 'GIT' } }), "'code.root'"],
  ])('refuses %s', (text, words) => {
    expect(() => parseRecord(encodeText(text))).toThrow(words)
  })
})
