import { describe, expect, it } from 'vitest'
import { splitDocument } from './split-document.ts'

describe('a document', () => {
  it('is split between paragraphs, each chunk with its title', () => {
    const text = '# Runs\n\nA run is\none execution.\n\nIt ends.\n\nIt has a status that says how it went.\n'
    expect(splitDocument({ source: 'runs.md', text }, 40)).toEqual([
      { id: 'runs.md#0', source: 'runs.md', text: 'Runs\nA run is one execution.\nIt ends.' },
      { id: 'runs.md#1', source: 'runs.md', text: 'Runs\nIt has a status that says how it went.' },
    ])
  })

  it('that has no title is named after its file', () => {
    expect(splitDocument({ source: 'notes.txt', text: 'Just this.' }, 40)).toEqual([
      { id: 'notes.txt#0', source: 'notes.txt', text: 'notes.txt\nJust this.' },
    ])
    expect(splitDocument({ source: 'empty.md', text: '\n' }, 40)).toEqual([])
  })
})
