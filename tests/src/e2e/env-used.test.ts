// Which dependencies a run really used, and in which container it ran: what a machine has tells neither.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createTemporaryFolder,
  ensurePython,
  pythonSets,
  requirePart,
  type RunningRepriseServer,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reprise } from './reprise.ts'
import { record, type Recorded } from './running/run-command.ts'

const science = await ensurePython(pythonSets.science)
const python = requirePart('Python with numpy', science)
const means = [
  ['unshare', '--mount'],
  ['unshare', '--map-root-user', '--mount'],
  ['sudo', '-n', '-E', 'unshare', '--mount'],
] as const
const found = means.find(([command, ...words]) => spawnSync(command, [...words, 'mount', '-t', 'tmpfs', 'none', '/run']).status === 0)
const mounts = requirePart('mounts of its own', found === undefined ? { reason: 'unshare --mount is refused' } : {})

let folder: TemporaryFolder
let server: RunningRepriseServer
beforeAll(async () => {
  folder = await createTemporaryFolder('used')
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
})
afterAll(async () => {
  await server.stop()
  await folder.remove()
})

/** Runs a program that is written into a folder of its own. */
function runProgram(name: string, text: string, argv: readonly string[]): Promise<Recorded> {
  const cwd = join(folder.path, name)
  mkdirSync(cwd, { recursive: true })
  writeFileSync(join(cwd, name), text)
  return record([...argv, name], { url: server.url, cwd })
}

function uses({ record: { environment } }: Recorded): Record<string, boolean | undefined> {
  return Object.fromEntries(environment.packages.map(({ name, is_used: isUsed }) => [name, isUsed]))
}

describe.skipIf(python.missing)(`a Python program${python.note}`, () => {
  it('used what it imported and what that imported, and loaded libraries', async () => {
    if (science.reason !== undefined) throw new Error(science.reason)
    const run = await runProgram('uses.py', 'import numpy, time\nprint(numpy.arange(3).sum())\ntime.sleep(1)\n', [science.python])
    expect(uses(run)).toMatchObject({ numpy: true, 'scikit-learn': false, onnxruntime: false })
    const { libraries = [] } = run.record.environment.system as { libraries?: string[] }
    expect(libraries.filter((file) => /numpy/.test(file))).not.toEqual([])
    const learns = await runProgram('learns.py', 'import sklearn.linear_model\n', [science.python])
    expect(uses(learns)).toMatchObject({ numpy: true, 'scikit-learn': true, scipy: true, onnxruntime: false })
  })
})

describe('a Node.js program', () => {
  it('used what it imported', async () => {
    const modules = join(folder.path, 'uses.mjs/node_modules')
    const names = ['used', 'not-used', '@scope/inner']
    for (const name of names) {
      mkdirSync(join(modules, name), { recursive: true })
      writeFileSync(join(modules, name, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
      writeFileSync(join(modules, name, 'index.js'), name === 'used' ? 'module.exports = require("@scope/inner")' : 'module.exports = 7')
    }
    const packages = Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: '1.0.0', integrity: 'sha512-x' }]))
    writeFileSync(join(modules, '.package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
    writeFileSync(join(modules, '../package.json'), '{}')
    const run = await runProgram('uses.mjs', "import seven from 'used'\nconsole.log(seven)\n", [process.execPath])
    expect(uses(run)).toEqual({ used: true, '@scope/inner': true, 'not-used': false })
  })
})

describe.skipIf(mounts.missing)(`in a container${mounts.note}`, () => {
  it('says the kind, the id and the image that Podman tells', async () => {
    const id = '6f1c0e8a'.repeat(8)
    const text = `engine="podman-4.9.3"\\nid="${id}"\\nimage="docker.io/library/python:3.12-slim"\\n`
    const script = `mount -t tmpfs none /run && printf '${text}' > /run/.containerenv && exec "$@"`
    const within = [...(found ?? []), 'sh', '-c', script, 'sh']
    const { stdout } = await reprise(['env', '--json'], { cwd: folder.path, within })
    expect(JSON.parse(stdout)).toMatchObject({
      system_info: { container: { kind: 'podman', id, image: 'docker.io/library/python:3.12-slim' } },
      items: expect.arrayContaining([{ name: 'container.image', status: 'CAPTURED' }]),
    })
  })
})
