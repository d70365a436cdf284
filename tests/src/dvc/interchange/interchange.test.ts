import { appendFile, copyFile, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import {
  createTemporaryFolder,
  ensurePython,
  ensureS3,
  pythonSets,
  requirePart,
  type RunningS3,
  startS3,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DrivenTool, startDvc, startReprise } from '../driven/start-driven.ts'
import type { Files } from '../case.ts'
import { git, makeRepository, takeSnapshot } from '../repository.ts'
import { Builder } from './builder.ts'
import type { ExampleRepository } from './example-repository.ts'
import { repositories } from './repositories.ts'

const found = await ensurePython(pythonSets.dvc)
const dvcPart = requirePart('DVC', found)
const s3Part = requirePart('an S3 server', await ensureS3())

describe.skipIf(dvcPart.missing || s3Part.missing)(
  `repositories made with one tool and used with the other${dvcPart.note}${s3Part.note}`,
  () => {
    let place: TemporaryFolder
    let s3: RunningS3
    let tools: { readonly dvc: DrivenTool; readonly reprise: DrivenTool }
    beforeAll(async () => {
      place = await createTemporaryFolder('interchange')
      s3 = await startS3()
      const [dvc, reprise] = await Promise.all([
        startDvc(found.reason === undefined ? found.python : '', join(place.path, 'home-dvc')),
        startReprise(join(place.path, 'home-reprise')),
      ])
      tools = { dvc, reprise }
    })
    afterAll(async () => {
      await Promise.all([tools.dvc[Symbol.asyncDispose](), tools.reprise[Symbol.asyncDispose](), s3.stop()])
      await place[Symbol.asyncDispose]()
    })

    let attempts = 0
    const cases = repositories.map((example, index) => [example.name, example, index] as const)
    // Each tool does one thing after the other: what waits for its turn shall not count as hanging.
    it.concurrent.each(cases)('%s', { timeout: 1_200_000 }, async (_name, example, index) => {
      const made: Record<string, unknown>[] = []
      const own = join(place.path, String(attempts++))
      for (const [maker, user] of [
        ['dvc', 'reprise'],
        ['reprise', 'dvc'],
      ] as const) {
        const builder = await make(example, { tool: tools[maker], parent: join(own, maker) })
        const bucket = await s3.createBucket()
        await configureRemotes(builder, bucket)
        await builder.commit()
        made.push({
          tree: await builder.git('ls-tree', '-r', 'HEAD'),
          cache: withoutPassing((await takeSnapshot(builder.repository)).cache),
        })
        await expectNothingToDo(builder, tools[user], example)
        if (example.isLocal === true) continue
        // Each way of each repository over one kind of remote, so that both ways over both come together.
        const remote = (index + (maker === 'dvc' ? 0 : 1)) % 2 === 0 ? 'local' : 's3'
        await passOn(builder, { from: tools[maker], to: tools[user], remote, example })
      }
      expect(made[1]).toEqual(made[0])
    })

    async function make(
      example: ExampleRepository,
      { tool, parent }: { readonly tool: DrivenTool; readonly parent: string },
    ): Promise<Builder> {
      await mkdir(parent, { recursive: true })
      const builder = new Builder(tool, await makeRepository(parent, 'root'))
      builder.project = example.project ?? ''
      await mkdir(builder.folder, { recursive: true })
      await builder.run(...(example.init ?? ['init', '--quiet']))
      await example.build(builder)
      return builder
    }

    /** That in the bucket is known to this clone only, so that the repositories of both tools are the same. */
    async function configureRemotes(builder: Builder, bucket: string): Promise<void> {
      await builder.run('remote', 'add', '--default', 'local', relative(builder.folder, builder.repository.remote))
      await builder.run('remote', 'add', '--local', 's3', `s3://${bucket}/some/prefix`)
      const options = { endpointurl: s3.url, access_key_id: s3.accessKeyId, secret_access_key: s3.secretAccessKey, region: s3.region }
      const lines = Object.entries(options).map(([option, value]) => `    ${option} = ${value}\n`)
      await appendFile(join(builder.folder, '.dvc/config.local'), lines.join(''))
    }
  },
)

/** Status clean, `repro` with nothing to do, and nothing changed for git. */
async function expectNothingToDo(
  { folder, repository }: Builder,
  tool: DrivenTool,
  { status, runsAgain }: ExampleRepository,
): Promise<void> {
  const said = await tool.run(folder, ['status', '--json'])
  expect([said.code, JSON.parse(said.stdout)], said.stderr).toEqual([0, status ?? {}])
  const run = await tool.run(folder, ['repro', '--all-pipelines'])
  expect([run.code, run.stdout.includes('Data and pipelines are up to date.')], `${run.stdout}${run.stderr}`).toEqual([
    0,
    runsAgain !== true,
  ])
  expect(await git(repository.folder, 'status', '--porcelain')).toBe('')
}

interface Passing {
  readonly from: DrivenTool
  readonly to: DrivenTool
  readonly remote: 'local' | 's3'
  readonly example: ExampleRepository
}

/** Pushes with one tool, and pulls with the other in a fresh clone. */
async function passOn(builder: Builder, { from, to, remote, example }: Passing): Promise<void> {
  const pushed = await from.run(builder.folder, ['push', '--remote', remote])
  expect(pushed.code, pushed.stderr).toBe(0)
  const folder = join(builder.repository.root, 'clone')
  await git(builder.repository.root, 'clone', '--quiet', builder.repository.folder, folder)
  const clone = new Builder(to, { ...builder.repository, folder })
  clone.project = builder.project
  await copyFile(join(builder.folder, '.dvc/config.local'), join(clone.folder, '.dvc/config.local'))
  const pulled = await to.run(clone.folder, ['pull', '--remote', remote])
  expect(pulled.code, `${pulled.stdout}${pulled.stderr}`).toBe(0)
  const whole = await readFiles(builder.repository.folder)
  for (const path of example.lacking ?? []) whole.delete(path)
  expect(await readFiles(folder)).toEqual(whole)
  if (example.lacking === undefined) await expectNothingToDo(clone, to, example)
  const cloud = await from.run(clone.folder, ['status', '--cloud', '--remote', remote, '--json'])
  expect([cloud.code, cloud.stdout.trim()], cloud.stderr).toEqual([0, '{}'])
}

/** What is in all files of a work tree, whether links or not, and whether they can be run. */
async function readFiles(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name))
    if (/^\.git\/|(^|\/)\.dvc\/(cache|tmp)\//.test(path) || !(entry.isFile() || (await isFileLink(join(folder, path))))) continue
    const { mode } = await stat(join(folder, path))
    found.set(path, `${(mode & 0o100) === 0 ? '' : 'x '}${await readFile(join(folder, path), 'latin1')}`)
  }
  return found
}

async function isFileLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink() && (await stat(path)).isFile()
}

/** Without what DVC leaves of looking at folders, in the form of older versions, and its own notes. */
function withoutPassing(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !/^[0-9a-f]{2}\/.*\.dir$|^fs\//.test(path)))
}
