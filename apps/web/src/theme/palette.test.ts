import { describe, expect, test } from 'vitest'
import css from './tokens.css?raw'
import { contrastOf, deltaE2000, readColour, seenBy, type Rgb } from './testing/colour-vision.ts'

const [, light = ''] = /:root \{(.*?)\n\}/s.exec(css) ?? []
const [, dark = ''] = /:root\[data-theme='dark'\] \{(.*?)\n\}/s.exec(css) ?? []

function tokenOf(block: string, name: string): Rgb {
  return readColour(new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)?.[1] ?? '')
}

/** CIEDE2000 between any two colours of curves, whoever looks at them. */
const LEAST_DIFFERENCE = 14.6
/** What the guidelines ask of graphics (WCAG 2.2, 1.4.11). */
const LEAST_CONTRAST = 3

describe.each([
  ['light', light],
  ['dark', dark],
])('curves in the %s theme', (_, block) => {
  const series = Array.from({ length: 10 }, (__, index) => tokenOf(block, `series-${index}`))

  test.each(['all colours', 'protanopia', 'deuteranopia', 'tritanopia'] as const)('are told apart by who sees with %s', (vision) => {
    const seen = series.map((colour) => seenBy(vision, colour))
    const close = seen.flatMap((one, at) =>
      seen.slice(at + 1).flatMap((other, more) => {
        const difference = deltaE2000(one, other)
        return difference < LEAST_DIFFERENCE ? [`series-${at} and series-${at + 1 + more}: ${difference.toFixed(1)}`] : []
      }),
    )
    expect(close).toEqual([])
  })

  test('stand out from what they are drawn on', () => {
    const surface = tokenOf(block, 'surface')
    expect(series.map((colour) => contrastOf(colour, surface)).filter((contrast) => contrast < LEAST_CONTRAST)).toEqual([])
  })
})

test('differences are those of the published examples', () => {
  // Sharma, Wu and Dalal (2005), pairs 1, 7 and 25, in L*a*b*.
  const lab = (l: number, a: number, b: number) => ({ l, a, b })
  expect(deltaE2000(lab(50, 2.6772, -79.7751), lab(50, 0, -82.7485))).toBeCloseTo(2.0425, 4)
  expect(deltaE2000(lab(50, 0, 0), lab(50, -1, 2))).toBeCloseTo(2.3669, 4)
  expect(deltaE2000(lab(60.2574, -34.0099, 36.2677), lab(60.4626, -34.1751, 39.4387))).toBeCloseTo(1.2644, 4)
})
