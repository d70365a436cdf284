import { readFileSync } from 'node:fs'
import { operations, type Operation } from '@reprise/protocol'
import { expect, it } from 'vitest'

const page = readFileSync(new URL('../../../../docs/reference/interface.md', import.meta.url), 'utf8')

it('docs/reference/interface.md has the operations of the server', () => {
  const described = new Set([...page.matchAll(/^\| `(\w+)` \| `(\w+ \S+)` \|/gm)].map(([, name, request]) => `${name} ${request}`))
  const ours = Object.entries(operations as Readonly<Record<string, Operation>>).filter(
    ([, { family, path }]) => family === 'reprise' && /^\/(?:views|shares|values|runs\/move)\b/.test(path),
  )
  expect(described).toEqual(new Set(ours.map(([name, { methods, path }]) => `${name} ${methods[0]} ${path}`)))
})
