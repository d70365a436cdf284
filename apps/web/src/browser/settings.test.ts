import { expect, test } from 'vitest'
import { parseSettings } from './settings.ts'

const defaults = parseSettings(undefined)

test('what was kept is read again', () => {
  const kept = { density: 'compact', zone: 'utc', digits: 4, firstColumns: 'best', directions: { reward: 'max' } }
  expect(parseSettings(JSON.stringify(kept))).toEqual(kept)
})

test.each(['', '[]', 'null', '{"density":"huge","digits":99,"zone":1,"directions":[1]}', '{"directions":{"a":"up"}}'])(
  'what makes no sense is left out: %s',
  (text) => {
    expect(parseSettings(text)).toEqual(defaults)
  },
)
