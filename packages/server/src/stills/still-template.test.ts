import { expect, test } from 'vitest'
import { printTitle } from './still-template.ts'

test('a title is text', () => {
  expect(printTitle('</title><b a="1">&\'')).toBe('&#60;/title&#62;&#60;b a=&#34;1&#34;&#62;&#38;&#39;')
})
