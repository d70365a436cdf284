import { describe, expect, it } from 'vitest'
import { toTrackingConfig } from './tracking-config.ts'

describe('toTrackingConfig', () => {
  it('takes the names of files and those of programs', () => {
    const config = {
      trackingUri: 'http://server',
      experimentName: 'tickets',
      artifactLocation: 's3://bucket/x',
      registryUri: 'http://registry',
    }
    const file = {
      tracking_uri: 'http://server',
      experiment_name: 'tickets',
      artifact_location: 's3://bucket/x',
      registry_uri: 'http://registry',
    }
    expect(toTrackingConfig(file)).toEqual(config)
    expect(toTrackingConfig(config)).toEqual(config)
    expect(toTrackingConfig({ tracking_uri: 'http://server', artifact_location: null })).toEqual({ trackingUri: 'http://server' })
  })

  it('says what it does not understand', () => {
    expect(() => toTrackingConfig({ tracking_url: 'x' })).toThrow("has 'tracking_url': it may have tracking_uri, experiment_name")
    expect(() => toTrackingConfig({ tracking_uri: 5000 })).toThrow("'tracking_uri' of the tracking configuration is no text")
    expect(() => toTrackingConfig(['http://server'])).toThrow('no table')
  })
})
