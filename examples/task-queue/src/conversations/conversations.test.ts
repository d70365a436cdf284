import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'
import { type Conversation, parseConversations } from './conversation.ts'
import { correlate } from './correlate.ts'
import { normalise } from './normalise.ts'
import { writeMarkdown } from './write-markdown.ts'

function conversation(id: string, ...texts: readonly string[]): Conversation {
  return {
    id,
    title: `About ${id}`,
    turns: texts.map((text, index) => ({ speaker: index % 2 === 0 ? 'Human' : 'bot', text, at: `${index}` })),
  }
}

describe('conversations', () => {
  it('have two speakers, single spaces and no empty turns when they are normal', () => {
    const [{ turns } = conversation('')] = normalise([conversation('a', ' one\t two ', 'three', '  ')])
    expect(turns).toEqual([
      { speaker: 'user', text: 'one two', at: '0' },
      { speaker: 'assistant', text: 'three', at: '1' },
    ])
  })

  it('are about words that come up again, and related by them', () => {
    const analyses = analyse([
      conversation('oven', 'The oven is cold?', 'Heat the oven.'),
      conversation('bread', 'Bread from the oven', 'A hot oven bakes bread.'),
      conversation('chain', 'The chain jumps', 'Oil the chain.'),
    ])
    expect(analyses.map(({ topics }) => topics)).toEqual([['oven'], ['bread', 'oven'], ['chain']])
    expect(analyses[0]).toMatchObject({ turns: 2, questions: 1 })
    expect(correlate(analyses)).toEqual([{ ids: ['oven', 'bread'], topics: ['oven'] }])
  })

  it('become a file each and one that lists them', () => {
    const conversations = normalise([conversation('oven', 'oven oven'), conversation('bread', 'oven oven')])
    const analyses = analyse(conversations)
    const files = writeMarkdown({ conversations, analyses, correlations: correlate(analyses) })
    expect([...files.keys()]).toEqual(['index.md', 'oven.md', 'bread.md'])
    expect(files.get('index.md')).toContain('- [oven](oven.md) and [bread](bread.md): oven')
    expect(files.get('oven.md')).toBe('# About oven\n\nTopics: oven\nRelated: [bread](bread.md)\n\n**user**: oven oven\n')
  })

  it.each(['[]', '{"conversations":[{}]}', '{"conversations":[{"id":"../x","title":"","turns":[]}]}'])('are not anything: %s', (text) => {
    expect(() => parseConversations(text, 'x.json')).toThrow('x.json has no list of conversations.')
  })
})
