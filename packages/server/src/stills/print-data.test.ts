import { expect, test } from 'vitest'
import { printData } from './print-data.ts'
import { printTitle } from './still-template.ts'

test('nothing in the data ends the element it stands in', () => {
  const hostile = { name: '</script><script>alert(1)</script><!--', 'a"\u2028\u2029👾': ['<', Number.NaN, 9007199254740993n] }
  const text = printData(hostile)
  expect(text).not.toMatch(/[<\u2028\u2029]/)
  expect(JSON.parse(text)).toMatchObject({ name: hostile.name, 'a"\u2028\u2029👾': ['<', 'NaN', expect.any(Number)] })
  expect(text).toContain('9007199254740993')
})

test('a title is text', () => {
  expect(printTitle('</title><b a="1">&\'')).toBe('&#60;/title&#62;&#60;b a=&#34;1&#34;&#62;&#38;&#39;')
})
