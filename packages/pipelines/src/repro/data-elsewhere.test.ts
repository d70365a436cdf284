import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, ensureS3, requirePart, startS3 } from '@reprise/testing'
import { describe, expect, test } from 'vitest'
import { openRemote } from '../remotes/index.ts'
import { DataView, findReasons, reasonLines } from '../status/index.ts'
import { openPipeline, readStages, runPipeline } from '../testing/pipeline-folder.ts'

const part = requirePart('an S3 server', await ensureS3())

describe.skipIf(part.missing)(`stages that depend on data elsewhere${part.note}`, () => {
  test('run when these change, and not otherwise', async () => {
    await using place = await createTemporaryFolder('elsewhere')
    await using s3 = await startS3()
    const settings = {
      url: `s3://${await s3.createBucket()}/raw`,
      endpointurl: s3.url,
      access_key_id: s3.accessKeyId,
      secret_access_key: s3.secretAccessKey,
    }
    await using repository = await openPipeline(place.path, {
      '.dvc/config': `[core]\n    no_scm = True\n['remote "r"']\n${Object.entries(settings)
        .map(([name, value]) => `    ${name} = ${value}\n`)
        .join('')}`,
      'dvc.yaml': 'stages:\n  a:\n    cmd: touch out\n    deps: [remote://r/file, remote://r/folder]\n    outs: [out]\n',
    })
    await using store = await openRemote('r', new Map([['r', new Map(Object.entries(settings))]]))
    const put = async (path: string, text: string): Promise<void> => {
      const file = join(place.path, 'content')
      writeFileSync(file, text)
      await store.put(path, { file, size: text.length })
    }
    const reasons = async (): Promise<readonly string[]> => {
      const [stage] = await readStages(repository).all()
      return stage === undefined ? [] : reasonLines(await findReasons(new DataView(repository), stage, { show: (path) => path }))
    }
    await put('file', 'one')
    expect((await runPipeline(repository)).at(-1)).toContain("dependency 'remote://r/folder' does not exist")
    await put('folder/a', 'a')
    await put('folder/b/c', 'c')
    expect(await runPipeline(repository)).toEqual(['command touch out', 'ran a'])
    expect([await runPipeline(repository), await reasons()]).toEqual([['unchanged a'], []])
    await put('folder/b/c', 'other')
    expect(await reasons()).toEqual([expect.stringContaining('remote://r/folder is modified')])
    expect(await runPipeline(repository)).toEqual(['command touch out', 'ran a'])
    await store.remove?.(['file'])
    expect(await reasons()).toEqual([expect.stringContaining('remote://r/file is deleted')])
  })
})
