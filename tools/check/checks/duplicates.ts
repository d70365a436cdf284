import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from '../check.ts'
import { runNodeProgram } from '../program.ts'
import { root } from '../repository.ts'

const folders = ['packages', 'apps', 'examples', 'integrations', 'tools/check', 'tests/src', 'benchmarks/src']

export const duplicates: Check = {
  name: 'duplicates',
  about: 'code is not copied (.jscpd.json)',
  async run() {
    const existing = folders.filter((folder) => existsSync(join(root, folder)))
    const { code, output } = await runNodeProgram('node_modules/jscpd/bin/jscpd', ['--config', '.jscpd.json', ...existing])
    return { passed: code === 0, output }
  },
}
