import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheet = readFileSync(new URL('../../../apps/web/src/theme/tokens.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = sheet.split(":root[data-theme='dark']")

describe.each([
  ['light', light],
  ['dark', dark],
])('colours of values in the %s theme', (_, theme) => {
  const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(theme)?.[1] ?? ''

  it('grow lighter from little to much, and stand out from the surface everywhere', () => {
    const stops = Array.from({ length: 7 }, (_stop, at) => token(`ramp-${at}`))
    expect(new Set(stops).size).toBe(7)
    const luminances = stops.map(luminanceOf)
    for (const [at, luminance] of luminances.entries()) expect(luminance).toBeGreaterThanOrEqual(luminances[at - 1] ?? 0)
    for (const stop of stops) expect(contrastOf(stop, token('surface'))).toBeGreaterThan(3)
  })

  it('leave text readable on cells, however far they are filled', () => {
    for (const name of ['heat', 'heat-other', 'surface']) expect(contrastOf(token(name), token('text')), name).toBeGreaterThan(4.5)
  })
})

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}
