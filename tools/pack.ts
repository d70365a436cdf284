// `node tools/pack.ts FOLDER`: builds, and writes the tarball of every public package to FOLDER, as `npm publish` would send it.
// A workspace depends on the others as `*`; the tarball names the version instead, and leaves out what only this repository uses.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { listWorkspaces, root, type Manifest, type Workspace } from './check/repository.ts'

interface PublishedManifest extends Manifest {
  version: string
  files?: string[]
  exports?: Record<string, Record<string, string>>
  scripts?: unknown
}

/** Tests, what only they use, and the compiler's notes. */
const staysBehind = /\.test\.(?:js|d\.ts)(?:\.map)?$|\.tsbuildinfo$|\/dist\/(?:.*\/)?(?:testing|contract)$/

const [folder] = process.argv.slice(2)
if (folder === undefined) fail('usage: node tools/pack.ts FOLDER')
run(process.execPath, ['--conditions=@reprise/source', join(root, 'tools/build.ts')], root)
const all = listWorkspaces()
mkdirSync(folder, { recursive: true })
for (const workspace of all.filter(({ manifest }) => manifest.private !== true)) pack(workspace, resolve(folder))

function pack({ folder: from, manifest }: Workspace, to: string): void {
  const stage = mkdtempSync(join(tmpdir(), 'reprise-pack-'))
  try {
    const published = toPublishedManifest(manifest as PublishedManifest)
    for (const file of [...(published.files ?? []), 'README.md']) copy(join(root, from, file), join(stage, file))
    copy(join(root, 'LICENSE'), join(stage, 'LICENSE'))
    writeFileSync(join(stage, 'package.json'), JSON.stringify(published, null, 2))
    run('npm', ['pack', '--silent', '--pack-destination', to], stage)
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

function toPublishedManifest(manifest: PublishedManifest): PublishedManifest {
  const { devDependencies: _development, scripts: _scripts, ...rest } = manifest
  const published: PublishedManifest = { ...rest, exports: withoutSource(manifest.exports ?? {}) }
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies'] as const) {
    const dependencies = manifest[kind]
    if (dependencies !== undefined) published[kind] = Object.fromEntries(Object.entries(dependencies).map(toPublishedDependency))
  }
  return published
}

function toPublishedDependency([name, range]: [string, string]): [string, string] {
  const workspace = all.find((candidate) => candidate.manifest.name === name)
  return [name, workspace === undefined ? range : (workspace.manifest as PublishedManifest).version]
}

function withoutSource(exports: Record<string, Record<string, string>>): Record<string, Record<string, string>> {
  const entries = Object.entries(exports).map(([name, conditions]) => {
    if (typeof conditions === 'string') return [name, conditions]
    const { '@reprise/source': _source, ...rest } = conditions
    return [name, rest]
  })
  // An entry that only the source has is for the repository's own tests.
  const published = entries.filter(([, conditions]) => typeof conditions === 'string' || Object.keys(conditions ?? {}).length > 0)
  return Object.fromEntries(published) as Record<string, Record<string, string>>
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) return
  cpSync(from, to, { recursive: true, filter: (file) => !staysBehind.test(file) })
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(program, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' })
  if (error !== undefined) throw error
  if (status !== 0) fail(`${program} ${args.join(' ')} ended with exit code ${status ?? 'none'}`)
}

function fail(message: string): never {
  process.stderr.write(`pack: ${message}\n`)
  process.exit(1)
}
