import type { Check } from '../check.ts'
import { runNodeProgram } from '../program.ts'

export const lint: Check = {
  name: 'lint',
  about: 'oxlint, with types, finds nothing (.oxlintrc.json)',
  async run() {
    const { code, output } = await runNodeProgram('node_modules/oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '--quiet'])
    return { passed: code === 0, output }
  },
}
