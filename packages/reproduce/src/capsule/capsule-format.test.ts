import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { capsuleRun, manifest, point } from './format.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'formats', 'capsule.md'), 'utf8')
const types = [manifest, manifest.fields.members.type, capsuleRun, capsuleRun.fields.series.type, point]

it.each(types.map((type) => [type.name, type] as const))('docs/formats/capsule.md says what %s has', (name, { fields }) => {
  const rows = Object.entries(fields).map(([field, { type, presence, doc }]) => {
    const kind = typeof type === 'string' ? type : type.name
    return `| \`${field}\` | ${presence === 'repeated' ? `list of ${kind}` : presence === 'optional' ? `${kind}, or absent` : kind} | ${doc} |`
  })
  expect(page).toContain(`\n### ${name}\n\n| field | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`)
})
