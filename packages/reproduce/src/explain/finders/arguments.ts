import { type ArgumentDifference, compareArguments } from '@reprise/compare'
import { relocate, relocationOf } from '../../restore/relocate.ts'
import { moveRecord, type Finder, type Sides } from '../sides.ts'
import type { Toggle, Untried } from '../toggle.ts'
import { fetchCopy, isNamedByOne, placing } from './data.ts'

/** Arguments that are other, and the working folder. The files that only the arguments of `a` name come along. */
export const findArguments: Finder = async (sides) => {
  const { a, b } = sides
  if (a.id === b.id) return []
  const [own, other] = [a.record.command, moveRecord(b.record, a.record.code.root).command]
  const differences = compareArguments(own.argv, other.argv).filter((difference) => !isInterpreter(difference))
  const found: (Toggle | Untried)[] = []
  // From the last to the first: what is put in place of words moves those after them.
  for (const difference of differences.toReversed()) found.push(await toToggle(sides, difference))
  if (own.folder !== other.folder) {
    found.push({
      kind: 'environment',
      subject: 'working folder',
      did: `the working folder ${own.folder} of ${sides.name}`,
      weight: 0,
      change: (request, { root }) => ({ ...request, folder: `${root}/${own.folder}` }),
    })
  }
  return found
}

/** Another path to an interpreter is another interpreter, or none. */
function isInterpreter({ at, a, b }: ArgumentDifference): boolean {
  const [left, right] = [a, b].map(
    (words) => /^(?:.*\/)?(python|node|Rscript|julia)[\d.]*$/.exec(words.length === 1 ? (words[0] ?? '') : '')?.[1],
  )
  return at === 0 && left !== undefined && left === right
}

async function toToggle(sides: Sides, difference: ArgumentDifference): Promise<Toggle | Untried> {
  const { a, name } = sides
  const { subject, at } = difference
  const inputs = a.record.inputs.filter(
    ({ path, kind }) =>
      kind === 'FILE' && isNamedByOne(path, sides) && difference.a.some((word) => word === path || word.endsWith(`=${path}`)),
  )
  const kind = inputs.length > 0 && difference.kind === 'environment' ? 'data' : difference.kind
  const words = difference.a.map((word) => fillSecrets(word, sides.given))
  if (words.includes(undefined))
    return { kind, subject, why: 'it holds a secret of the original, which is not recorded: --secret gives it' }
  const amends: NonNullable<Toggle['amend']>[] = []
  for (const file of inputs) {
    const copy = await fetchCopy(sides, file.path, file)
    if (typeof copy !== 'string') return { kind, subject, why: copy.message }
    amends.push(placing(file.path, copy))
  }
  const shown = difference.a.join(' ')
  return {
    kind,
    subject,
    did: shown === '' ? `${difference.b.join(' ')} left out, as in ${name}` : `${subject} as in ${name}: ${shown}`,
    weight: 15,
    amend: async (files, layout) => {
      let all = files
      for (const amend of amends) all = await amend(all, layout)
      return all
    },
    change: (request, { root }) => {
      const moved = words.flatMap((word) => (word === undefined ? [] : [relocate(word, relocationOf(a.record, root))]))
      return { ...request, argv: request.argv.toSpliced(at, difference.b.length, ...moved) }
    },
  }
}

function fillSecrets(word: string, given: Sides['given']): string | undefined {
  const filled = word.replace(/\[secret:([^\]]+)\]/g, (whole, name: string) => given.find(([key]) => key === name)?.[1] ?? whole)
  return filled.includes('[secret:') ? undefined : filled
}
