import { arch, platform, release } from 'node:os'
import { findRoot } from '@reprise/pipelines/project'
import type { Voice } from '../../project/index.ts'
import { productVersion } from '../../version.ts'

export async function printVersion({ isJson, print, printJson }: Voice): Promise<void> {
  const { root } = findRoot(process.cwd())
  const facts = { version: productVersion, node: process.versions.node, system: `${platform()} ${release()} ${arch()}`, root: root ?? null }
  if (isJson) return printJson(facts)
  print(`Reprise version: ${facts.version}\n${'-'.repeat(16 + facts.version.length + 1)}\n`)
  print(`Platform: Node.js ${facts.node} on ${facts.system}\nRepository: ${root ?? 'none here'}\n`)
}
