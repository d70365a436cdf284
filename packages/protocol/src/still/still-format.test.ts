import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { encodeText } from '../wire/encode-json.ts'
import { unpackPoints } from './packed-series.ts'
import { parseStill, still } from './still.ts'

const page = readFileSync(new URL('../../../../docs/formats/still.md', import.meta.url), 'utf8')
const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? ''

test('the page of the format has every field of a still', () => {
  const described = new Set([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name))
  expect(described).toEqual(new Set(Object.keys(still.fields)))
})

test('the example on the page is read', () => {
  const { runs, series, files, axes } = parseStill(encodeText(example))
  expect(runs[0]?.data?.params).toEqual([{ key: 'lr', value: '0.1' }])
  const time = [1795309000000, 1795309001000, 1795309002000]
  expect(series[0]?.points && unpackPoints(series[0].points, axes)).toEqual({
    step: [0, 1, 2],
    time,
    value: Float64Array.of(1, Number.NaN, 0.25),
  })
  expect(files[1]?.text).toBeUndefined()
})

test('another format is refused, and so is what is none', () => {
  expect(() => parseStill(encodeText('{"format": 3}'))).toThrow('The still has format 3; this version reads format 2.')
  expect(() => parseStill(encodeText('[]'))).toThrow('not a JSON object')
})
