import { describe, expect, it } from 'vitest'
import { assertRuntime, loadCapture } from './capture-package.ts'

describe('the package that captures', () => {
  it('is named where it is not installed, with the command that installs it', async () => {
    await expect(loadCapture('@reprise/not-installed')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: expect.stringContaining('Capturing needs the package @reprise/not-installed'),
      hint: 'Install it with `npm install @reprise/not-installed`.',
    })
  })

  it.each([{ node: '20.19.0' }, { node: '24.11.1' }])('is not loaded on %j', (versions) => {
    expect(() => assertRuntime(versions)).toThrow(`Capturing needs Node.js 24.12 or newer; this is ${versions.node}.`)
  })

  it.each([{ node: '24.12.0' }, { node: '26.0.0' }, { node: '22.0.0', bun: '1.3.0' }, { node: '20.0.0', deno: '2.5.0' }])(
    'is loaded on %j',
    (versions) => expect(() => assertRuntime(versions)).not.toThrow(),
  )
})
