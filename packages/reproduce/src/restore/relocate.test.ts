import { describe, expect, it } from 'vitest'
import { relocate } from './relocate.ts'

describe('a recorded text in another folder', () => {
  const relocation = { from: ['/home/u/my.project'], to: '/new' }
  it.each([
    ['/home/u/my.project', '/new'],
    ['--data=/home/u/my.project/a.csv', '--data=/new/a.csv'],
    ['/home/u/my.project/a:/home/u/my.project/b', '/new/a:/new/b'],
    ['/home/u/my.project2/a', '/home/u/my.project2/a'],
    ['/home/u/myXproject/a', '/home/u/myXproject/a'],
    ['/backup/home/u/my.project/a', '/backup/home/u/my.project/a'],
  ])('%s becomes %s', (text, moved) => expect(relocate(text, relocation)).toBe(moved))
})
