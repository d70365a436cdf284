import { describe, expect, it } from 'vitest'
import { mixRamp } from './ramp.ts'

describe('the ramp', () => {
  it('is its stops, mixed between them', () => {
    const stops = ['#000000', '#ff0000', '#ffffff']
    expect([0, 0.25, 0.5, 2].map((at) => mixRamp(stops, at))).toEqual(['rgb(0 0 0)', 'rgb(128 0 0)', 'rgb(255 0 0)', 'rgb(255 255 255)'])
  })
})
