import { expect, test } from 'vitest'
import { urlForLogs } from './url-for-logs.ts'

test('says of a link to what is shared only that it is one', () => {
  expect(urlForLogs('/s/K0_5oYrA?x=1')).toBe('/s/…?x=1')
  expect(urlForLogs('/prefix/s/K0_5oYrA')).toBe('/prefix/s/…')
  expect(urlForLogs('/api/reprise/1/shares/get?token=K0_5oYrA&x=1')).toBe('/api/reprise/1/shares/get?token=…&x=1')
})

test('leaves other addresses as they are', () => {
  for (const url of ['/', '/e/1?filter=s/t', '/api/reprise/1/runs/search?page_token=abc', '/runs/x']) expect(urlForLogs(url)).toBe(url)
})
