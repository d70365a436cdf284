import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findUsedPackages } from './find-used-packages.ts'

it('knows packages by the files that were installed, whatever their modules are called', async () => {
  const site = join(mkdtempSync(join(tmpdir(), 'reprise-site-')), 'lib/python3.11/site-packages')
  const records: Readonly<Record<string, string>> = {
    'PyYAML-6.0.dist-info': 'yaml/__init__.py,sha256=x,1\nPyYAML-6.0.dist-info/RECORD,,\n',
    'google_auth-2.0.dist-info': 'google/auth/__init__.py,sha256=x,1\n',
    'protobuf-4.0.dist-info': 'google/protobuf/__init__.py,sha256=x,1\n',
    'unused-1.0.dist-info': '"odd, name.py",sha256=x,1\n',
  }
  for (const [name, record] of Object.entries(records)) {
    mkdirSync(join(site, name), { recursive: true })
    writeFileSync(join(site, name, 'RECORD'), record)
  }
  const used = await findUsedPackages([
    `${site}/yaml/__pycache__/__init__.cpython-311.pyc`,
    `${site}/google/protobuf/__init__.py`,
    '/home/me/lab/node_modules/@scope/tool/index.js',
    '/home/me/lab/node_modules/outer/node_modules/inner.js/main.cjs',
  ])
  rmSync(site, { recursive: true })
  expect([...(used.get('python') ?? [])].toSorted()).toEqual(['protobuf', 'pyyaml'])
  expect([...(used.get('node') ?? [])].toSorted()).toEqual(['@scope/tool', 'inner-js'])
})

it('says nothing of languages that were not seen', async () => {
  expect([...(await findUsedPackages(['/home/me/lab/train.py'])).keys()]).toEqual(['python'])
  expect([...(await findUsedPackages([])).keys()]).toEqual([])
})
