import { expect, it, test } from 'vitest'
import { tones } from './badge.ts'
import { addVerdict, describeExperiment, describeRun, noVerdicts } from './describe-verdicts.ts'
import { printBadge } from './print-badge.ts'

const verdict = (name: string) => ({ verdict: name, kind: 'identical', reproduction: undefined })

test.each([
  ['BIT_IDENTICAL', 'reproduced', 'good'],
  ['WITHIN_TOLERANCE', 'within tolerance', 'near'],
  ['DIVERGED', 'diverged', 'bad'],
  ['CANNOT', 'cannot', 'lacking'],
  ['constructor', 'not tried', 'none'],
])('a run with the verdict %s is shown as %s', (name, message, tone) => {
  expect(describeRun(verdict(name))).toMatchObject({ message, tone })
})

it('shows a run that was never reproduced as not tried', () =>
  expect(describeRun(undefined)).toMatchObject({ message: 'not tried', tone: 'none' }))

it('counts the runs of an experiment that were reproduced, and shows the worst there is', () => {
  const count = (...names: string[]) =>
    describeExperiment(names.map((name) => (name === '' ? undefined : verdict(name))).reduce(addVerdict, noVerdicts))
  expect(count()).toMatchObject({ message: 'not tried', tone: 'none' })
  expect(count('', '')).toMatchObject({ message: 'not tried', tone: 'none' })
  expect(count('BIT_IDENTICAL', 'WITHIN_TOLERANCE')).toMatchObject({ message: '2 of 2', tone: 'good' })
  expect(count('BIT_IDENTICAL', '')).toMatchObject({ message: '1 of 2', tone: 'near' })
  expect(count('BIT_IDENTICAL', 'CANNOT')).toMatchObject({ message: '1 of 2', tone: 'lacking' })
  expect(count('BIT_IDENTICAL', 'CANNOT', 'DIVERGED', '')).toMatchObject({
    tone: 'bad',
    title: 'reproduced: 1 of 4; 1 diverged, 1 cannot, 1 not tried',
  })
})

it('lets no text become markup, and writes only what XML has', () => {
  const hostile = '<script>"&\u0000\u001b\ud800'
  const svg = printBadge({ label: hostile, message: 'x'.repeat(9_999), tone: 'bad', title: hostile })
  expect(svg).not.toContain('<script')
  expect(svg).toContain('&lt;script&gt;&quot;&amp;\ufffd\ufffd\ufffd')
  expect(svg).not.toContain('x'.repeat(41))
})

it('needs nothing from elsewhere', () => {
  const svg = printBadge(describeRun(verdict('DIVERGED')))
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|<script|<image|@import/)
  expect(svg).toMatch(/^<svg [\s\S]*<title>reproduction: diverged \(identical\)<\/title>[\s\S]*<\/svg>\n$/)
})

test.each(Object.entries(tones))('letters are read on %s, which is seen on light pages and dark ones', (_name, colour) => {
  expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(4.5)
  expect(contrast(colour, '#0d1117')).toBeGreaterThanOrEqual(3)
})

/** As WCAG 2 has it. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
