import { expect, test } from 'vitest'
import { rooms, type Room } from './boundaries/table.ts'
import { readText } from './repository.ts'

const page = readText('ARCHITECTURE.md')

test('ARCHITECTURE.md shows the boundary table', () => {
  const shown = page.split('\n').filter((line) => rooms.some(({ folder }) => line.startsWith(`| \`${folder}\` |`)))
  expect(shown).toEqual(rooms.map(toRow))
})

function toRow({ folder, imports, why }: Room): string {
  const list = imports === 'any' ? 'any' : imports.map((room) => `\`${room}\``).join(', ') || 'nothing'
  return `| \`${folder}\` | ${list} | ${why} |`
}
