import type { Cause } from '@reprise/compare'
import { findSources, isStarter } from './find-sources.ts'
import { signs } from './signs.ts'

/** Something in the program that may make it come out different each time. */
export type Hint = Pick<Cause, 'kind' | 'subject' | 'evidence'>

/** Hints of one kind: more say no more. */
const MOST_OF_KIND = 3

/** Looks into the programs that a command ran, and into the command itself, for what makes results vary. These are suspicions only. */
export async function scanCode(root: string, argv: readonly string[]): Promise<Hint[]> {
  const sources = (await findSources(root, argv)).filter((source) => !isStarter(source))
  const texts = [{ name: 'the command', text: argv.join('\n') }, ...sources]
  const hints = texts.flatMap(({ name, text }) => {
    // Positions stay what they are.
    const code = text.replace(/(?:^|(?<=\s))(?:#(?!pragma|!)|\/\/).*$/gm, (comment) => ' '.repeat(comment.length))
    return signs.flatMap(({ kind, pattern, why, unless }): Hint[] => {
      const found = pattern.exec(code)
      if (found === null || unless?.test(code) === true) return []
      const line = code.slice(0, found.index).split('\n').length
      return [{ kind, subject: `${name}:${line}`, evidence: `${why}: ${excerpt(found[0])}` }]
    })
  })
  return [...Map.groupBy(hints, ({ kind }) => kind).values()].flatMap((ofKind) => ofKind.slice(0, MOST_OF_KIND))
}

function excerpt(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
