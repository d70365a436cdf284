import type { Check } from '../check.ts'
import { runNodeProgram } from '../program.ts'

const compiler = 'node_modules/@typescript/native/bin/tsc'

/**
 * All projects, in the order of their references. This writes `dist`: TypeScript cannot check a project against one that emits nothing,
 * and tests that use the compiled packages, several at once, then find nothing left to compile.
 */
export const types: Check = {
  name: 'types',
  about: 'TypeScript finds no error in any project',
  async run() {
    const projects = await runNodeProgram(compiler, ['-b', '--pretty', 'false'])
    const tools = await runNodeProgram(compiler, ['-p', 'tools', '--pretty', 'false'])
    return { passed: projects.code === 0 && tools.code === 0, output: projects.output + tools.output }
  },
}
