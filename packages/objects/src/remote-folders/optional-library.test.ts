import { expect, test } from 'vitest'
import { importOptional } from './optional-library.ts'

test('names a library that is missing, and the command that installs it; other errors stay as they are', async () => {
  const name = '@reprise/not-there'
  await expect(importOptional(name, () => import(name))).rejects.toMatchObject({
    code: 'NOT_IMPLEMENTED',
    message: expect.stringContaining(name),
    hint: expect.stringContaining(`npm install ${name}`),
  })
  const broken = new Error('inside')
  await expect(importOptional('x', () => Promise.reject(broken))).rejects.toBe(broken)
  expect(await importOptional('node:path', () => import('node:path'))).toHaveProperty('join')
})
