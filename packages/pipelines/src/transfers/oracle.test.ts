import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  createTemporaryFolder,
  ensureS3,
  requirePart,
  type RunningRepriseServer,
  type RunningS3,
  startRepriseServer,
  startS3,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRemote, toServerRemote } from '../remotes/index.ts'
import { findDvc } from '../testing/dvc.ts'
import { startFileServer } from '../testing/file-server.ts'
import { describeInTurnWithDvc, type InTurn, makeDvcProject } from '../testing/in-turn-with-dvc.ts'
import { readFiles } from '../testing/project-folder.ts'
import { collectRemoteGarbage, fetchRunCache, objectKey, pushData, pushRunCache } from './index.ts'

const temporary = await createTemporaryFolder('transfers-oracle')
const dvc = await findDvc(temporary.path)
const s3Part = requirePart('an S3 server', await ensureS3())
afterAll(() => temporary.remove())
const TIMEOUT = 300_000

const inTurn = (name: string, nextRemote: InTurn['nextRemote']): void =>
  describeInTurnWithDvc({ dvc, folder: join(temporary.path, name), nextRemote })

describe.skipIf(dvc.part.missing)(`in turn with DVC${dvc.part.note}`, () => {
  describe('over a folder', () => {
    let count = 0
    inTurn('folder', () => ({ url: join(temporary.path, 'remotes', String(count++)) }))

    test('the run cache and what is collected are the same', { timeout: TIMEOUT }, async () => {
      const url = join(temporary.path, 'remotes', 'runs')
      const root = join(temporary.path, 'runs')
      const { project, wanted } = await makeDvcProject(dvc, root, { url })
      const theirs = `${url}-theirs`
      expect(await dvc.run(root, 'stage', 'add', '--run', '-q', '-n', 's', '-d', 'f.bin', '-o', 'out', 'cp f.bin out')).toMatchObject({
        code: 0,
      })
      const remote = await openRemote('r', new Map([['r', new Map([['url', url]])]]))
      await pushData(project.cache, remote, { wanted })
      expect(await pushRunCache(project.cache, remote)).toBe(1)
      expect(await dvc.run(root, 'remote', 'add', '-q', 't', theirs)).toMatchObject({ code: 0 })
      expect(await dvc.run(root, 'push', '-q', '--run-cache', '-r', 't')).toMatchObject({ code: 0 })
      const filesOf = (folder: string) => Object.keys(readFiles(folder)).filter((path) => !path.endsWith('/'))
      expect(filesOf(url)).toEqual(filesOf(theirs))
      rmSync(join(root, '.dvc/cache/runs'), { recursive: true })
      expect(await fetchRunCache(project.cache, remote)).toBe(1)
      rmSync(join(root, 'd.dvc'))
      expect(await dvc.run(root, 'gc', '-w', '-c', '-f', '-q', '-r', 't')).toMatchObject({ code: 0 })
      const used = new Set(wanted.slice(1).map(objectKey))
      await collectRemoteGarbage(remote, { used })
      expect(filesOf(url)).toEqual(filesOf(theirs))
      await project[Symbol.asyncDispose]()
    })
  })

  describe.skipIf(s3Part.missing)(`over S3${s3Part.note}`, () => {
    let s3: RunningS3
    beforeAll(async () => void (s3 = await startS3()))
    afterAll(() => s3.stop())
    inTurn('s3', async () => ({
      url: `s3://${await s3.createBucket()}/some/place`,
      endpointurl: s3.url,
      access_key_id: s3.accessKeyId,
      secret_access_key: s3.secretAccessKey,
    }))
  })

  describe('over HTTP', () => {
    const servers: AsyncDisposable[] = []
    afterAll(async () => {
      for (const server of servers) await server[Symbol.asyncDispose]()
    })
    inTurn('http', async () => {
      const server = await startFileServer(join(temporary.path, 'http', String(servers.length)))
      servers.push(server)
      return { url: `${server.url}/data` }
    })
  })

  describe('over our own server', () => {
    let server: RunningRepriseServer
    let count = 0
    beforeAll(async () => {
      const folder = join(temporary.path, 'server')
      mkdirSync(dirname(join(folder, 'x')), { recursive: true })
      server = await startRepriseServer({ store: join(folder, 'runs.db'), artifacts: join(folder, 'artifacts') })
    })
    afterAll(() => server.stop())
    inTurn('server', () => ({ ...toServerRemote(`${server.url.replace('http', 'reprise')}/data-${count++}`) }))
  })
})
