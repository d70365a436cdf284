import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Field, FieldType, MessageType } from '../schema/field.ts'
import { encodeText } from '../wire/encode-json.ts'
import { parseRecord, runRecord } from './run-record.ts'

const page = readFileSync(new URL('../../../../docs/formats/record.md', import.meta.url), 'utf8')

/** Every message of the record, the outer ones first. */
function listMessages(type: FieldType, found = new Map<string, MessageType>()): Map<string, MessageType> {
  if (typeof type !== 'object' || type.kind !== 'message' || found.has(type.name)) return found
  found.set(type.name, type)
  for (const { type: inner } of Object.values(type.fields)) listMessages(inner, found)
  return found
}

function printType({ type, presence }: Field): string {
  const name = typeof type === 'string' ? type : type.kind === 'message' ? type.name : Object.keys(type.values).join(', ')
  return presence === 'repeated' ? `list of ${name}` : presence === 'optional' ? `${name}, or absent` : name
}

function printTable({ fields }: MessageType): string {
  const rows = Object.entries(fields).map(([name, field]) => `| \`${name}\` | ${printType(field)} | ${field.doc} |`)
  return ['| field | type | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

it.each([...listMessages(runRecord).values()].map((type) => [type.name, type] as const))(
  'docs/formats/record.md says what %s has',
  (name, type) => {
    expect(page).toContain(`\n### ${name}\n\n${printTable(type)}\n`)
  },
)

it('reads the example of its page', () => {
  const example = /```json\n([^`]+)```/.exec(page)?.[1] ?? ''
  expect(parseRecord(encodeText(example))).toMatchObject({
    format: 1,
    code: { kind: 'GIT' },
    environment: { interpreters: [{ language: 'python' }] },
  })
})
