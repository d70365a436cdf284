import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { reportProblems, type Check } from '../check.ts'
import { listFiles, readText, root } from '../repository.ts'

interface Forbidden {
  pattern: RegExp
  why: string
}

/** Folders that say nothing about one machine, so that a checkout in `/src/reprise` does not forbid every `/src/`. */
const everywhere = new Set([
  '/',
  '/app',
  '/builds',
  '/data',
  '/home',
  '/mnt',
  '/opt',
  '/repo',
  '/src',
  '/srv',
  '/tmp',
  '/usr',
  '/var',
  '/workspace',
])

export const words: Check = {
  name: 'words',
  about: 'no path of this machine and no registry host stands in a file',
  async run() {
    const forbidden = listForbidden()
    const files = listFiles().filter((file) => !/\.(?:png|jpg|gif|ico|woff2|npz|zip|gz|db|sqlite)$/.test(file))
    return reportProblems(files.flatMap((file) => findForbidden(file, readText(file), forbidden)))
  },
}

function listForbidden(): Forbidden[] {
  const places = [root, dirname(root), homedir()].filter((place) => !everywhere.has(place))
  return [
    ...places.map((place) => ({ pattern: new RegExp(`(?<![\\w.*-])${RegExp.escape(place)}/`), why: 'a path that only this machine has' })),
    {
      pattern: /"resolved": *"http|registry *= *http|--(?:extra-)?index-url/,
      why: 'a registry host; the user decides where packages come from',
    },
  ]
}

export function findForbidden(file: string, text: string, forbidden: readonly Forbidden[]): string[] {
  if (text.includes('\0')) return []
  return text.split('\n').flatMap((line, index) => {
    const found = forbidden.filter(({ pattern }) => pattern.test(line))
    return found.map(({ why }) => `${file}:${index + 1}: ${why}: ${line.trim().slice(0, 120)}`)
  })
}
