import type { Check } from '../check.ts'
import { runNodeProgram } from '../program.ts'

export const formatting: Check = {
  name: 'formatting',
  about: 'every file is formatted (mend with `npm run format`)',
  async run() {
    const { code, output } = await runNodeProgram('node_modules/oxfmt/bin/oxfmt', ['--check'])
    return { passed: code === 0, output }
  },
}
