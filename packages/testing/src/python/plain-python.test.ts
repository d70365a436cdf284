import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findPlainPython } from './plain-python.ts'

const program = `import json, sys
from importlib.metadata import distributions
print(json.dumps([list(sys.version_info)[:3], sys.prefix == sys.base_prefix, sorted({found.metadata["Name"] for found in distributions()})]))`
const ask = (python: string) => JSON.parse(execFileSync(python, ['-c', program], { encoding: 'utf8' })) as [number[], boolean, string[]]

it('is the same version as python3, no virtual environment, and has nothing but pip, where that one has much', () => {
  const folder = findPlainPython()
  if (folder === undefined) return
  const [version, isBase, packages] = ask(join(folder, 'python3'))
  expect(isBase).toBe(true)
  expect(packages).toEqual(['pip'])
  expect(version).toEqual(ask('python3')[0])
  expect(findPlainPython()).toBe(folder)
})
