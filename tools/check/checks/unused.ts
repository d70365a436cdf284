import type { Check } from '../check.ts'
import { runNodeProgram } from '../program.ts'

export const unused: Check = {
  name: 'unused',
  about: 'no unused file, export or dependency, and none missing (knip.json)',
  async run() {
    const { code, output } = await runNodeProgram('node_modules/knip/bin/knip.js', ['--no-progress'])
    return { passed: code === 0, output }
  },
}
