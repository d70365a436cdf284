import { readFile } from 'node:fs/promises'
import { type Change, compareEnvironments, type EnvironmentSide, parseRequirements } from '@reprise/compare'
import type { Environment } from '@reprise/sdk/capture'

/** A line for each thing that two captured environments say differently. */
export async function compareCaptures(a: Environment, b: Environment): Promise<string[]> {
  const { areSame, python, packages, system, variables, git } = compareEnvironments(await toSide(a), await toSide(b))
  if (areSame) return ['no difference']
  return [
    ...python.map((change) => describe('Python', change)),
    ...packages.map((change) => describe('package', change)),
    ...system.map((change) => describe('system', change)),
    ...variables.map((change) => describe('variable', change)),
    ...git.map((change) => describe('code', change)),
  ]
}

/** Reads back what the capture wrote, as one would with the files of two runs. */
async function toSide({ systemInfo, artifacts }: Environment): Promise<EnvironmentSide> {
  const requirements = artifacts['requirements.txt']
  if (requirements === undefined) return { system: systemInfo }
  return { system: systemInfo, packages: parseRequirements(await readFile(requirements, 'utf8')) }
}

function describe(what: string, { subject, a = 'not set', b = 'not set' }: Change): string {
  return `${what} ${subject}: ${a} before, ${b} after`
}
