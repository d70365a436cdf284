import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import type { RecordedInterpreter, RecordedPackage } from '@reprise/protocol'
import { absent, type Collector, type Context, type Finding, noted, skipped } from '../collector.ts'
import type { PythonFacts } from '../python/ask-python.ts'
import { describeEditable } from '../python/describe-editable.ts'
import { describeSource } from '../python/describe-source.ts'
import { findEdits } from '../python/find-edits.ts'
import { type Distribution, readDistributions } from '../python/read-distributions.ts'
import { fingerprint } from '../python/read-record.ts'

/** The interpreter of the command and what is installed for it, read from its own folders: no pip is started. */
export const python: Collector = {
  items: ['python.interpreter', 'python.packages', 'python.edited', 'python.editable'],
  limit: 30_000,
  collect: async (context) => {
    const facts = await context.python()
    if (facts === undefined) return describeNone()
    const distributions = await readDistributions(facts.path, context.signal)
    const edits = await findEdits(distributions, context.signal)
    const packages: RecordedPackage[] = []
    for (const distribution of distributions)
      packages.push(await describe(distribution, edits.byName.get(distribution.name) ?? [], context))
    const editable = distributions.filter((distribution) => distribution.editable !== undefined)
    return {
      items: {
        'python.interpreter': noteOf(context),
        'python.packages': noted(`${packages.length} packages.`),
        'python.edited': edits.stopped === undefined ? noted(`${edits.byName.size} packages.`) : skipped(edits.stopped),
        'python.editable': editable.length === 0 ? absent('None is installed to be used in place.') : noted(`${editable.length} packages.`),
      },
      interpreters: [describeInterpreter(facts)],
      packages,
      system: { python: describeSystem(facts) },
    }
  },
}

function describeNone(): Finding {
  const none = absent('There is no Python for this command, and none on PATH.')
  return { items: Object.fromEntries(python.items.map((name) => [name, none])) }
}

function noteOf({ command }: Context): ReturnType<typeof noted> | true {
  const { language, through, file } = command()
  if (language === 'python') return true
  const wrapper = file === undefined ? through.at(-1) : undefined
  if (wrapper === undefined) return noted('The command is no Python program: this is the python on PATH.')
  return noted(`The environment of ${wrapper} was not there at the start: this is the python on PATH.`)
}

async function describe(distribution: Distribution, edited: readonly string[], context: Context): Promise<RecordedPackage> {
  const { name, version, record, editable } = distribution
  const inPlace = editable === undefined ? undefined : await describeEditable(editable, context)
  const print = inPlace?.fingerprint ?? (record.length === 0 ? undefined : fingerprint(record))
  const source = inPlace?.source ?? describeSource(distribution)
  return {
    ecosystem: 'python',
    name,
    version,
    edited,
    ...(print === undefined ? {} : { fingerprint: print }),
    ...(source === undefined ? {} : { source }),
  }
}

function describeInterpreter(facts: PythonFacts): RecordedInterpreter {
  const file = realpathSync(facts.executable || facts.file)
  return {
    language: 'python',
    implementation: facts.implementation,
    version: facts.version,
    path: facts.executable || facts.file,
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    prefix: facts.prefix,
    is_virtual: isVirtual(facts),
  }
}

function describeSystem(facts: PythonFacts): Readonly<Record<string, unknown>> {
  const { version, implementation, executable, prefix, compiler } = facts
  return { version, implementation, executable, prefix, is_virtual: isVirtual(facts), compiler }
}

function isVirtual({ prefix, base_prefix: base }: PythonFacts): boolean {
  return prefix !== base || /[\\/](?:envs|miniconda\d?|anaconda\d?|miniforge\d?|mambaforge)(?:[\\/]|$)/.test(prefix)
}
