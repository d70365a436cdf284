import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTemporaryFolder } from '@reprise/testing'
import { expect, test } from 'vitest'
import { openArtifactStore } from './open-artifact-store.ts'

test('a folder is opened without loading the SDK of S3, which takes longer than all the rest', async () => {
  await using folder = await createTemporaryFolder('objects')
  const program = `
    import { createRequire } from 'node:module'
    import { openArtifactStore } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))}
    await openArtifactStore(process.argv[1])
    const loaded = () => Object.keys(createRequire(process.cwd() + '/x').cache).filter((path) => path.includes('@aws-sdk')).length > 0
    const before = loaded()
    await openArtifactStore('s3://bucket?endpoint=http://127.0.0.1:9').catch(() => undefined)
    console.log(JSON.stringify([before, loaded()]))`
  const args = ['--conditions=@reprise/source', '--input-type=module', '-e', program, folder.path]
  const environment = { ...process.env, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: environment })
  expect(JSON.parse(stdout)).toEqual([false, true])
})

test('a place of another kind is refused by name', async () => {
  await expect(openArtifactStore('ftp://host/path')).rejects.toThrow("'ftp:' is not supported")
})
