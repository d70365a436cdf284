import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { interfaceRooms, pages, storeys, type Storey } from './boundaries/interface.ts'
import { rooms, type Room } from './boundaries/table.ts'
import { readText, root } from './repository.ts'

const page = readText('ARCHITECTURE.md')

test('ARCHITECTURE.md shows the boundary table', () => {
  const shown = page.split('\n').filter((line) => rooms.some(({ folder }) => line.startsWith(`| \`${folder}\` |`)))
  expect(shown).toEqual(rooms.map(toRow))
})

test('ARCHITECTURE.md shows the rooms of the interface, in the order in which they import each other', () => {
  const [, , ...shown] = page.split('| rooms of `web/src` | hold |')[1]?.split('\n\n')[0]?.split('\n') ?? []
  expect(shown).toEqual(storeys.map(toStoreyRow))
})

test('every folder of the interface has its place in the table, once', () => {
  const entries = readdirSync(join(root, 'apps/web/src'), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  expect(interfaceRooms.toSorted()).toEqual(folders.toSorted())
  expect(interfaceRooms).toEqual(expect.arrayContaining([...pages]))
})

function toRow({ folder, imports, why }: Room): string {
  const list = imports === 'any' ? 'any' : listRooms(imports) || 'nothing'
  return `| \`${folder}\` | ${list} | ${why} |`
}

function toStoreyRow({ rooms: beside, hold }: Storey): string {
  return `| ${listRooms(beside)} | ${hold} |`
}

function listRooms(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
