import { readZip, type ZipMember } from '../archives/read-zip.ts'
import type { CompareContext, Comparer } from '../comparer.ts'
import { type Comparison, type Evidence, type Rung, worseRung } from '../comparison.ts'

/** Zip archives and what is made of them (npz, docx, wheels): times, order and compression of the members say nothing. */
export const zipComparer: Comparer = {
  name: 'zip',
  takes: ({ bytes }) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5),
  compare: compareZips,
}

/** The members one by one: the worst decides, and its evidence is shown. */
function compareZips(a: Uint8Array, b: Uint8Array, context: CompareContext): Comparison {
  const [first, second] = [byName(readZip(a)), byName(readZip(b))]
  let rung: Rung = 'canonical'
  let evidence: Evidence = {}
  const notes: string[] = []
  for (const name of new Set([...first.keys(), ...second.keys()])) {
    const found = compareMember([first.get(name), second.get(name)], name, context)
    if (worseRung(found.rung, rung) === rung) continue
    rung = found.rung
    evidence = inMember(found.evidence, name)
    notes.push(...found.notes.map((note) => `${name}: ${note}`))
  }
  return { rung, comparer: 'zip', evidence, notes: notes.slice(-5) }
}

function compareMember(
  [a, b]: readonly [ZipMember[] | undefined, ZipMember[] | undefined],
  name: string,
  context: CompareContext,
): Comparison {
  const [left, right] = [a?.[0], b?.[0]]
  if (left === undefined || right === undefined || a?.length !== b?.length) {
    const describe = (members: ZipMember[] | undefined): string => (members === undefined ? 'missing' : `${members.length} of that name`)
    return { rung: 'different', comparer: 'zip', evidence: { first: { place: 'members', a: describe(a), b: describe(b) } }, notes: [] }
  }
  let found: Comparison = { rung: 'canonical', comparer: 'zip', evidence: {}, notes: [] }
  a?.forEach((member, index) => {
    const other = b?.[index]
    if (other === undefined) return
    context.spend(member.size + other.size)
    const compared = context.compareInner(name, member.read(member.size), other.read(other.size))
    if (worseRung(compared.rung, found.rung) !== found.rung) found = compared
  })
  return found
}

function byName(members: readonly ZipMember[]): Map<string, ZipMember[]> {
  const sorted = new Map<string, ZipMember[]>()
  for (const member of members) sorted.set(member.name, [...(sorted.get(member.name) ?? []), member])
  return sorted
}

function inMember(evidence: Evidence, name: string): Evidence {
  return evidence.first === undefined ? evidence : { ...evidence, first: { ...evidence.first, place: `${name}, ${evidence.first.place}` } }
}
